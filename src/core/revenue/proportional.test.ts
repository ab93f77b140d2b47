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
} from '../../../test/charges.ts';
import { postedOverTime } from './posted-over-time.ts';

const PROPORTIONAL = { ...FROM_THE_START, refunds: 'proportional' as const };

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
