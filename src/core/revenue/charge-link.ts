import type { Transaction } from './transaction.ts';

/** What a row says that may tell which charge it belongs to. */
export type Traces = Pick<Transaction, 'kind' | 'sourceId' | 'invoice' | 'paymentIntent'>;

/** A row that names its charge, with what it says beside. */
export interface NamedRow extends Traces {
  readonly charge: string;
  /** A row of the charge itself, not of what happened to it. */
  readonly isCharge: boolean;
}

/**
 * The charge of a row that names none (docs/inputs.md): that of another row of the same refund or dispute, else the charge of
 * the same payment, else that of the same invoice. Null where nothing tells it, or more than one charge is told.
 */
export function chargeOfUnnamed(row: Traces, named: readonly NamedRow[]): string | null {
  const told = [
    row.sourceId === '' ? [] : named.filter(({ sourceId }) => sourceId === row.sourceId),
    row.paymentIntent === '' ? [] : named.filter((each) => each.isCharge && each.paymentIntent === row.paymentIntent),
    row.invoice === '' ? [] : named.filter((each) => each.isCharge && each.invoice === row.invoice),
  ].find((rows) => rows.length > 0);
  const charges = new Set(told?.map(({ charge }) => charge));
  const [charge] = charges;
  return charges.size === 1 && charge !== undefined ? charge : null;
}
