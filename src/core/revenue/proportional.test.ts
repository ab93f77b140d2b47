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
  withRefunds,
} from '../../../test/worlds/charges.ts';
import { postedOverTime, type RecognitionPolicy, type RefundRule } from './posted-over-time.ts';

const PROPORTIONAL = withRefunds(FROM_THE_START, 'proportional');

describe('recognition.refunds: proportional (R6)', () => {
  it('takes the same fraction off every month, past months’ part posting in the refund’s month', () => {
    const charge = chargeOf({ events: [reduction('2026-05-03T00:00:00Z', '60.00')] });
    // Half of every month: 5 left in each; May: 5 - 4 x 5.
    expect(posted(charge, 'gross', PROPORTIONAL)).toEqual([
      ...times(4, '10.00'),
      '-15.00',
      ...times(7, '5.00'),
      '0.00',
    ]);
  });

  it('is of the past never deferred, and of its own month and later it is', () => {
    const charge = chargeOf({ events: [reduction('2026-05-03T00:00:00Z', '60.00')] });
    const { direct } = postedOverTime(charge, charge.events, PROPORTIONAL);
    expect(direct.map(({ gross }) => short(gross)).slice(3, 6)).toEqual(['0.00', '-20.00', '0.00']);
  });

  it('takes what rows name of a component that the charge does not have in their own months', () => {
    const [may, june] = ['2026-05-03T00:00:00Z', '2026-06-03T00:00:00Z'].map((at, index) =>
      reduction(at, '6.00', { tax: `${index + 1}.00` }),
    );
    const charge = chargeOf({ provider: 'google', events: may && june ? [may, june] : [] });
    expect(posted(charge, 'tax', PROPORTIONAL).slice(3, 7)).toEqual(['0.00', '-1.00', '-2.00', '0.00']);
    const { direct } = postedOverTime(charge, charge.events, PROPORTIONAL);
    expect(direct.map(({ tax }) => short(tax)).slice(3, 7)).toEqual(['0.00', '-1.00', '-2.00', '0.00']);
  });

  it('a second refund takes its fraction of the whole charge, not of what is left', () => {
    const charge = chargeOf({
      events: [reduction('2026-05-03T00:00:00Z', '60.00'), reduction('2026-07-03T00:00:00Z', '30.00')],
    });
    // 30 of 120 left: 2.50 a month. July: 2.50 - 6 x 2.50.
    expect(posted(charge, 'gross', PROPORTIONAL).slice(4)).toEqual([
      '-15.00',
      '5.00',
      '-12.50',
      ...times(5, '2.50'),
      '0.00',
    ]);
  });

  it('a full refund takes back all that was posted', () => {
    const charge = chargeOf({
      amounts: { gross: '120.00', tax: '12.00', fee: '6.00' },
      events: [reduction('2026-05-03T00:00:00Z', '120.00')],
    });
    expect(posted(charge, 'gross', PROPORTIONAL).slice(3, 6)).toEqual(['10.00', '-40.00', '0.00']);
    expect(posted(charge, 'tax', PROPORTIONAL).slice(3, 6)).toEqual(['1.00', '-4.00', '0.00']);
  });

  it('does not take back what was posted before first_month, and names it', () => {
    const policy = { ...PROPORTIONAL, firstMonth: month('2026-04') };
    const charge = chargeOf({ events: [reduction('2026-05-03T00:00:00Z', '60.00')] });
    // Of the past only April is shared: 5 - 5. January to March keep 3 x 5 too much.
    expect(posted(charge, 'gross', policy).slice(3, 6)).toEqual(['10.00', '0.00', '5.00']);
    const { beforeFirstMonth } = postedOverTime(charge, charge.events, policy);
    expect(beforeFirstMonth.map((each) => short(each.amounts.gross))).toEqual(['-15.00']);
  });

  it('a second refund counts of months before first_month what the first left of them', () => {
    const policy = { ...PROPORTIONAL, firstMonth: month('2026-04') };
    const events = [reduction('2026-05-03T00:00:00Z', '60.00'), reduction('2026-07-03T00:00:00Z', '30.00')];
    const charge = chargeOf({ events });
    // Half of every month: May is 5 less 5 of April. Then 90 of 120: 2.50 are left of each; July is 2.50 less 2.50 each
    // of April, May and June.
    expect(posted(charge, 'gross', policy).slice(3, 8)).toEqual(['10.00', '0.00', '5.00', '-5.00', '2.50']);
    const { beforeFirstMonth } = postedOverTime(charge, events, policy);
    expect(beforeFirstMonth.map((each) => short(each.amounts.gross))).toEqual(['-15.00', '-7.50']);
  });

  it('a restoration posts the difference to what would have been', () => {
    const charge = chargeOf({
      events: [
        reduction('2026-05-03T00:00:00Z', '60.00', { id: 're_1' }),
        restoration('2026-07-03T00:00:00Z', '60.00', 're_1'),
      ],
    });
    // Posted to June: 40 - 15 + 5 = 30 instead of 60; July 10 + 30.
    expect(posted(charge, 'gross', PROPORTIONAL).slice(4, 8)).toEqual(['-15.00', '5.00', '40.00', '10.00']);
  });
});

describe('a refund rule that changes from July on (R14)', () => {
  const changing = (first: RefundRule, july: RefundRule): RecognitionPolicy => ({
    ...FROM_THE_START,
    rules: { first: { refunds: first }, changes: [{ from: month('2026-07'), value: { refunds: july } }] },
  });
  const refunded = (may: string, july: string) =>
    chargeOf({ events: [reduction('2026-05-03T00:00:00Z', may), reduction('2026-07-03T00:00:00Z', july)] });

  it('leaves May’s refund deferred-first; July’s takes its fraction of every month as it then stands', () => {
    // May: May to December held 80, 20 are left: 2.50 each. July: 12 of the 60 that are left, a fifth of every month:
    // 2 of January to April, 0.50 of May and June, together 9; July to December hold 2.00. July: 2 - 9.
    expect(posted(refunded('60.00', '12.00'), 'gross', changing('deferred-first', 'proportional'))).toEqual([
      ...times(4, '10.00'),
      ...times(2, '2.50'),
      '-7.00',
      ...times(5, '2.00'),
      '0.00',
    ]);
  });

  it('counts what a closing refund posted as part of its month', () => {
    // May: 80 held, 100 taken: nothing is left to come, and 20 are clawed back. July: 12 of the 20 that are left, three
    // fifths of every month: 6 of January to April, and of May's -20 12 come back. July: 12 - 24.
    expect(posted(refunded('100.00', '12.00'), 'gross', changing('deferred-first', 'proportional'))).toEqual([
      ...times(4, '10.00'),
      '-20.00',
      '0.00',
      '-12.00',
      ...times(6, '0.00'),
    ]);
  });

  it('takes the fraction of what closing refunds left, of shared months and of others alike', () => {
    // First shared: April. May: 80 held, 100 taken, and of the 20 beyond only April's 10 can come back: 30 are left.
    // July: 12 of the 30, two fifths of every month: 4 of each of January to April, and 4 of May's -10 come back.
    const policy = { ...changing('deferred-first', 'proportional'), firstMonth: month('2026-04') };
    const charge = refunded('100.00', '12.00');
    expect(posted(charge, 'gross', policy).slice(3, 8)).toEqual(['10.00', '-10.00', '0.00', '0.00', '0.00']);
    const { beforeFirstMonth } = postedOverTime(charge, charge.events, policy);
    expect(beforeFirstMonth.map(({ amounts }) => short(amounts.gross))).toEqual(['-10.00', '-12.00']);
  });

  it('leaves May’s refund proportional; July’s takes what is still to come first', () => {
    // May: half of every month, 5 - 4 x 5. July: July to December hold 30, 18 are left: 3 each.
    expect(posted(refunded('60.00', '12.00'), 'gross', changing('proportional', 'deferred-first'))).toEqual([
      ...times(4, '10.00'),
      '-15.00',
      '5.00',
      ...times(6, '3.00'),
      '0.00',
    ]);
  });
});
