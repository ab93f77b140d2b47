import { sql } from 'kysely';
import type { GapScope } from '../../core/reconciliation/gap-scope.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';
import { financialRows } from './financial-rows.ts';

/** A row that may be behind a difference. The amount in millionths of its currency, signed as printed. */
export interface GapRow {
  readonly sha256: string;
  readonly line: number;
  /** Null for a settled row that prints no day of sale. */
  readonly atMs: number | null;
  readonly amount: bigint;
}

/** Our rows of a scope, and those `marginMs` before and after it: in the order of time, input and line. */
export async function ownGapRows(db: Database, scope: GapScope, marginMs: number): Promise<GapRow[]> {
  const amount = { gross: sql<bigint>`gross`, fee: sql<bigint>`fee`, net: sql<bigint>`gross - fee` }[scope.measure];
  const rows = await db
    .selectFrom('transactions')
    .innerJoin('imports', 'imports.id', 'transactions.import_id')
    .select(['imports.sha256', 'transactions.line', 'at_ms', amount.as('amount')])
    .where('imports.kind', '=', scope.inputs)
    .where('transactions.active', '=', 1n)
    .where('at_ms', '>=', BigInt(scope.fromMs - marginMs))
    .where('at_ms', '<', BigInt(scope.beforeMs + marginMs))
    .where('currency', '=', scope.currency)
    .$if(scope.categories !== null, (query) => query.where('transactions.kind', 'in', [...(scope.categories ?? [])]))
    .orderBy('at_ms')
    .orderBy('imports.sha256')
    .orderBy('transactions.line')
    .execute();
  return rows.map((row) => ({
    sha256: row.sha256,
    line: small(row.line),
    atMs: small(row.at_ms),
    amount: row.amount,
  }));
}

/** Rows of Apple’s financial reports whose fiscal month begins at an instant, of one currency. */
export async function settledGapRows(db: Database, fromMs: number, currency: string): Promise<GapRow[]> {
  const found: GapRow[] = [];
  for await (const { row, source } of financialRows(db, fromMs)) {
    const { soldMs: atMs, amount } = row;
    if (row.currency === currency) found.push({ sha256: source.input, line: source.line, atMs, amount });
  }
  return found;
}
