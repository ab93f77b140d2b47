import { small } from './codec.ts';
import type { Database } from './open-store.ts';

/** A row of Apple’s financial reports as its reader keeps it: JSON of text, read here because the databases differ in it. */
interface FinancialBody {
  readonly currency: string;
  /** `IAY...` is an auto-renewable subscription. */
  readonly type: string;
  /** Null where the report prints no day of sale. */
  readonly soldMs: number | null;
  /** A whole number. */
  readonly quantity: string;
  /** Millionths. */
  readonly amount: string;
}

interface FinancialRow {
  readonly importId: number;
  readonly sha256: string;
  readonly line: number;
  readonly body: FinancialBody;
}

const ROWS_AHEAD = 1000;

/** Rows of reports in force, by input and line. @param firstMs only reports whose fiscal month begins then; null for all */
export async function* financialRows(db: Database, firstMs: number | null): AsyncGenerator<FinancialRow> {
  const rows = db
    .selectFrom('small_rows')
    .innerJoin('imports', 'imports.id', 'small_rows.import_id')
    .select(['small_rows.import_id', 'imports.sha256', 'small_rows.line', 'small_rows.body'])
    .where('small_rows.kind', '=', 'apple-financial')
    .where('imports.active', '=', 1n)
    .$if(firstMs !== null, (query) => query.where('imports.first_ms', '=', BigInt(firstMs ?? 0)))
    .orderBy('imports.sha256')
    .orderBy('small_rows.line')
    .stream(ROWS_AHEAD);
  for await (const row of rows) {
    const body = JSON.parse(row.body) as FinancialBody;
    yield { importId: small(row.import_id), sha256: row.sha256, line: small(row.line), body };
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
  for await (const { importId, body } of financialRows(db, null)) {
    const { currency, soldMs } = body;
    const isSubscription = body.type.startsWith('IAY');
    const sold = soldMs === null ? 'unknown' : soldMs < fromMs ? 'before' : soldMs < beforeMs ? 'within' : 'after';
    const key = JSON.stringify([importId, currency, isSubscription, sold]);
    const before = sums.get(key) ?? { units: 0n, amount: 0n };
    sums.set(key, {
      ...{ importId, currency, isSubscription, sold },
      units: before.units + BigInt(body.quantity),
      amount: before.amount + BigInt(body.amount),
    });
  }
  return [...sums.values()];
}
