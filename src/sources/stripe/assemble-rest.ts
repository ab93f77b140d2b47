import type { MoneyExclusionReason } from '../../core/close/exclusion.ts';
import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { withAcceptedOrphans } from '../accepted-orphans.ts';
import { exclude } from '../exclude.ts';
import { stripeOrphan } from './assemble-charge.ts';
import { isOfCharge, meaningOf } from './categories.ts';
import type { Invoice } from './invoice.ts';

/** Turns a ledger row that belongs to no charge into what it is: a shared fee (R9), left out, or an exception. */
export function assembleStripeRest(row: SourcedTransaction, rules: AssemblyRules): AssembledGroup {
  const group = new AssembledGroup();
  const meaning = meaningOf(row.kind);
  const month = monthOfInstant(row.atMs);
  const id = row.rowId ?? '';
  if (meaning === 'not-revenue') exclude(group, 'not-revenue', row, rules.fx);
  else if (meaning === 'shared-fee') {
    const rate = rules.fx.rateOn(row.currency, row.atMs);
    if (rate === undefined) {
      const missing = rateMissing(`${row.kind} ${id}`, row.currency, row.atMs);
      group.report({ ...missing, subject: id, month, source: row.source }, [row]);
    } else {
      const cost = convertHalfEven(row.fee - row.gross, rate);
      group.bookFee({ provider: 'stripe', month, id, currency: row.currency, cost, source: row.source }, row);
    }
  } else {
    const orphan = isOfCharge(meaning);
    const code = orphan ? 'orphan' : 'unknown-category';
    const what = orphan
      ? `${row.kind} ${row.sourceId} names no charge`
      : `transaction ${id} is of category ${row.kind}`;
    group.report({ code, subject: id, month, what, source: row.source, cause: row.kind }, [row]);
  }
  return isOfCharge(meaning) ? withAcceptedOrphans(group, [stripeOrphan(row)], rules) : group;
}

/**
 * Why an invoice without a charge brings nothing (R4): a trial, a coupon, paid by credit or out of band, or a credit to
 * the customer's balance. Null when it is no subscription's or not settled.
 */
export function noChargeReason(invoice: Invoice): MoneyExclusionReason | null {
  if (invoice.subscription === '' || invoice.status !== 'paid') return null;
  if (!invoice.liveMode) return 'test-mode';
  if (invoice.total < 0n) return 'credited-to-balance';
  if (invoice.total === 0n) return invoice.subtotal === 0n ? 'trial' : 'coupon';
  if (invoice.paidOutOfBand) return 'out-of-band';
  return invoice.amountDue === 0n ? 'paid-by-credit' : 'out-of-band';
}
