import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { gross, inMay } from '../../../test/worlds/movements.ts';
import type { Movement } from './movement.ts';
import { recognisedIn, recognisedToDate, type WaterfallRow, WaterfallSum } from './waterfall.ts';

function rowsOf(...movements: readonly Movement[]): WaterfallRow[] {
  const sum = new WaterfallSum();
  for (const movement of movements) sum.add(movement);
  return sum.result();
}

describe('WaterfallSum: what charges bring, by the month that recognises it', () => {
  it('adds charges of one provider, plan and month up, month by month', () => {
    // 30.00 with 3.00 of tax over three months, of which a refund left 9.00, 9.00 and 0: 27.00 billed, 9.00 taken.
    const charged = { gross: usd('30'), tax: usd('3'), fee: 0n };
    const refunded = inMay({ charge: 'ch_2', charged, schedule: [gross('9'), gross('9'), gross('0')] });
    expect(rowsOf(inMay(), refunded)).toEqual([
      {
        ...{ provider: 'stripe', plan: 'annual', chargeMonth: month('2026-01'), charges: 2 },
        ...{ billed: usd('147'), changed: usd('-9') },
        months: [usd('19'), usd('19'), ...Array.from({ length: 10 }, () => usd('10'))],
      },
    ]);
  });

  it('grows with the longest schedule, and counts net: tax and fee are off', () => {
    const short = inMay({ schedule: [{ gross: usd('10'), tax: usd('2'), fee: usd('1') }] });
    expect(rowsOf(short, inMay())[0]?.months).toHaveLength(12);
    expect(rowsOf(short)[0]?.months).toEqual([usd('7')]);
  });

  it('keeps providers, plans and months apart, and is in their order', () => {
    const rows = rowsOf(
      inMay({ provider: 'stripe', plan: 'b' }),
      inMay({ provider: 'stripe', plan: 'a', month: month('2026-02') }),
      inMay({ provider: 'stripe', plan: 'a', month: month('2026-01') }),
      inMay({ provider: 'apple', plan: 'z', month: month('2026-03') }),
    );
    expect(rows.map(({ provider, plan, chargeMonth }) => [provider, plan, chargeMonth])).toEqual([
      ['apple', 'z', month('2026-03')],
      ['stripe', 'a', month('2026-01')],
      ['stripe', 'a', month('2026-02')],
      ['stripe', 'b', month('2026-01')],
    ]);
  });

  it('says what is recognised in a month, to date and after it; outside of its months nothing', () => {
    const [row] = rowsOf(inMay());
    if (row === undefined) throw new Error('a movement makes a row');
    expect(recognisedIn(row, month('2026-05'))).toBe(usd('10'));
    expect(recognisedIn(row, month('2025-12'))).toBe(0n);
    expect(recognisedIn(row, month('2027-01'))).toBe(0n);
    expect(recognisedToDate(row, month('2026-05'))).toEqual({ toDate: usd('50'), remaining: usd('70') });
    expect(recognisedToDate(row, month('2025-12'))).toEqual({ toDate: 0n, remaining: usd('120') });
  });
});
