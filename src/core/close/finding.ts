import type { MicroUnit } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { SourceLine } from '../revenue/provider.ts';
import { importJobLog } from './import-job-log.ts';

/**
 * Every exception: a row that needs a person before its month can be final .
 * The remedy is what to do about it.
 */
export const FINDINGS = {
  'missing-invoice': 'Import the invoices export that holds this invoice.',
  'missing-ledger-row':
    'Import the ledger of every settlement currency: one of them holds its row. Accept it only if it was paid outside Stripe.',
  'conflicting-invoice':
    'Two exports state different money or lines for the invoice: find out which is right, and decide `first` or `second`, as they are told here. Nothing that is imported takes the question back.',
  'incomplete-invoice':
    'It does not hold all lines (has_more), or not from when to when they are: fetch the invoice from the API with all of its lines.',
  'mixed-periods':
    'Its lines cover different periods: import the invoice as JSON, or accept it as one line over its span.',
  'invoice-does-not-add-up':
    'Its lines, or its subtotal, do not make its total without tax. Of a CSV that states no tax import the invoice as JSON. While no month is final, begin the books again with the whole invoice in its place (beside it, it would contradict it); else accept it as it is.',
  'weights-not-positive': 'The invoice lines do not say how to spread the charge: check the invoice at Stripe.',
  'unknown-product': 'Add the product to plans or to other_products in revshare.yaml.',
  'unknown-term':
    'Its duration is none that Apple documents: download the report again, as it is; else leave the sale out, with the reason.',
  'unknown-offer':
    'It counts for the standard duration of its product. Find out what the offer pays for, and accept it if that is so.',
  'annual-billed-monthly':
    'A product of a year was billed far below its price: decide `monthly` (one of twelve payments) or `yearly` for this product and price, or give its plan `low_charge` in revshare.yaml.',
  instalment:
    'An annual plan was charged far below its price: decide `monthly` (one of twelve instalments) or `yearly` for this product and price, or give its plan `low_charge` in revshare.yaml.',
  'fx-missing': 'Add the rate to fx.csv.',
  orphan:
    'Import the export that holds its charge, or an opening schedule, or accept it as a reduction of its own month.',
  'orphan-restoration': 'Import the export that holds the dispute or refund it brings back.',
  'over-reduced':
    'More was taken back than the charge was: what goes beyond it posts nothing. Check it at the provider; accept it as a deduction of its month, or leave it out.',
  'presentment-missing':
    'It counts by what was settled, at another day’s rate. Export the ledger with customer_facing_amount and customer_facing_currency ticked, or accept it as it is.',
  'over-restored': 'More came back than was taken: check the dispute or refund at the provider.',
  'conflicting-transaction':
    'Two exports hold the same transaction with different content: find out which is right, and decide `first` or `second`, as they are told here. Nothing that is imported takes the question back.',
  'unknown-category':
    'Find out what the row is: its reporting category is not known, or its sign is not that of its category. Accept it: it posts in its month by its sign. Leave it out: it posts nothing.',
  'unknown-type':
    'Find out what the row is: its transaction type is not known, or its sign is not that of its type. Accept it: it posts in its month by its sign. Leave it out: it posts nothing.',
  unallocated:
    'Find out what the row is: it names no order, or no product of its order. Accept it: it posts in its month by its sign. Leave it out: it posts nothing.',
  'incomplete-order':
    'Import the earnings file that holds the order’s Charge row, or accept the rows: they post in their own month.',
  'mixed-currencies':
    'The rows of one order, or of one charge, are in two currencies: check them at the store; amounts of two currencies have no sum.',
  'repeated-row':
    'Two files have the same row: decide `one` (it is one event; the files repeat it) or `two` (each file has its own).',
  'chargeback-unbooked':
    'Google voided the purchase as a chargeback, and no row takes it back: import the earnings file with its refund, or leave it out with the reason.',
  'rows-vanished':
    'A later download of the same report lacks these rows: check with the provider. If it is the report of another account, keep the vendor in the files’ names.',
  'outside-its-name':
    'Rows are dated outside what the name of their file says, and count as they are dated: download the file again, or accept it if only its name was changed.',
  'settlement-difference':
    'Accept it: it posts as a cost of the provider in its month. Leave it out: it posts nothing. Or import what is missing.',
  'usage-missing': `${importJobLog('the month')}.`,
  'late-jobs': 'Credit them to the open month, or leave them out: their own month is final.',
  'job-conflict':
    'None of the rows with this id counts, or one copy where only event ids differ. What is imported stays, whatever lies beside it: while no month is final, begin the books again with a corrected log in its place; else decide `leave-out`, and pay what is lacking as an adjustment. In a table, correct the rows.',
  'unknown-status':
    'Say under usage.statuses in revshare.yaml whether such jobs completed, or leave them out; none is credited until then.',
  'unknown-payment-model':
    'Say under usage.payment_models in revshare.yaml whether the subscription pays such jobs, or leave them out; none is credited until then.',
  'vendor-model': 'Find out why a vendor model ran as a subscription job; it is not credited.',
  'self-match-untestable':
    'It is not credited without a subscriber. What is imported stays, whatever lies beside it: while no month is final, begin the books again with a corrected log in its place; else decide `leave-out`, and pay what is lacking as an adjustment. In a table, correct the row.',
} as const;

export type FindingCode = keyof typeof FINDINGS;

/** What an exception is about in money or points: millionths of a currency, or of `Spark`. */
export interface FindingAmount {
  readonly micro: MicroUnit;
  readonly unit: string;
}

/** One exception of a month. */
export interface Finding {
  readonly code: FindingCode;
  /** What it is about: a charge, order, row, product or job id. Code and subject identify it. */
  readonly subject: string;
  /** The month of the row. */
  readonly month: Month;
  /** What is the matter, without file names or lines. */
  readonly what: string;
  /** Null when no row of an input is to blame. */
  readonly source: SourceLine | null;
  /** What it has in common with others of its code, such as a product or a pair of currencies; without it the code is all. */
  readonly cause?: string;
  /** What its rows come to as their files print it; absent where that is not known, or in several currencies. */
  readonly amount?: FindingAmount;
  /** What to do about it, where more can be said than of its code in general. */
  readonly remedy?: string;
  /** The input itself says that it is not as `accept` would have it: that decision is none here. */
  readonly isFact?: true;
  /** How many versions a person may choose from, where the exception is about versions that contradict each other. */
  readonly versions?: number;
  /** What leaving it out is about, where that is less than the subject: of a product at a price the one charge. */
  readonly alone?: string;
}

/** A text that exceptions have in common, as their cause: an empty one would be no cause. */
export function causeOf(text: string): string {
  return text === '' ? '(none)' : text;
}
