import { createReadStream } from 'node:fs';
import { formatMonth, monthOfInstant } from '../core/month/month.ts';
import { utcDate } from '../core/month/utc-date.ts';
import type { PlainInput } from '../files/plain-input.ts';
import { InvalidInput, problem } from '../problems/problem.ts';
import { readAppleSubscriberReport } from '../sources/apple/subscriber-report.ts';
import { readGoogleEarnings } from '../sources/google/earnings-report.ts';
import type { SourceInput } from '../sources/input.ts';
import { isNotedKind, type NotedKind, type SourceKind } from '../sources/kinds.ts';
import { applePeriodOfName, googlePeriodOfName, PeriodVote, type ReportPeriod } from '../sources/report-period.ts';
import { readSmallFile } from '../sources/small/small-file.ts';
import { BALANCE_SUMMARY } from '../sources/stripe/balance-summary.ts';
import { readStripeInvoicesCsv } from '../sources/stripe/invoices-csv.ts';
import { readStripeInvoicesJson } from '../sources/stripe/invoices-json.ts';
import { readStripeLedger } from '../sources/stripe/ledger.ts';
import { TextWithNul } from '../store/guarded-dialect.ts';
import { completeImport, insertImport } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { insertSmallRows } from '../store/small-rows.ts';
import { insertTransactions, settleRepeatedRows, type TransactionLine } from '../store/transactions.ts';
import type { Progress } from './progress.ts';
import { Span } from './span.ts';
import { takeInvoices } from './take-invoices.ts';
import { takeSmallFile } from './take-small-file.ts';

/** An input that was not known yet, with the hash it will be known by. */
export interface NewInput {
  readonly input: PlainInput;
  readonly sha256: string;
  readonly kind: SourceKind | NotedKind;
}

const ROWS_PER_REPORT = 5000;

/**
 * Reads an input into the store, within the caller's transaction. Returns the import's id.
 *
 * @throws InvalidInput with all problems of the file
 */
export async function takeSource(db: Database, fresh: NewInput, progress: Progress): Promise<number> {
  try {
    return await readInto(db, fresh, progress);
  } catch (error) {
    if (!(error instanceof TextWithNul)) throw error;
    throw new InvalidInput([problem('nul-character', { file: fresh.input.shown }, error.message)]);
  }
}

async function readInto(db: Database, { input, sha256, kind }: NewInput, progress: Progress): Promise<number> {
  const source: SourceInput = {
    name: input.shown,
    sha256,
    open: () => createReadStream(input.path, { highWaterMark: 1 << 18 }),
  };
  const id = await insertImport(db, {
    sha256,
    kind,
    name: input.name,
    bytes: input.bytes,
    rows: 0,
    firstMs: null,
    lastMs: null,
    ...periodOfName(kind, input.name),
  });
  progress.stage(`reading ${input.name}`);
  if (isNotedKind(kind)) return id;
  switch (kind) {
    case 'stripe-ledger':
      await takeTransactions(db, id, readStripeLedger(source, input.head), null, progress);
      await settleRepeatedRows(db, id);
      break;
    case 'apple-subscriber':
      await takeTransactions(db, id, readAppleSubscriberReport(source), dayOf, progress);
      break;
    case 'google-earnings':
      await takeTransactions(db, id, readGoogleEarnings(source), pacificMonthOf, progress);
      break;
    case 'stripe-invoices-csv':
      await takeInvoices(db, id, readStripeInvoicesCsv(source), progress);
      break;
    case 'stripe-invoices-json':
      await takeInvoices(db, id, readStripeInvoicesJson(source), progress);
      break;
    case 'stripe-balance-summary':
      await takeBalanceSummary(db, id, source);
      break;
    default:
      await takeSmallFile(db, id, kind, source);
  }
  return id;
}

async function takeTransactions(
  db: Database,
  id: number,
  rows: AsyncIterable<TransactionLine>,
  periodOfRow: ((row: TransactionLine) => string) | null,
  progress: Progress,
): Promise<void> {
  const span = new Span();
  const vote = new PeriodVote();
  await insertTransactions(db, id, rows, (row) => {
    span.add(row.atMs);
    if (periodOfRow !== null) vote.add(periodOfRow(row));
    if (span.rows % ROWS_PER_REPORT === 0) progress.advance(span.rows, 0, 'rows');
  });
  const imported = await db
    .selectFrom('imports')
    .select('period')
    .where('id', '=', BigInt(id))
    .executeTakeFirstOrThrow();
  await completeImport(db, id, {
    rows: span.rows,
    firstMs: span.firstMs,
    lastMs: span.lastMs,
    ...(imported.period === '' && periodOfRow !== null ? { period: vote.winner() } : {}),
  });
}

/** Control totals: every month has its own file, so that none replaces another. */
async function takeBalanceSummary(db: Database, id: number, source: SourceInput): Promise<void> {
  const rows = await readSmallFile(BALANCE_SUMMARY, source);
  const bodies = rows.map(({ row, line }) => ({ line, body: JSON.stringify(row) }));
  await insertSmallRows(db, id, 'stripe-balance-summary', bodies);
  await completeImport(db, id, { rows: rows.length, firstMs: null, lastMs: null });
}

function periodOfName(kind: SourceKind | NotedKind, name: string): ReportPeriod {
  if (kind === 'apple-subscriber') return applePeriodOfName(name);
  if (kind === 'google-earnings') return googlePeriodOfName(name);
  return { period: '', profile: '' };
}

function dayOf(row: TransactionLine): string {
  return utcDate(row.atMs);
}

/** The Pacific month in standard time; the hour that summer time shifts does not change which month is most frequent. */
function pacificMonthOf(row: TransactionLine): string {
  return formatMonth(monthOfInstant(row.atMs - 8 * 3600 * 1000)).replace('-', '');
}
