import { describe, expect, it } from 'vitest';
import { chargeOf, reduction, restoration, short, usd } from '../../../test/worlds/charges.ts';
import type { ChargeHistory, Reduction } from './charge-history.ts';
import { sizeReductions } from './reduction-amounts.ts';
import { withoutRestored } from './restorations.ts';

function sizes(charge: ChargeHistory): { gross: string; tax: string; fee: string; whole: boolean }[] {
  const reductions = charge.events.filter((event): event is Reduction => event.type === 'reduction');
  return sizeReductions(charge, reductions).sized.map(({ amounts, reachesWholeGross }) => ({
    gross: short(amounts.gross),
    tax: short(amounts.tax),
    fee: short(amounts.fee),
    whole: reachesWholeGross,
  }));
}

const inThree = (part: string, last = part): Reduction[] => [
  reduction('2026-02-01T00:00:00Z', part),
  reduction('2026-03-01T00:00:00Z', part),
  reduction('2026-04-01T00:00:00Z', last),
];

describe('reductions in another currency (R3)', () => {
  it('convert the sum so far and take differences: refunded in parts, a charge is refunded exactly', () => {
    const charge = chargeOf({ fx: '1.08375', amounts: { gross: '99.99' }, events: inThree('33.33') });
    // 99.99 EUR = 108.3641625, half-even 108.364162. 33.33 EUR = 36.1213875 -> 36.121388; 66.66 EUR = 72.242775.
    expect(sizes(charge).map((each) => each.gross)).toEqual(['36.121388', '36.121387', '36.121387']);
    expect(short(charge.lines[0]?.amounts.gross ?? 0n)).toBe('108.364162');
  });
});

describe('Stripe’s tax follows the gross (R6)', () => {
  it('cumulatively: the last part brings the rest', () => {
    const charge = chargeOf({ amounts: { gross: '30.00', tax: '7.00' }, events: inThree('10.00') });
    // 7 x 10/30 = 2.333333, 7 x 20/30 = 4.666666, 7.
    expect(sizes(charge).map((each) => each.tax)).toEqual(['2.333333', '2.333333', '2.333334']);
    expect(sizes(charge).map((each) => each.whole)).toEqual([false, false, true]);
  });

  it('elsewhere each component moves by the provider’s own rows', () => {
    const charge = chargeOf({
      provider: 'google',
      amounts: { gross: '30.00', tax: '7.00', fee: '4.50' },
      events: [reduction('2026-02-01T00:00:00Z', '10.00', { tax: '1.00', fee: '0.25' })],
    });
    expect(sizes(charge)).toEqual([{ gross: '10.00', tax: '1.00', fee: '0.25', whole: false }]);
  });
});

describe('a charge with lines of other products (R6)', () => {
  const line = chargeOf().lines[0];
  if (line === undefined) throw new Error('a charge has a line');
  const amounts = { gross: usd('75.00'), tax: usd('7.50'), fee: usd('2.25') };
  const charge = (events: Reduction[]): ChargeHistory =>
    chargeOf({
      amounts: { gross: '100.00', tax: '10.00' },
      planWeight: { part: 3n, whole: 4n },
      lines: [{ ...line, amounts }],
      events,
    });

  it('counts the plan lines’ proportion of a reduction, truncated', () => {
    // 33.33 x 3/4 = 24.9975; tax 10 x 33.33/100 = 3.333, x 3/4 = 2.49975.
    expect(sizes(charge([reduction('2026-02-01T00:00:00Z', '33.33')]))).toEqual([
      { gross: '24.9975', tax: '2.49975', fee: '0.00', whole: false },
    ]);
  });

  it('a full refund is exactly the plan lines', () => {
    const parts = sizes(charge(inThree('33.33', '33.34')));
    expect(parts.reduce((sum, each) => sum + usd(each.gross), 0n)).toBe(usd('75.00'));
    expect(parts.reduce((sum, each) => sum + usd(each.tax), 0n)).toBe(usd('7.50'));
  });
});

describe('rows at one instant (R6)', () => {
  it('are one reduction', () => {
    const at = '2026-02-01T00:00:00Z';
    const charge = chargeOf({
      events: [reduction(at, '70.00', { id: 're_1' }), reduction(at, '50.00', { id: 're_2' })],
    });
    expect(sizes(charge)).toEqual([{ gross: '120.00', tax: '0.00', fee: '0.00', whole: true }]);
  });

  it('are two where one is a refund and one a dispute, or they are a millisecond apart', () => {
    const at = '2026-02-01T00:00:00Z';
    const of = (later: string, kind: Reduction['kind']) =>
      sizes(chargeOf({ events: [reduction(at, '70.00'), reduction(later, '50.00', { kind })] }));
    expect(of(at, 'dispute').map(({ gross, whole }) => [gross, whole])).toEqual([
      ...[
        ['50.00', false],
        ['70.00', true],
      ],
    ]);
    expect(of('2026-02-01T00:00:00.001Z', 'refund').map(({ gross }) => gross)).toEqual(['70.00', '50.00']);
  });
});

describe('what goes beyond the gross (R6)', () => {
  const AT = '2026-02-01T00:00:00Z';
  const reductionsOf = (charge: ChargeHistory): Reduction[] =>
    charge.events.filter((event): event is Reduction => event.type === 'reduction');
  const beyond = (charge: ChargeHistory, reductions = reductionsOf(charge)): string[] =>
    sizeReductions(charge, reductions).overReduced.map(
      ({ reduction: { sourceId }, amounts: { gross, tax, fee } }) =>
        `${sourceId} ${[gross, tax, fee].map(short).join(' ')}`,
    );

  it('is of the last rows of one instant', () => {
    const charge = chargeOf({
      events: [
        reduction(AT, '70.00', { id: 're_1' }),
        reduction(AT, '60.00', { id: 're_2' }),
        reduction(AT, '1.00', { id: 're_3' }),
      ],
    });
    expect(sizes(charge)).toEqual([{ gross: '120.00', tax: '0.00', fee: '0.00', whole: true }]);
    expect(beyond(charge)).toEqual(['re_2 10.00 0.00 0.00', 're_3 1.00 0.00 0.00']);
  });

  it('takes tax and fee that rows name with it, in proportion', () => {
    const charge = chargeOf({
      provider: 'google',
      amounts: { gross: '20.00', tax: '2.00', fee: '3.00' },
      events: [
        reduction(AT, '16.00', { tax: '1.60', fee: '2.40' }),
        reduction('2026-03-01T00:00:00Z', '16.00', { id: 're_2', tax: '1.60', fee: '2.41' }),
      ],
    });
    // 4 of 16 fit: a quarter of 1.60 and of 2.41, which is 0.6025.
    expect(sizes(charge)).toEqual([
      { gross: '16.00', tax: '1.60', fee: '2.40', whole: false },
      { gross: '4.00', tax: '0.40', fee: '0.6025', whole: true },
    ]);
    expect(beyond(charge)).toEqual(['re_2 12.00 1.20 1.8075']);
  });

  it('counts nothing of a fee row beside a refund for which nothing is left', () => {
    const again = '2026-03-01T00:00:00Z';
    const charge = chargeOf({
      provider: 'google',
      amounts: { gross: '20.00', fee: '3.00' },
      events: [
        reduction(AT, '20.00', { fee: '3.00' }),
        reduction(again, '0.00', { id: 'GPA.1', fee: '3.00' }),
        reduction(again, '20.00', { id: 'GPA.1' }),
      ],
    });
    expect(sizes(charge)[1]).toEqual({ gross: '0.00', tax: '0.00', fee: '0.00', whole: false });
    expect(beyond(charge)).toEqual(['GPA.1 20.00 0.00 3.00']);
  });

  it('is converted like reductions, and counts in the plan lines’ proportion', () => {
    const line = chargeOf().lines[0];
    if (line === undefined) throw new Error('a charge has a line');
    const charge = chargeOf({
      fx: '1.08375',
      amounts: { gross: '100.00' },
      planWeight: { part: 3n, whole: 4n },
      lines: [{ ...line, amounts: { gross: usd('81.28125'), tax: 0n, fee: 0n } }],
      events: [reduction(AT, '100.01', { id: 're_1' }), reduction('2026-03-01T00:00:00Z', '0.02', { id: 're_2' })],
    });
    // 0.01 EUR = 0.0108375, half-even 0.010838, three quarters 0.0081285 -> 0.008128. 0.03 EUR = 0.0325125 -> 0.032512,
    // three quarters 0.024384, less 0.008128.
    expect(sizes(charge)[0]).toEqual({ gross: '81.28125', tax: '0.00', fee: '0.00', whole: true });
    expect(beyond(charge)).toEqual(['re_1 0.008128 0.00 0.00', 're_2 0.016256 0.00 0.00']);
  });

  it('comes back with its row, whose whole amount is what the fraction is of', () => {
    const charge = chargeOf({
      amounts: { gross: '20.00', tax: '2.00' },
      events: [reduction(AT, '25.00', { id: 're_1' })],
    });
    const { left } = withoutRestored(reductionsOf(charge), [restoration('2026-03-01T00:00:00Z', '10.00', 're_1')]);
    // 20 x 15/25 = 12 and of its tax 2 x 12/20 = 1.20; 5 x 15/25 = 3 beyond.
    const { sized } = sizeReductions(charge, left);
    expect(sized.map(({ amounts }) => [short(amounts.gross), short(amounts.tax)])).toEqual([['12.00', '1.20']]);
    expect(beyond(charge, left)).toEqual(['re_1 3.00 0.00 0.00']);
  });
});
