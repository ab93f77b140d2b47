import type { Transaction } from '../../src/core/revenue/transaction.ts';
import type { Database } from '../../src/store/database/open-store.ts';
import { insertImport, type NewImport } from '../../src/store/inputs/imports.ts';
import { insertTransactions, type TransactionLine } from '../../src/store/inputs/transactions.ts';

/** Rows for the tests of the store. */

export function importRecord(sha256: string, fields: Partial<NewImport> = {}): NewImport {
  return {
    sha256,
    kind: 'stripe-ledger',
    name: `${sha256}.csv`,
    bytes: 1,
    rows: 0,
    firstMs: null,
    lastMs: null,
    period: '',
    profile: '',
    ...fields,
  };
}

export function row(line: number, fields: Partial<Transaction> = {}): TransactionLine {
  return {
    line,
    provider: 'stripe',
    rowId: `txn_${line}`,
    group: 'ch_1',
    kind: 'charge',
    atMs: 1000,
    currency: 'usd',
    gross: 20_000_000n,
    fee: 880_000n,
    sourceId: '',
    invoice: '',
    paymentIntent: '',
    product: '',
    terms: '',
    ...fields,
  };
}

/** An import with its rows; returns its id. */
export async function take(
  db: Database,
  sha256: string,
  rows: readonly TransactionLine[],
  fields: Partial<NewImport> = {},
): Promise<number> {
  const id = await insertImport(db, importRecord(sha256, fields));
  await insertTransactions(db, id, rows, () => undefined);
  return id;
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
