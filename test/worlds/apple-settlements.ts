import { monthOf } from '../../src/core/month/month.ts';
import { fiscalMonthOf } from '../../src/core/reconciliation/apple-fiscal-month.ts';
import type { Acceptance, appleLines } from '../../src/core/reconciliation/apple-lines.ts';
import type { AppleDay, AppleSettlement, PaymentRegion } from '../../src/core/reconciliation/apple-settlement.ts';

/** For the tests of Apple’s settlements: a fiscal month by hand. */

/** September 2026: the fiscal month runs from 30 August to 26 September. */
export const SEPTEMBER = fiscalMonthOf(monthOf(2026, 9));
/** Nothing was decided. */
export const OPEN: Acceptance = () => null;
/** No rate is known. */
export const NO_RATE = () => undefined;

/** What our rows say of a day. */
export function day(date: string, proceeds: bigint, changed: Partial<AppleDay> = {}): AppleDay {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  return { currency: 'EUR', atMs, proceeds, units: 1n, unitsAtZero: 0n, refunds: 0n, ...changed };
}

/** A region of a payments file. */
export function region(changed: Partial<PaymentRegion> = {}): PaymentRegion {
  const earned = changed.earned ?? 0n;
  return {
    region: 'Euro-Zone (EUR)',
    currency: 'EUR',
    units: 1n,
    earned,
    balance: 0n,
    preTax: earned,
    inputTax: 0n,
    adjustments: 0n,
    withholdingTax: 0n,
    owed: earned,
    proceeds: earned,
    bankCurrency: 'EUR',
    paid: true,
    source: { input: 'a'.repeat(64), line: 4 },
    ...changed,
  };
}

/** September’s settlement. */
export function settlement(changed: Partial<AppleSettlement> = {}): AppleSettlement {
  return { fiscal: SEPTEMBER, days: [], regions: [], financial: null, settledLater: [], ...changed };
}

/** The line of a category. */
export function lineOf(result: ReturnType<typeof appleLines>, category: string) {
  return result.lines.find((each) => each.category === category);
}
