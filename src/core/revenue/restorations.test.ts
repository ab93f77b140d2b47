import { describe, expect, it } from 'vitest';
import {
  chargeOf,
  FROM_THE_START,
  month,
  posted,
  reduction,
  restoration,
  short,
  times,
  usd,
} from '../../../test/worlds/charges.ts';
import { postedOverTime } from './posted-over-time.ts';

const dispute = (at: string, gross: string, id: string) => reduction(at, gross, { kind: 'dispute', id });

describe('restorations, as worked in the rule (R7)', () => {
  it('120 withdrawn in month 6 posts -50, won in month 9 posts +90, then 10', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2026-09-03T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    // September: its own 10, and for June to August 3 x 10 - (-50) = 80.
    expect(posted(charge)).toEqual([
      ...times(5, '10.00'),
      '-50.00',
      '0.00',
      '0.00',
      '90.00',
      ...times(3, '10.00'),
      '0.00',
    ]);
  });

  it('a partial one leaves the reduction times (1 - restored / reduced)', () => {
    const charge = chargeOf({
      events: [dispute('2026-05-03T00:00:00Z', '60.00', 'dp_1'), restoration('2026-08-03T00:00:00Z', '30.00', 'dp_1')],
    });
    // With 60 taken: 20 / 8 = 2.50 a month. With 30 taken: 50 / 8 = 6.25. August: 6.25 + 3 x (6.25 - 2.50) = 17.50.
    expect(posted(charge)).toEqual([...times(4, '10.00'), ...times(3, '2.50'), '17.50', ...times(4, '6.25'), '0.00']);
  });

  it('at the very instant of its reduction, as if nothing had happened', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    expect(posted(charge)).toEqual([...times(12, '10.00'), '0.00']);
  });

  it('a refund that failed comes back', () => {
    const charge = chargeOf({
      events: [
        reduction('2026-05-03T00:00:00Z', '120.00', { id: 're_1' }),
        restoration('2026-06-03T00:00:00Z', '120.00', 're_1'),
      ],
    });
    // May -40; June: 10 + (10 - (-40)).
    expect(posted(charge).slice(3, 7)).toEqual(['10.00', '-40.00', '60.00', '10.00']);
  });

  it('within one month it is as if nothing had happened', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2026-06-20T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    expect(posted(charge)).toEqual([...times(12, '10.00'), '0.00']);
  });

  it('after the coverage the whole posts in its month', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2027-02-03T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    // Taken: -50 in June, nothing after. Back in February: 120 - (50 - 50) = 120.
    expect(posted(charge).slice(5)).toEqual(['-50.00', ...times(7, '0.00'), '120.00', '0.00']);
  });

  it('are in their months what was never deferred, and so is what they catch up', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2026-09-03T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    const { direct } = postedOverTime(charge, charge.events, FROM_THE_START);
    // June claws back 50; September catches up 80.
    expect(direct.map(({ gross }) => short(gross)).slice(4, 10)).toEqual([
      ...['0.00', '-50.00', '0.00', '0.00', '80.00', '0.00'],
    ]);
  });

  it('of two months follow each other', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-03-03T00:00:00Z', '60.00', 'dp_1'),
        dispute('2026-04-03T00:00:00Z', '20.00', 'dp_2'),
        restoration('2026-05-03T00:00:00Z', '60.00', 'dp_1'),
        restoration('2026-07-03T00:00:00Z', '20.00', 'dp_2'),
      ],
    });
    // March: 100 - 60 = 40, 4 a month. April: 36 - 20 = 16 over nine months, 1.777777. From May on as if only 20 had
    // been taken in April: 90 - 20 = 70 over nine, cumulated 7.777777, 15.555555, 23.333333. From July on all 10.
    const months = posted(charge).map(usd);
    const upTo = (count: number) => short(months.slice(0, count).reduce((sum, each) => sum + each, 0n));
    // 10 + 10 + 4 + 1.777777; 30 + 15.555555; 70.
    expect([upTo(4), upTo(5), upTo(7), upTo(12)]).toEqual(['25.777777', '45.555555', '70.00', '120.00']);
  });

  it('brings tax and fee back with gross', () => {
    const charge = chargeOf({
      amounts: { gross: '120.00', tax: '12.00', fee: '6.00' },
      events: [
        dispute('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2026-09-03T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    // Tax as gross, a tenth of it. Fee: June posted the rest, 7 x 0.50 = 3.50; September takes back what July and
    // August would not have posted yet: 0.50 + (1.50 - 3.50).
    expect(posted(charge, 'tax').slice(4, 10)).toEqual(['1.00', '-5.00', '0.00', '0.00', '9.00', '1.00']);
    expect(posted(charge, 'fee').slice(4, 10)).toEqual(['0.50', '3.50', '0.00', '0.00', '-1.50', '0.50']);
  });
});

describe('what a restored reduction no longer counts in (R7)', () => {
  it('neither towards the whole gross nor as over-reduced', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-03-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2026-04-03T00:00:00Z', '120.00', 'dp_1'),
        reduction('2026-05-03T00:00:00Z', '120.00', { id: 're_1' }),
      ],
    });
    // March: U = 100, -20. April: 10 + (30 - 0). May: U = 80, -40.
    expect(posted(charge)).toEqual(['10.00', '10.00', '-20.00', '40.00', '-40.00', ...times(8, '0.00')]);
    expect(postedOverTime(charge, charge.events, FROM_THE_START).overReduced).toEqual([]);
  });

  it('nor in the cumulative tax', () => {
    const charge = chargeOf({
      amounts: { gross: '120.00', tax: '12.00' },
      events: [
        dispute('2026-03-03T00:00:00Z', '60.00', 'dp_1'),
        restoration('2026-04-03T00:00:00Z', '60.00', 'dp_1'),
        reduction('2026-05-03T00:00:00Z', '60.00', { id: 're_1' }),
      ],
    });
    // As a refund of 60 alone: 6 of tax off U = 8.
    expect(posted(charge, 'tax').slice(4, 12)).toEqual(times(8, '0.25'));
  });
});

describe('restorations of a row beyond the gross (R6, R7)', () => {
  const beyond = (back: string, excess?: 'accepted') =>
    chargeOf({
      amounts: { gross: '20.00' },
      months: 1,
      events: [
        { ...dispute('2026-02-03T00:00:00Z', '25.00', 'dp_1'), ...(excess === undefined ? {} : { excess }) },
        restoration('2026-04-03T00:00:00Z', back, 'dp_1'),
      ],
    });
  const open = (charge: ReturnType<typeof beyond>): string[] =>
    postedOverTime(charge, charge.events, FROM_THE_START).overReduced.map(({ amounts }) => short(amounts.gross));

  it('bring all back, with the excess that was accepted', () => {
    expect(posted(beyond('25.00'))).toEqual(['20.00', '-20.00', '0.00', '20.00', '0.00']);
    expect(posted(beyond('25.00', 'accepted'))).toEqual(['20.00', '-25.00', '0.00', '25.00', '0.00']);
    expect(open(beyond('25.00', 'accepted'))).toEqual([]);
  });

  it('bring a part back of both: the fraction is of the row’s whole amount', () => {
    // 10 of 25 came back: of the 20 that counted 12 stay taken, of the 5 beyond 3.
    expect(posted(beyond('10.00'))).toEqual(['20.00', '-20.00', '0.00', '8.00', '0.00']);
    expect(open(beyond('10.00'))).toEqual(['3.00']);
    expect(posted(beyond('10.00', 'accepted'))).toEqual(['20.00', '-25.00', '0.00', '10.00', '0.00']);
  });

  it('bring each component that a provider prints back of both', () => {
    const charge = chargeOf({
      amounts: { gross: '20.00', fee: '3.00' },
      months: 1,
      events: [
        reduction('2026-02-03T00:00:00Z', '25.00', { id: 'GPA.1', fee: '3.75' }),
        { ...restoration('2026-04-03T00:00:00Z', '10.00', 'GPA.1'), taxAndFee: { tax: usd('0'), fee: usd('1.50') } },
      ],
    });
    // February: 20 of 25, and 3 of the fee's 3.75. Of 25 gross 15 are left, 15 x 20/25 = 12 of them count and 3 are in question;
    // of 3.75 fee 2.25, and 2.25 x 20/25 = 1.80. April posts what that is less.
    expect(posted(charge)).toEqual(['20.00', '-20.00', '0.00', '8.00', '0.00']);
    expect(posted(charge, 'fee')).toEqual(['3.00', '-3.00', '0.00', '1.20', '0.00']);
    expect(open(charge)).toEqual(['3.00']);
  });

  it('that bring all of the gross back leave the fee that the provider gave back whole', () => {
    const charge = chargeOf({
      amounts: { gross: '20.00', fee: '3.00' },
      months: 1,
      events: [
        reduction('2026-02-03T00:00:00Z', '25.00', { id: 'GPA.1', fee: '1.00' }),
        { ...restoration('2026-04-03T00:00:00Z', '25.00', 'GPA.1'), taxAndFee: { tax: usd('0'), fee: usd('0') } },
      ],
    });
    // February: 20 of 25, and of the fee's 1.00 as much, 0.80; 0.20 is in question. April: the row took no gross, so that it goes
    // beyond nothing, and the 1.00 counts: 0.20 more. Before, those were neither posted nor in question.
    expect(posted(charge)).toEqual(['20.00', '-20.00', '0.00', '20.00', '0.00']);
    expect(posted(charge, 'fee')).toEqual(['3.00', '-0.80', '0.00', '-0.20', '0.00']);
    expect(postedOverTime(charge, charge.events, FROM_THE_START).overReduced).toEqual([]);
  });

  it('leave their room to the others', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-03-03T00:00:00Z', '100.00', 'dp_1'),
        reduction('2026-04-03T00:00:00Z', '50.00', { id: 're_1' }),
        restoration('2026-06-03T00:00:00Z', '100.00', 'dp_1'),
      ],
    });
    // March: U = 100, nothing is held. April: the 20 that are left, -20; 30 beyond. In June it is as if only 50 had been
    // refunded in April: U = 90, 40 over nine months, cumulated 4.444444, 8.888888, 13.333333. March to June should have
    // been 10 and those three, and was -20: 43.333333 in June.
    expect(posted(charge).slice(2, 7)).toEqual(['0.00', '-20.00', '0.00', '43.333333', '4.444444']);
    expect(postedOverTime(charge, charge.events, FROM_THE_START).overReduced).toEqual([]);
  });
});

describe('the catch-up and first_month (R7)', () => {
  it('counts the months from first_month on only', () => {
    const policy = { ...FROM_THE_START, firstMonth: month('2026-07') };
    const charge = chargeOf({
      events: [
        dispute('2026-06-03T00:00:00Z', '120.00', 'dp_1'),
        restoration('2026-09-03T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    // July and August were not shared and would have been: 10 + 2 x 10.
    expect(posted(charge, 'gross', policy).slice(5, 10)).toEqual(['0.00', '0.00', '0.00', '30.00', '10.00']);
  });
});

describe('restorations that fit nothing', () => {
  it('are named: no such reduction, or more than was taken', () => {
    const charge = chargeOf({
      events: [
        dispute('2026-03-03T00:00:00Z', '60.00', 'dp_1'),
        restoration('2026-04-03T00:00:00Z', '70.00', 'dp_1'),
        restoration('2026-04-04T00:00:00Z', '5.00', 'dp_none'),
      ],
    });
    const outcome = postedOverTime(charge, charge.events, FROM_THE_START);
    expect(outcome.unmatchedRestorations.map((each) => each.sourceId)).toEqual(['dp_1', 'dp_none']);
    // What was taken is back, not more.
    expect(posted(charge).slice(0, 5)).toEqual(['10.00', '10.00', '4.00', '16.00', '10.00']);
  });

  it('a restoration before the reduction does not touch it', () => {
    const charge = chargeOf({
      events: [
        restoration('2026-02-03T00:00:00Z', '120.00', 'dp_1'),
        dispute('2026-03-03T00:00:00Z', '120.00', 'dp_1'),
      ],
    });
    expect(posted(charge).slice(0, 4)).toEqual(['10.00', '10.00', '-20.00', '0.00']);
  });
});

describe('several reductions of one source id (a Google order)', () => {
  it('come back latest first', () => {
    const charge = chargeOf({
      provider: 'google',
      events: [
        reduction('2026-02-03T00:00:00Z', '30.00', { id: 'GPA.1' }),
        reduction('2026-03-03T00:00:00Z', '50.00', { id: 'GPA.1' }),
        restoration('2026-04-03T00:00:00Z', '50.00', 'GPA.1'),
      ],
    });
    // After February U = 110 - 30 = 80 over 11 months: cumulated 7.272727, 14.545454, 21.818181, 29.090909 ...
    // March took 50 of the 72.727273 left and April gives it back: April ends where the February schedule would be.
    const upToApril = posted(charge)
      .slice(0, 4)
      .map(usd)
      .reduce((sum, each) => sum + each, 0n);
    expect(short(upToApril)).toBe('31.818181');
    expect(posted(charge)[4]).toBe('7.272728');
  });
});
