import type { MoneyExclusionReason } from '../../core/close/exclusion.ts';
import type { Invoice } from './invoice.ts';

/**
 * Why an invoice without a charge brings nothing (R4): one of zero for what it says, and one that the customer's balance
 * paid, that was paid out of band, or that went to the customer's balance. Null when it is no subscription's or not
 * settled.
 */
export function noChargeReason(invoice: Invoice): MoneyExclusionReason | null {
  if (invoice.subscription === '' || invoice.status !== 'paid') return null;
  if (!invoice.liveMode) return 'test-mode';
  if (invoice.total < 0n) return 'credited-to-balance';
  if (invoice.paidOutOfBand) return 'out-of-band';
  if (invoice.total === 0n) return zeroReason(invoice);
  return invoice.amountDue === 0n ? 'paid-by-credit' : 'out-of-band';
}

/** What made an invoice come to zero: lines that cancel out, credit grants, discounts; else a trial, unless it says otherwise. */
function zeroReason(invoice: Invoice): MoneyExclusionReason {
  if (invoice.lines.some((line) => line.weight < 0n)) return 'netted-out';
  if (invoice.creditGrants > 0n) return 'paid-by-credit';
  if (invoice.discounts > 0n || invoice.subtotal > 0n) return 'coupon';
  return invoice.mayBeTrial ? 'trial' : 'zero-price';
}

/**
 * Of an invoice of zero from CSV only its span tells a trial from prorations that cancel out: those lie in a term that
 * was paid before.
 */
export function reasonInTerm(reason: MoneyExclusionReason, overlapsPaidTerm: boolean): MoneyExclusionReason {
  return reason === 'trial' && overlapsPaidTerm ? 'netted-out' : reason;
}
