import { describe, expect, it } from 'vitest';
import { chargeOf, FROM_THE_START, month, posted, reduction, short, times, usd } from '../../../test/worlds/charges.ts';
import { postedOverTime } from './posted-over-time.ts';

/** An annual charge of 120.00 on 10 January: 10.00 a month, so months 1 to 4 are past in May. */
const annual = (...events: ReturnType<typeof reduction>[]) => chargeOf({ events });

describe('deferred-first refunds, as worked in the rule (R6)', () => {
  it('60 in month 5 leaves 2.50 in each of months 5 to 12', () => {
    // U = 8 x 10 = 80; 80 - 60 = 20 over 8 months.
    const charge = annual(reduction('2026-05-03T00:00:00Z', '60.00'));
    expect(posted(charge)).toEqual([...times(4, '10.00'), ...times(8, '2.50'), '0.00']);
  });

  it('80 in month 5 leaves nothing', () => {
    const charge = annual(reduction('2026-05-03T00:00:00Z', '80.00'));
    expect(posted(charge)).toEqual([...times(4, '10.00'), ...times(9, '0.00')]);
  });

  it('120 in month 5 posts -40 there', () => {
    const charge = annual(reduction('2026-05-31T23:59:59.999Z', '120.00'));
    expect(posted(charge)).toEqual([...times(4, '10.00'), '-40.00', ...times(8, '0.00')]);
  });

  it('30 in month 5 and 90 in month 7 leave 6.25, 6.25, -52.50', () => {
    // (80 - 30) / 8 = 6.25. In July U = 6 x 6.25 = 37.50; 37.50 - 90 = -52.50.
    const charge = annual(reduction('2026-05-03T00:00:00Z', '30.00'), reduction('2026-07-03T00:00:00Z', '90.00'));
    expect(posted(charge)).toEqual([...times(4, '10.00'), '6.25', '6.25', '-52.50', ...times(6, '0.00')]);
  });

  it('a refund after the coverage posts whole in its month', () => {
    const charge = annual(reduction('2027-03-03T00:00:00Z', '120.00'));
    expect(posted(charge)).toEqual([...times(12, '10.00'), '0.00', '0.00', '-120.00', '0.00']);
  });

  it('a refund in the month of the charge leaves nothing at all', () => {
    expect(posted(annual(reduction('2026-01-10T12:00:01Z', '120.00')))).toEqual(times(13, '0.00'));
  });

  it('rounds what is left by the cumulative rule, in order', () => {
    // U = 80; 80 - 70.000001 = 9.999999 over 8 equal months: 1.249999875 a month, cumulated and cut:
    // 1.249999, 2.499999, 3.749999, 4.999999, 6.249999, 7.499999, 8.749999, 9.999999.
    const charge = annual(reduction('2026-05-03T00:00:00Z', '70.000001'));
    expect(posted(charge).slice(4)).toEqual(['1.249999', ...times(7, '1.25'), '0.00']);
  });

  it('a dispute counts like a refund', () => {
    const charge = annual(reduction('2026-06-03T00:00:00Z', '120.00', { kind: 'dispute' }));
    // Five months past, U = 70: 70 - 120.
    expect(posted(charge).slice(4)).toEqual(['10.00', '-50.00', ...times(7, '0.00')]);
  });
});

describe('tax and fee beside gross (R6)', () => {
  const stripe = (...events: ReturnType<typeof reduction>[]) =>
    chargeOf({ amounts: { gross: '120.00', tax: '12.00', fee: '6.00' }, events });

  it('a full refund takes the tax in proportion, and the unposted fee posts in its month', () => {
    const charge = stripe(reduction('2026-05-03T00:00:00Z', '120.00'));
    expect(posted(charge).slice(3, 6)).toEqual(['10.00', '-40.00', '0.00']);
    // Tax: U = 8 x 1, R = 12.
    expect(posted(charge, 'tax').slice(3, 6)).toEqual(['1.00', '-4.00', '0.00']);
    // Fee: no row gives it back, so the rest of it, 8 x 0.50, is a cost now.
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['0.50', '4.00', '0.00']);
  });

  it('closes tax and fee when gross holds nothing more, without the whole gross being reached', () => {
    const charge = stripe(reduction('2026-05-03T00:00:00Z', '80.00'));
    expect(posted(charge).slice(3, 6)).toEqual(['10.00', '0.00', '0.00']);
    // Tax reduced: 12 x 80/120 = 8 = U.
    expect(posted(charge, 'tax').slice(3, 6)).toEqual(['1.00', '0.00', '0.00']);
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['0.50', '4.00', '0.00']);
  });

  it('a partial refund leaves the fee’s schedule as it is (R = 0)', () => {
    const charge = stripe(reduction('2026-05-03T00:00:00Z', '60.00'));
    // Tax reduced: 6 of U = 8, so 2 over 8 months.
    expect(posted(charge, 'tax').slice(3, 6)).toEqual(['1.00', '0.25', '0.25']);
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['0.50', '0.50', '0.50']);
  });

  it('a fee that comes back by the provider’s own row is less than its unposted rest', () => {
    const charge = chargeOf({
      provider: 'google',
      amounts: { gross: '120.00', fee: '12.00' },
      events: [reduction('2026-05-03T00:00:00Z', '120.00', { fee: '9.00' })],
    });
    // U = 8 x 1 = 8; 8 - 9 = -1.
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['1.00', '-1.00', '0.00']);
  });

  it('a row of tax alone touches neither gross nor fee', () => {
    const charge = chargeOf({
      provider: 'google',
      amounts: { gross: '120.00', tax: '12.00', fee: '12.00' },
      events: [reduction('2026-05-03T00:00:00Z', '0', { tax: '4.00' })],
    });
    expect(posted(charge).slice(3, 6)).toEqual(['10.00', '10.00', '10.00']);
    // (8 - 4) / 8
    expect(posted(charge, 'tax').slice(3, 6)).toEqual(['1.00', '0.50', '0.50']);
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['1.00', '1.00', '1.00']);
  });

  it('a row of tax alone touches neither gross nor fee, also where less than nothing is held of them', () => {
    // 60.00 of January alone, less 24.00 of unused time over the year, which has all of the tax: -2.00 a month, 1.00 of tax
    // and -0.20 of fee.
    const [line] = chargeOf({ months: 1, amounts: { gross: '60.00', fee: '6.00' } }).lines;
    const [unused] = chargeOf({ amounts: { gross: '-24.00', tax: '12.00', fee: '-2.40' } }).lines;
    const charge = chargeOf({
      provider: 'google',
      amounts: { gross: '36.00', tax: '12.00', fee: '3.60' },
      lines: line && unused ? [line, unused] : [],
      events: [reduction('2026-05-03T00:00:00Z', '0', { tax: '4.00' })],
    });
    expect(posted(charge).slice(0, 6)).toEqual(['58.00', ...times(5, '-2.00')]);
    expect(posted(charge, 'fee').slice(0, 6)).toEqual(['5.80', ...times(5, '-0.20')]);
    // (8 - 4) / 8 from May on.
    expect(posted(charge, 'tax').slice(3, 6)).toEqual(['1.00', '0.50', '0.50']);
  });

  it('what a full refund adds to a fee of which nothing was held was never deferred', () => {
    const charge = chargeOf({
      provider: 'google',
      events: [reduction('2026-05-03T00:00:00Z', '120.00', { fee: '-2.00' })],
    });
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['0.00', '2.00', '0.00']);
    const { direct } = postedOverTime(charge, charge.events, FROM_THE_START);
    expect(direct.map(({ fee }) => short(fee)).slice(3, 6)).toEqual(['0.00', '2.00', '0.00']);
  });

  it('a row of tax alone closes the tax where the whole gross was taken before, by the other rule', () => {
    const changes = [{ from: month('2026-04'), value: { refunds: 'deferred-first' } as const }];
    const policy = { ...FROM_THE_START, rules: { first: { refunds: 'proportional' } as const, changes } };
    const events = [
      reduction('2026-03-03T00:00:00Z', '120.00'),
      reduction('2026-05-03T00:00:00Z', '0', { tax: '6.00' }),
    ];
    const charge = chargeOf({ provider: 'google', amounts: { gross: '120.00', tax: '12.00' }, events });
    // March takes every month of the gross, and of the tax nothing. May: 8 x 1 of tax is held; 8 - 6 posts there.
    expect(posted(charge, 'gross', policy)).toEqual(['10.00', '10.00', '-20.00', ...times(10, '0.00')]);
    expect(posted(charge, 'tax', policy)).toEqual([...times(4, '1.00'), '2.00', ...times(8, '0.00')]);
  });

  it('a row of more tax than is held claws the rest back in its month, and gross and fee go on', () => {
    const charge = chargeOf({
      provider: 'google',
      amounts: { gross: '120.00', tax: '12.00', fee: '12.00' },
      events: [reduction('2026-05-03T00:00:00Z', '0', { tax: '9.00' })],
    });
    // U = 8 x 1 = 8; 8 - 9 = -1 in May.
    expect(posted(charge, 'tax').slice(3, 7)).toEqual(['1.00', '-1.00', '0.00', '0.00']);
    expect(posted(charge).slice(3, 6)).toEqual(['10.00', '10.00', '10.00']);
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['1.00', '1.00', '1.00']);
  });

  it('the last of several refunds that reach the whole gross closes tax and fee', () => {
    const charge = stripe(reduction('2026-05-03T00:00:00Z', '60.00'), reduction('2026-07-03T00:00:00Z', '60.00'));
    // After May 2.50 a month; in July U = 6 x 2.50 = 15; 15 - 60 = -45.
    expect(posted(charge).slice(4, 8)).toEqual(['2.50', '2.50', '-45.00', '0.00']);
    // Tax 0.25 a month; U = 1.50; 1.50 - 6 = -4.50. Fee: the rest of July to December, 6 x 0.50.
    expect(posted(charge, 'tax').slice(4, 8)).toEqual(['0.25', '0.25', '-4.50', '0.00']);
    expect(posted(charge, 'fee').slice(4, 8)).toEqual(['0.50', '0.50', '3.00', '0.00']);
  });
});

describe('the claw-back limit (R6)', () => {
  const policy = { ...FROM_THE_START, firstMonth: month('2026-04') };
  const charge = chargeOf({
    amounts: { gross: '120.00', tax: '12.00', fee: '6.00' },
    events: [reduction('2026-05-03T00:00:00Z', '120.00')],
  });

  it('takes back only what was posted from first_month on, each component by itself', () => {
    // From April on 10 of gross and 1 of tax were posted; the unposted fee is no claw-back.
    expect(posted(charge, 'gross', policy).slice(3, 6)).toEqual(['10.00', '-10.00', '0.00']);
    expect(posted(charge, 'tax', policy).slice(3, 6)).toEqual(['1.00', '-1.00', '0.00']);
    expect(posted(charge, 'fee', policy).slice(3, 6)).toEqual(['0.50', '4.00', '0.00']);
  });

  it('names the rest, which posts nowhere', () => {
    // -40 wanted and -10 possible; tax -4 and -1.
    const { beforeFirstMonth } = postedOverTime(charge, charge.events, policy);
    expect(beforeFirstMonth).toEqual([
      { atMs: Date.parse('2026-05-03T00:00:00Z'), amounts: { gross: usd('-30.00'), tax: usd('-3.00'), fee: 0n } },
    ]);
  });

  it('an earlier claw-back uses up the limit of a later one', () => {
    const twice = chargeOf({
      events: [reduction('2026-05-03T00:00:00Z', '85.00'), reduction('2026-06-03T00:00:00Z', '35.00')],
    });
    // May: U = 80, R = 85: -5 of the 10 of April. June: U = 0, R = 35, and 10 - 5 = 5 is left to take.
    expect(posted(twice, 'gross', policy).slice(3, 7)).toEqual(['10.00', '-5.00', '-5.00', '0.00']);
    const { beforeFirstMonth } = postedOverTime(twice, twice.events, policy);
    expect(beforeFirstMonth.map((each) => short(each.amounts.gross))).toEqual(['-30.00']);
  });

  it('so does an earlier one of the same month', () => {
    const twice = chargeOf({
      events: [reduction('2026-05-03T00:00:00Z', '85.00'), reduction('2026-05-04T00:00:00Z', '35.00')],
    });
    // -5, then -35 wanted and 5 of April left: -10 in all, never more than April's 10.
    expect(posted(twice, 'gross', policy).slice(3, 6)).toEqual(['10.00', '-10.00', '0.00']);
  });

  it('a claw-back in a month before first_month posts nothing', () => {
    const early = chargeOf({ events: [reduction('2026-03-03T00:00:00Z', '120.00')] });
    // U = 100; -20 wanted, and nothing was shared before April.
    expect(posted(early, 'gross', policy)).toEqual(['10.00', '10.00', ...times(11, '0.00')]);
  });
});

describe('reductions beyond the gross (R6)', () => {
  const beyond = (charge: ReturnType<typeof annual>): string[] =>
    postedOverTime(charge, charge.events, FROM_THE_START).overReduced.map(
      ({ reduction: { sourceId }, amounts }) => `${sourceId} ${short(amounts.gross)}`,
    );

  it('reduce what is left of it, in full; the excess is named', () => {
    const charge = annual(
      reduction('2026-05-03T00:00:00Z', '80.00', { id: 're_1' }),
      reduction('2026-06-03T00:00:00Z', '60.00', { id: 're_2' }),
    );
    // May: U = 80 is taken. June: of 60 the 40 that are left, -40; 20 go beyond.
    expect(posted(charge).slice(3, 7)).toEqual(['10.00', '0.00', '-40.00', '0.00']);
    expect(beyond(charge)).toEqual(['re_2 20.00']);
  });

  it('find nothing left once the whole gross is taken', () => {
    const charge = annual(
      reduction('2026-05-03T00:00:00Z', '80.00', { id: 're_1' }),
      reduction('2026-06-03T00:00:00Z', '60.00', { id: 're_2' }),
      reduction('2026-07-03T00:00:00Z', '40.00', { id: 're_3' }),
    );
    expect(posted(charge).slice(4, 8)).toEqual(['0.00', '-40.00', '0.00', '0.00']);
    expect(beyond(charge)).toEqual(['re_2 20.00', 're_3 40.00']);
  });

  it('post the excess in their own month where it was accepted, as much as it is', () => {
    const accepted = (at: string, gross: string, id: string) => ({
      ...reduction(at, gross, { id }),
      excess: 'accepted' as const,
    });
    const charge = annual(
      reduction('2026-05-03T00:00:00Z', '80.00', { id: 're_1' }),
      accepted('2026-06-03T00:00:00Z', '60.00', 're_2'),
      accepted('2026-08-03T00:00:00Z', '7.00', 're_3'),
    );
    expect(posted(charge).slice(3, 9)).toEqual(['10.00', '0.00', '-60.00', '0.00', '-7.00', '0.00']);
    // Nothing of the excess is limited by what was shared: of May to July nothing was.
    const policy = { ...FROM_THE_START, firstMonth: month('2026-08') };
    expect(posted(charge, 'gross', policy).slice(7, 9)).toEqual(['-7.00', '0.00']);
  });

  it('close tax and fee with the gross', () => {
    const charge = chargeOf({
      amounts: { gross: '120.00', tax: '12.00', fee: '6.00' },
      events: [reduction('2026-05-03T00:00:00Z', '121.00')],
    });
    // Four months posted 40, 4 of tax and 2 of fee. All tax comes back; the rest of the fee, 4, posts with the closing.
    expect(posted(charge).slice(3, 6)).toEqual(['10.00', '-40.00', '0.00']);
    expect(posted(charge, 'tax').slice(3, 6)).toEqual(['1.00', '-4.00', '0.00']);
    expect(posted(charge, 'fee').slice(3, 6)).toEqual(['0.50', '4.00', '0.00']);
  });
});
