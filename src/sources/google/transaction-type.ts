import type { SourcedTransaction } from '../../core/revenue/assembled.ts';

/** What a Transaction Type of the earnings report means (docs/inputs.md, Google). */
export interface TransactionType {
  readonly component: 'gross' | 'fee' | 'tax';
  readonly effect: 'charge' | 'refund' | 'rebill';
}

/** A row of an order with what its type means. */
export interface TypedRow extends SourcedTransaction, TransactionType {}

/** Null for a type that is not known. `type` in lower case; any type that begins with `google fee` is a fee. */
export function transactionType(type: string): TransactionType | null {
  const effect = /\b(?:partial )?refund$/.test(type) ? 'refund' : /\brebill$/.test(type) ? 'rebill' : 'charge';
  const base = type.replace(/ ?(?:partial )?refund$| ?rebill$/, '');
  if (base === 'charge') return { component: 'gross', effect };
  if (base === 'tax') return { component: 'tax', effect };
  if (base.startsWith('google fee')) return { component: 'fee', effect };
  return null;
}

/**
 * A row with what its type means; null for a type that is not known, for an adjustment, which is of no order, and for an
 * amount that contradicts its type: what that is, a person says.
 */
export function typedRow(row: SourcedTransaction): TypedRow | null {
  const type = transactionType(row.kind);
  return type === null || contradicts(type, row.gross) ? null : { ...row, ...type };
}

/**
 * A charge is printed positive, its refund negative; fees the other way round. Tax has either sign, and a rebill that
 * brings nothing back is told as such (R7).
 */
export function contradicts({ component, effect }: TransactionType, amount: bigint): boolean {
  if (component === 'tax' || effect === 'rebill') return false;
  const isPositive = (component === 'gross') === (effect === 'charge');
  return isPositive ? amount < 0n : amount > 0n;
}

/** Whether a row is what the customer paid. */
export function isCharge({ component, effect }: TransactionType): boolean {
  return component === 'gross' && effect === 'charge';
}

/**
 * Whether a row is tax that we have to remit, or the refund of it: nobody's revenue. Each row by its own sign: tax that
 * Google withholds is printed negative and comes back positive.
 */
export function isToRemit({ component, effect, gross }: TypedRow): boolean {
  return component === 'tax' && (effect === 'refund' ? gross < 0n : gross > 0n);
}
