import type { FinancialRow } from '../../core/reconciliation/apple-settlement.ts';
import type { SourceLine } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';
import { SMALL_ROW_TEXTS } from './small-rows.ts';

interface KeptRow {
  readonly importId: number;
  readonly row: FinancialRow;
  readonly source: SourceLine;
}

const ROWS_AHEAD = 1000;

/** Rows of reports in force, by input and line. @param firstMs only reports whose fiscal month begins then; null for all */
export async function* financialRows(db: Database, firstMs: number | null): AsyncGenerator<KeptRow> {
  const all = db
    .selectFrom('small_rows')
    .innerJoin('imports', 'imports.id', 'small_rows.import_id')
    .select(['small_rows.import_id', 'imports.sha256', 'small_rows.line', 'small_rows.body'])
    .where('small_rows.kind', '=', 'apple-financial')
    .where('imports.active', '=', 1n)
    .orderBy('imports.sha256')
    .orderBy('small_rows.line');
  const rows = firstMs === null ? all : all.where('imports.first_ms', '=', BigInt(firstMs));
  for await (const { import_id, sha256, line, body } of rows.stream(ROWS_AHEAD)) {
    const row = SMALL_ROW_TEXTS['apple-financial'].read(body);
    yield { importId: small(import_id), row, source: { input: sha256, line: small(line) } };
  }
}

/** Rows of a financial report, of one currency. Millionths; `IAY...` is an auto-renewable subscription. */
export interface FinancialSum {
  readonly importId: number;
  readonly currency: string;
  readonly isSubscription: boolean;
  /** Where the day of sale lies against the given stretch; `unknown` where the report prints none. */
  readonly sold: 'before' | 'within' | 'after' | 'unknown';
  readonly units: bigint;
  readonly amount: bigint;
}

/**
 * Sums of Apple’s financial reports in force, by report, in the order of their rows; days of sale against a stretch
 * (half-open, ms UTC).
 */
export async function financialSums(db: Database, fromMs: number, beforeMs: number): Promise<FinancialSum[]> {
  const sums = new Map<string, FinancialSum>();
  for await (const { importId, row } of financialRows(db, null)) {
    const { currency, soldMs } = row;
    const isSubscription = row.type.startsWith('IAY');
    const sold = soldMs === null ? 'unknown' : soldMs < fromMs ? 'before' : soldMs < beforeMs ? 'within' : 'after';
    const key = JSON.stringify([importId, currency, isSubscription, sold]);
    const before = sums.get(key) ?? { units: 0n, amount: 0n };
    sums.set(key, {
      ...{ importId, currency, isSubscription, sold },
      units: before.units + row.quantity,
      amount: before.amount + row.amount,
    });
  }
  return [...sums.values()];
}
