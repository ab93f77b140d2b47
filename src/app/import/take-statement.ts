import { formatMonth } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { readAppleFinancialReport } from '../../sources/apple/financial-report.ts';
import { readApplePayments } from '../../sources/apple/payments.ts';
import type { InputHead, SourceInput } from '../../sources/input.ts';
import { readSmallFile } from '../../sources/small/small-file.ts';
import { BALANCE } from '../../sources/stripe/balance.ts';
import { BALANCE_SUMMARY } from '../../sources/stripe/balance-summary.ts';
import { completeImport } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { insertSmallRows } from '../../store/small-rows.ts';

/** What providers state of whole months: kept as small rows, compared at the close (docs/inputs.md). */
const STATEMENTS = ['stripe-balance-summary', 'stripe-balance', 'apple-payments', 'apple-financial'] as const;

export type StatementKind = (typeof STATEMENTS)[number];

export function isStatementKind(kind: string): kind is StatementKind {
  return STATEMENTS.some((each) => each === kind);
}

interface ReadStatement {
  readonly rows: readonly { readonly row: unknown; readonly line: number }[];
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Undefined when the file's name has told it. */
  readonly period?: string;
}

/** Keeps the rows of a statement. Its period is what a later download of the same replaces. @throws InvalidInput */
export async function takeStatement(
  db: Database,
  importId: number,
  kind: StatementKind,
  input: SourceInput,
  head: InputHead,
): Promise<void> {
  const { rows, ...found } = await readStatement(kind, input, head);
  const kept = rows.map(({ row, line }) => ({ line, body: JSON.stringify(row) }));
  await insertSmallRows(db, importId, kind, kept);
  await completeImport(db, importId, { rows: rows.length, ...found });
}

async function readStatement(kind: StatementKind, input: SourceInput, head: InputHead): Promise<ReadStatement> {
  switch (kind) {
    case 'stripe-balance-summary':
      return { rows: await readSmallFile(BALANCE_SUMMARY, input), firstMs: null, lastMs: null };
    case 'stripe-balance':
      return { rows: await readSmallFile(BALANCE, input), firstMs: null, lastMs: null };
    case 'apple-payments': {
      const { label, rows } = await readApplePayments(input);
      return { rows, firstMs: null, lastMs: null, period: formatMonth(label) };
    }
    case 'apple-financial': {
      const { rows, firstDayMs, lastDayMs, detailed } = await readAppleFinancialReport(input, head);
      const days = firstDayMs === null || lastDayMs === null ? '' : `${utcDate(firstDayMs)}/${utcDate(lastDayMs)}`;
      const period = `${days}${detailed ? ' detailed' : ''}`;
      return { rows, firstMs: firstDayMs, lastMs: lastDayMs, period };
    }
  }
}
