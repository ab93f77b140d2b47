import type { MicroUnit } from '../../core/money/micro.ts';

/** A line of a Stripe invoice, from API JSON. Amounts are millionths of the invoice's currency. */
export interface InvoiceLine {
  readonly id: string;
  /** Stripe price id; empty when the line names none. */
  readonly price: string;
  /** Service period [start, end) in ms UTC. */
  readonly startMs: number;
  readonly endMs: number;
  readonly proration: boolean;
  /** The line's amount without its discounts, credit grants and inclusive tax (R5). */
  readonly weight: MicroUnit;
}

/** A Stripe invoice, as the Dashboard CSV or the API JSON states it. Amounts are millionths of its currency. */
export interface Invoice {
  readonly id: string;
  readonly from: 'csv' | 'json';
  /** Empty when it belongs to no subscription. */
  readonly subscription: string;
  /** Whom it is billed to; empty when it does not say. */
  readonly customer: string;
  readonly status: string;
  readonly currency: string;
  readonly subtotal: MicroUnit;
  /** What discounts and credit grants took off. */
  readonly discounts: MicroUnit;
  readonly creditGrants: MicroUnit;
  readonly total: MicroUnit;
  /** Customer tax, inclusive and exclusive. */
  readonly tax: MicroUnit;
  readonly amountDue: MicroUnit;
  readonly liveMode: boolean;
  readonly paidOutOfBand: boolean;
  /** It says in so many words that it was not; absent where it says nothing. */
  readonly deniesOutOfBand?: true;
  /** Nothing in it says that an invoice of zero is anything but a free trial. */
  readonly mayBeTrial: boolean;
  /** All lines are in the file. */
  readonly complete: boolean;
  /** When it was paid, else finalized or made, in ms UTC: the month in which an invoice of zero is counted. */
  readonly atMs: number;
  /** When it was made, in ms UTC: which of a subscription's invoices is the earlier. */
  readonly madeMs: number;
  /** Ids of the charges and payment intents that it names as its payments, sorted. */
  readonly payments: readonly string[];
  /** The span of the service periods; from CSV all that is known of them. Null when the columns are empty. */
  readonly span: { readonly startMs: number; readonly endMs: number } | null;
  /** Sorted by line id; empty from CSV. */
  readonly lines: readonly InvoiceLine[];
  /** By how much the lines' weights may miss the total without tax: inclusive tax is rounded per invoice (R4). */
  readonly lineRounding: MicroUnit;
}
