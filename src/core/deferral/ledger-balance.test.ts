import { describe, expect, it } from 'vitest';
import {
  chargeOf,
  FROM_THE_START,
  month,
  reduction,
  restoration,
  SOURCE,
  short,
  usd,
} from '../../../test/worlds/charges.ts';
import { type Components, NOTHING } from '../money/components.ts';
import type { ChargeHistory, RowAmount } from '../revenue/charge-history.ts';
import { ledgerBalance } from './ledger-balance.ts';

const gross = (text: string): Components => ({ ...NOTHING, gross: usd(text) });

/** What the ledger says is left of a charge at the end of May, of its gross. */
function leftOf(options: Partial<ChargeHistory>, inBooks: readonly string[], firstMonth = '2020-01'): string {
  const policy = { ...FROM_THE_START, firstMonth: month(firstMonth) };
  const booked = inBooks.map((text) => ({ amounts: gross(text) }));
  return short(ledgerBalance(chargeOf(options), policy, month('2026-05'), booked).gross);
}

// 120.00 for a year from January: 10.00 a month, 50.00 up to May.
describe('ledgerBalance: what is deferred, by what the books have posted', () => {
  it('is the charge less what the books hold', () => {
    expect(leftOf({}, ['30', '20'])).toBe('70.00');
    expect(leftOf({}, ['30', '20.000001'])).toBe('69.999999');
    expect(leftOf({}, [])).toBe('120.00');
  });

  it('counts each component', () => {
    const charge = chargeOf({ amounts: { gross: '120', tax: '12', fee: '6' } });
    const booked = [{ amounts: { gross: usd('50'), tax: usd('5'), fee: usd('2.5') } }];
    expect(ledgerBalance(charge, FROM_THE_START, month('2026-05'), booked)).toEqual({
      ...{ gross: usd('70'), tax: usd('7'), fee: usd('3.5') },
    });
    // March is the first month: two twelfths are in no book.
    const march = { ...FROM_THE_START, firstMonth: month('2026-03') };
    expect(ledgerBalance(charge, march, month('2026-05'), [])).toEqual({
      ...{ gross: usd('100'), tax: usd('10'), fee: usd('5') },
    });
  });

  it('is less by what no book holds: the months before first_month', () => {
    // 20.00 of January and February are in no book.
    expect(leftOf({}, ['30'], '2026-03')).toBe('70.00');
    expect(leftOf({}, ['50'], '2026-01')).toBe('70.00');
  });

  it('is less by what reductions took up to the month, those that came back not', () => {
    const events = [reduction('2026-05-08T00:00:00Z', '60', { id: 're_1' })];
    // In the books: 40.00 of January to April and 2.50 of May.
    expect(leftOf({ events }, ['42.5'])).toBe('17.50');
    const later = [reduction('2026-06-08T00:00:00Z', '60', { id: 're_1' })];
    expect(leftOf({ events: later }, ['50'])).toBe('70.00');
    const back = restoration('2026-05-20T00:00:00Z', '60', 're_1');
    expect(leftOf({ events: [...events, back] }, ['50'])).toBe('70.00');
    const backLater = restoration('2026-06-20T00:00:00Z', '60', 're_1');
    expect(leftOf({ events: [...events, backLater] }, ['42.5'])).toBe('17.50');
  });

  it('is more by a claw-back that no book holds', () => {
    // All 120.00 go in May: 80.00 were deferred. Of the 40.00 before, March and April were shared: 20.00 are clawed back.
    const events = [reduction('2026-05-08T00:00:00Z', '120', { id: 're_1' })];
    expect(leftOf({ events }, ['10', '10', '-20'], '2026-03')).toBe('0.00');
    expect(leftOf({ events }, ['10', '10', '10', '10', '-40'], '2026-01')).toBe('0.00');
  });

  it('is less by what was accepted beyond the gross', () => {
    const events = [{ ...reduction('2026-05-08T00:00:00Z', '125', { id: 're_1' }), excess: 'accepted' as const }];
    // 40.00 are posted, 40.00 clawed back, and the 5.00 beyond it posted as they are.
    expect(leftOf({ events }, ['40', '-40', '-5'])).toBe('0.00');
  });

  it('knows what rows have posted by themselves, from first_month to the month', () => {
    const row = (text: string, amount: string): RowAmount => ({
      ...{ kind: 'refund', month: month(text), amounts: gross(amount), sourceId: 're_9', source: SOURCE },
    });
    // Of the books' 47.00, -3.00 are the row's of May; those of February and June are in none of them.
    const rowAmounts = [row('2026-02', '-7'), row('2026-05', '-3'), row('2026-06', '-9')];
    expect(leftOf({ rowAmounts }, ['27'], '2026-03')).toBe('70.00');
    expect(leftOf({ rowAmounts: [row('2026-03', '-3')] }, ['27'], '2026-03')).toBe('70.00');
  });
});
