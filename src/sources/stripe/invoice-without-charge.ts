import type { DecisionBook } from '../../core/close/decision.ts';
import type { MoneyExclusionReason } from '../../core/close/exclusion.ts';
import type { Finding } from '../../core/close/finding.ts';
import type { LedgerCover } from '../../core/close/inputs/ledger-cover.ts';
import { formatMicro, type MicroUnit } from '../../core/money/micro.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { SourceLine } from '../../core/revenue/provider.ts';
import { quoted } from '../../problems/quoted.ts';
import type { Invoice } from './invoice.ts';

/** The states in which no money is expected. Any other than these and `paid` is not known: such an invoice may be paid. */
const UNPAID: ReadonlySet<string> = new Set(['draft', 'open', 'uncollectible', 'void', 'deleted']);

/**
 * Why an invoice without a charge brings nothing (R4): one of zero for what it says, and one that the customer's balance
 * paid, that was paid out of band, or that went to the customer's balance. One that money paid, by all it says, has
 * `no-ledger-row`: `judgePayment` tells what that means. Null when it is no subscription's or not settled.
 */
export function noChargeReason(invoice: Invoice): MoneyExclusionReason | null {
  if (invoice.subscription === '' || UNPAID.has(invoice.status)) return null;
  if (!invoice.liveMode) return 'test-mode';
  if (invoice.total < 0n) return 'credited-to-balance';
  if (invoice.paidOutOfBand) return 'out-of-band';
  if (invoice.total === 0n) return zeroReason(invoice);
  return invoice.amountDue === 0n ? 'paid-by-credit' : 'no-ledger-row';
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

/** An invoice that money paid, by all it says, and that no ledger row is of. */
export interface PaymentWithoutRow {
  readonly id: string;
  /** When it was paid, else finalized or made. */
  readonly atMs: number;
  readonly currency: string;
  readonly total: MicroUnit;
  /** Empty where the invoice does not say. */
  readonly customer: string;
  readonly status: string;
  /** Whether the invoice says that it was not paid outside Stripe. */
  readonly deniesOutOfBand?: true;
  /** Where it is of: invoices of the API may say whether it was. */
  readonly from?: Invoice['from'];
  readonly source: SourceLine;
}

/**
 * R4: on a day that an imported ledger of any currency covers, its row should be there, so it is missing money. On
 * another day the ledger is what is missing, for which the gates ask: history without ledgers says nothing of payments.
 * A person may accept that it was paid outside Stripe, for the invoice, or for all of a customer: the exception's cause; of one
 * that says that it was not (`paid_out_of_band` is false) nobody may.
 */
export function judgePayment(
  { id, atMs, currency, total, customer, status, deniesOutOfBand, from, source }: PaymentWithoutRow,
  covers: readonly LedgerCover[],
  decisions: DecisionBook,
): { readonly reason: MoneyExclusionReason | null; readonly finding: Finding | null } {
  const day = utcDate(atMs);
  const isCovered = covers.some(
    ({ from, to, category, reconciliation }) =>
      from <= day && day <= to && reconciliation === '' && (category === '' || category === 'charge'),
  );
  if (!isCovered) return { reason: 'no-ledger-row', finding: null };
  const month = monthOfInstant(atMs);
  const decided = decisions.on('missing-ledger-row', id, month);
  // What a final month used is settled with it.
  const mayBe = deniesOutOfBand !== true || (decided?.finalMonth ?? null) !== null;
  const isAccepted = mayBe && decided?.decision === 'accept';
  const of = customer === '' ? '' : ` of ${customer}`;
  const paid = status === 'paid' ? 'was paid' : `of the unknown status ${quoted(status)} may have been paid`;
  const what = `invoice ${id}${of} ${paid} on ${day} (${formatMicro(total)} ${currency}), and no ledger has its row`;
  return {
    reason: isAccepted ? 'out-of-band' : null,
    finding: {
      code: 'missing-ledger-row',
      subject: id,
      month,
      what,
      source,
      ...ofWhom(customer, deniesOutOfBand, from),
    },
  };
}

const IMPORT = 'Import the ledger of every settlement currency: one of them holds its row.';

/** An invoice that denies it is decided by itself: no decision about its customer's others is about it. */
function ofWhom(
  customer: string,
  denies: true | undefined,
  from: Invoice['from'] | undefined,
): Pick<Finding, 'cause' | 'remedy' | 'isFact'> {
  if (denies !== true) {
    if (from !== 'json') return { cause: customer };
    const remedy = `${IMPORT} The invoice does not say whether it was paid outside Stripe (no paid_out_of_band, which the API left out from 2025-03-31 on): fetch it with expand[]=amount_paid_off_stripe (from 2026-05-27 on), or look at it at Stripe, and accept it only if it was.`;
    return { cause: customer, remedy };
  }
  const remedy = `${IMPORT} The invoice says that it was not paid outside Stripe (paid_out_of_band is false, or amount_paid_off_stripe less than was due), so that it cannot be accepted.`;
  return { cause: `${customer}, not paid outside Stripe`.replace(/^, /, ''), remedy, isFact: true };
}
