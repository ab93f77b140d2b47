import { describe, expect, it } from 'vitest';
import { chargeOf, FROM_THE_START, month, posted, reduction, short, usd } from '../../../test/worlds/charges.ts';
import { coverageFrom } from './coverage.ts';
import { postedOverTime } from './posted-over-time.ts';

/** An annual charge of 120.00 on 10 January: 10.00 a month, so months 1 to 4 are past in May. */
const annual = (...events: ReturnType<typeof reduction>[]) => chargeOf({ events });

describe('the part of a month that was never deferred', () => {
  const directOf = (charge: ReturnType<typeof annual>, component: 'gross' | 'tax' | 'fee' = 'gross'): string[] =>
    postedOverTime(charge, charge.events, FROM_THE_START).direct.map((amounts) => short(amounts[component]));
  const whole = (component: 'gross' | 'fee', ...events: ReturnType<typeof reduction>[]): string[] =>
    directOf(chargeOf({ provider: 'google', amounts: { gross: '120.00', fee: '12.00' }, events }), component).slice(
      3,
      6,
    );

  it('is a claw-back, and neither what was still held nor its rest', () => {
    // May to December held 80 of gross and 8 of fee.
    expect(whole('gross', reduction('2026-05-03T00:00:00Z', '120.00'))).toEqual(['0.00', '-40.00', '0.00']);
    expect(whole('gross', reduction('2026-05-03T00:00:00Z', '80.00'))).toEqual(['0.00', '0.00', '0.00']);
    expect(whole('gross', reduction('2026-05-03T00:00:00Z', '60.00'))).toEqual(['0.00', '0.00', '0.00']);
    // The rest of the fee is recognised early: 8, and 8 - 8; of 9 one goes beyond.
    for (const [fee, direct] of [
      ['0', '0.00'],
      ['8.00', '0.00'],
      ['9.00', '-1.00'],
    ] as const) {
      expect(whole('fee', reduction('2026-05-03T00:00:00Z', '120.00', { fee }))).toEqual(['0.00', direct, '0.00']);
    }
  });

  it('is of a schedule that holds less than nothing what goes beyond its rest', () => {
    const [line] = chargeOf().lines;
    if (line === undefined) throw new Error('a charge has a line');
    const of = (id: string, gross: string, fee: string, months: number) => {
      const coverage = coverageFrom(month('2026-01'), months);
      return { ...line, id, coverage, amounts: { gross: usd(gross), tax: 0n, fee: usd(fee) } };
    };
    // The fee is 5 for January, and 4 that come back with ten months: 0.40 a month, 3.20 of them from March on.
    const lines = [of('il_1', '50.00', '5.00', 1), of('il_2', '-40.00', '-4.00', 10)];
    const march = (fee: string): [posted: string | undefined, direct: string | undefined] => {
      const events = [reduction('2026-03-03T00:00:00Z', '10.00', { fee })];
      const charge = chargeOf({ provider: 'google', amounts: { gross: '10.00' }, lines, events });
      return [posted(charge, 'fee')[2], directOf(charge, 'fee')[2]];
    };
    // -3.20, less what the row gives back.
    expect([march('0'), march('-1.00'), march('-3.20')]).toEqual([
      ...[
        ['-3.20', '0.00'],
        ['-2.20', '0.00'],
        ['0.00', '0.00'],
      ],
    ]);
    expect([march('0.50'), march('-4.00')]).toEqual([
      ...[
        ['-3.70', '-3.70'],
        ['0.80', '0.80'],
      ],
    ]);
  });

  it('is what comes back after the coverage, and what a row gives of a component that the charge does not have', () => {
    const late = annual(reduction('2027-03-03T00:00:00Z', '120.00'));
    expect(directOf(late).slice(13)).toEqual(['0.00', '-120.00']);
    const given = chargeOf({
      provider: 'google',
      events: [
        reduction('2026-05-03T00:00:00Z', '0', { tax: '-1.00' }),
        reduction('2026-07-03T00:00:00Z', '0', { tax: '0.25' }),
      ],
    });
    // May holds 1 now; July has nothing to take from and claws back.
    expect(posted(given, 'tax').slice(3, 8)).toEqual(['0.00', '1.00', '0.00', '-0.25', '0.00']);
    expect(directOf(given, 'tax').slice(3, 8)).toEqual(['0.00', '0.00', '0.00', '-0.25', '0.00']);
  });
});

it('a charge that has posted less than nothing since first_month gives nothing to claw back', () => {
  const [line] = chargeOf().lines;
  if (line === undefined) throw new Error('a charge has a line');
  const of = (id: string, gross: string, months: number) => {
    return {
      ...line,
      id,
      coverage: coverageFrom(month('2026-01'), months),
      amounts: { gross: usd(gross), tax: 0n, fee: 0n },
    };
  };
  // An upgrade: 50 for January, and 40 of unused time taken off January to October, 4 a month.
  const charge = chargeOf({
    amounts: { gross: '10.00' },
    lines: [of('il_1', '50.00', 1), of('il_2', '-40.00', 10)],
    events: [reduction('2026-03-03T00:00:00Z', '10.00')],
  });
  const policy = { ...FROM_THE_START, firstMonth: month('2026-02') };
  // Held from March on: -32, less 10; since February -4 was shared.
  expect(posted(charge, 'gross', policy).slice(0, 4)).toEqual(['46.00', '-4.00', '0.00', '0.00']);
  const { beforeFirstMonth } = postedOverTime(charge, charge.events, policy);
  expect(beforeFirstMonth.map(({ amounts }) => short(amounts.gross))).toEqual(['-42.00']);
});
