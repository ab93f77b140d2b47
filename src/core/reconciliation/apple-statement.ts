import { formatMonth } from '../month/month.ts';
import type { AppleSettlement, PaymentRegion } from './apple-settlement.ts';
import type { EffectiveRate } from './settlement-difference.ts';

/** The name of a statement: `payments 2026-10`, or of the financial reports that stand in for it. */
export function statementOf({ fiscal, regions }: Pick<AppleSettlement, 'fiscal' | 'regions'>): string {
  return `${regions.length > 0 ? 'payments' : 'financial reports'} ${formatMonth(fiscal.label)}`;
}

/** What is paid in dollars for what is owed in a currency; null when the bank account has another currency. */
export function effectiveRate(regions: readonly PaymentRegion[], currency: string): EffectiveRate {
  const paid = regions.filter((each) => each.paid && each.currency === currency);
  if (currency === 'USD' || paid.some(({ bankCurrency }) => bankCurrency !== 'USD')) return null;
  const owed = paid.reduce((sum, each) => sum + each.owed, 0n);
  const proceeds = paid.reduce((sum, each) => sum + each.proceeds, 0n);
  return owed === 0n || proceeds === 0n ? null : { owed, proceeds };
}
