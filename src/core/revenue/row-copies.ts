import type { Transaction } from './transaction.ts';

/** What a row states besides its id and its provider. */
export type RowContent = Omit<Transaction, 'provider' | 'rowId'>;

/** Columns that an export may lack, or leave empty. */
const OPTIONAL = ['group', 'kind', 'sourceId', 'invoice', 'paymentIntent', 'product', 'terms'] as const;

/** Columns that every export has. */
const ALWAYS = ['atMs', 'currency', 'gross', 'fee'] as const;

/**
 * Copies of one row, from overlapping exports, as the one row that they are (docs/inputs.md): field by field, a filled
 * field beats an empty one, so that it does not matter which copy came first. Null when two copies fill one field
 * differently: then a person has to say which is right.
 */
export function mergedCopies(copies: readonly RowContent[]): RowContent | null {
  const [first] = copies;
  if (first === undefined) throw new Error('a row has a copy');
  if (copies.some((copy) => ALWAYS.some((field) => copy[field] !== first[field]))) return null;
  const filled: Record<string, string> = {};
  for (const field of OPTIONAL) {
    const values = new Set(copies.map((copy) => copy[field]).filter((value) => value !== ''));
    if (values.size > 1) return null;
    const [value = ''] = values;
    filled[field] = value;
  }
  return { ...first, ...filled };
}

/** How many of the columns that may be empty a copy fills: the fullest one is cited. */
export function filledFields(copy: RowContent): number {
  return OPTIONAL.filter((field) => copy[field] !== '').length;
}
