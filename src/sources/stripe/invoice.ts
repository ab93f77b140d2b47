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
  /** The line's amount without its discounts and inclusive tax (R5). */
  readonly weight: MicroUnit;
}

/** A Stripe invoice, as the Dashboard CSV or the API JSON states it. */
export interface Invoice {
  readonly id: string;
  readonly from: 'csv' | 'json';
  /** Empty when it belongs to no subscription. */
  readonly subscription: string;
  readonly status: string;
  readonly currency: string;
  readonly subtotal: MicroUnit;
  readonly total: MicroUnit;
  /** Customer tax, inclusive and exclusive. */
  readonly tax: MicroUnit;
  readonly amountDue: MicroUnit;
  readonly liveMode: boolean;
  readonly paidOutOfBand: boolean;
  /** All lines are in the file. */
  readonly complete: boolean;
  /** When it was paid, else finalized or made, in ms UTC: the month in which an invoice of zero is counted. */
  readonly atMs: number;
  /** The span of the service periods; from CSV all that is known of them. Null when the columns are empty. */
  readonly span: { readonly startMs: number; readonly endMs: number } | null;
  /** Sorted by line id; empty from CSV. */
  readonly lines: readonly InvoiceLine[];
}

/** The money an invoice states: two versions that differ in it contradict each other. */
export function invoiceMoney(invoice: Invoice): string {
  return [invoice.currency, invoice.total, invoice.tax].join(' ');
}

/** JSON beats CSV; paid, void and uncollectible beat open, open beats draft. The higher rank wins. */
export function invoiceRank(invoice: Pick<Invoice, 'from' | 'status'>): number {
  const settled = { draft: 0, open: 1 }[invoice.status] ?? 2;
  return (invoice.from === 'json' ? 10 : 0) + settled;
}
