import { describe, expect, it } from 'vitest';
import { chargeOf, month, reduction, SOURCE, usd } from '../../../test/worlds/charges.ts';
import type { ChargeHistory } from '../revenue/charge-history.ts';
import { moneyOfLastDay } from './last-day.ts';

const OCTOBER = month('2026-10');
const NOTHING = { sales: 0n, refunds: 0n };

function apple(given: Parameters<typeof chargeOf>[0] = {}): ChargeHistory {
  return chargeOf({ provider: 'apple', at: '2026-10-12T00:00:00Z', months: 1, amounts: { gross: '20.00' }, ...given });
}

describe('Apple’s money of the month’s last day (R1)', () => {
  it('is sales and refunds apart, those of the day alone', () => {
    const refunds = ['2026-10-30T00:00:00Z', '2026-10-31T00:00:00Z', '2026-11-01T00:00:00Z'].map((at, index) =>
      reduction(at, `${index + 1}.00`),
    );
    // The second: 2 of 20.
    expect(moneyOfLastDay(apple({ events: refunds }), OCTOBER)).toEqual({ sales: 0n, refunds: usd('-2') });
    expect(moneyOfLastDay(apple({ at: '2026-10-31T00:00:00Z', events: refunds }), OCTOBER)).toEqual({
      sales: usd('20'),
      refunds: usd('-2'),
    });
    expect(moneyOfLastDay(apple({ events: refunds }), month('2026-11'))).toEqual(NOTHING);
  });

  it('is in dollars at the charge’s rate', () => {
    // 1 euro is 1.50.
    const euros = apple({
      fx: '1.5',
      events: ['0.25', '0.75'].map((gross) => reduction('2026-10-31T00:00:00Z', gross)),
    });
    expect(moneyOfLastDay(euros, OCTOBER)).toEqual({ sales: 0n, refunds: usd('-1.5') });
  });

  it('is also a refund whose sale is not in the data, where it was accepted, and no fee', () => {
    const row = { month: OCTOBER, sourceId: 're', source: SOURCE };
    const orphan = apple({
      at: '2026-10-05T00:00:00Z',
      lines: [],
      rowAmounts: [
        { ...row, kind: 'refund', atMs: Date.UTC(2026, 9, 31), amounts: { gross: usd('-3'), tax: 0n, fee: usd('-1') } },
        { ...row, kind: 'refund', atMs: Date.UTC(2026, 9, 30), amounts: { gross: usd('-4'), tax: 0n, fee: 0n } },
        { ...row, kind: 'provider-fee', amounts: { gross: 0n, tax: 0n, fee: usd('9') } },
      ],
    });
    expect(moneyOfLastDay(orphan, OCTOBER)).toEqual({ sales: 0n, refunds: usd('-3') });
  });

  it('is none of a store whose rows have a time', () => {
    const events = [reduction('2026-10-31T00:00:00Z', '2.00')];
    expect(moneyOfLastDay(apple({ provider: 'google', at: '2026-10-31T00:00:00Z', events }), OCTOBER)).toEqual(NOTHING);
  });
});
