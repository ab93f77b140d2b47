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

/** What was read of a statement, beside its rows. */
type Found = Parameters<typeof completeImport>[2];

/** Keeps the rows of a statement. Its period is what a later download of the same replaces. @throws InvalidInput */
export async function takeStatement(
  db: Database,
  importId: number,
  kind: StatementKind,
  input: SourceInput,
  head: InputHead,
): Promise<void> {
  await completeImport(db, importId, await keepStatement(db, importId, kind, input, head));
}

async function keepStatement(
  db: Database,
  importId: number,
  kind: StatementKind,
  input: SourceInput,
  head: InputHead,
): Promise<Found> {
  switch (kind) {
    case 'stripe-balance-summary': {
      const rows = await readSmallFile(BALANCE_SUMMARY, input);
      await insertSmallRows(db, importId, kind, rows);
      return { rows: rows.length, firstMs: null, lastMs: null };
    }
    case 'stripe-balance': {
      const rows = await readSmallFile(BALANCE, input);
      await insertSmallRows(db, importId, kind, rows);
      return { rows: rows.length, firstMs: null, lastMs: null };
    }
    case 'apple-payments': {
      const { label, rows } = await readApplePayments(input);
      await insertSmallRows(db, importId, kind, rows);
      return { rows: rows.length, firstMs: null, lastMs: null, period: formatMonth(label) };
    }
    case 'apple-financial': {
      const { rows, firstDayMs, lastDayMs, detailed } = await readAppleFinancialReport(input, head);
      await insertSmallRows(db, importId, kind, rows);
      const days = firstDayMs === null || lastDayMs === null ? '' : `${utcDate(firstDayMs)}/${utcDate(lastDayMs)}`;
      return {
        rows: rows.length,
        firstMs: firstDayMs,
        lastMs: lastDayMs,
        period: `${days}${detailed ? ' detailed' : ''}`,
      };
    }
  }
}
