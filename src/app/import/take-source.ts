import { createReadStream } from 'node:fs';
import { HOUR_MS } from '../../core/month/durations.ts';
import { formatMonth, monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { PlainInput } from '../../files/plain-input.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { readAppleSubscriberReport } from '../../sources/apple/subscriber-report.ts';
import { readGoogleEarnings } from '../../sources/google/earnings-report.ts';
import type { SourceInput } from '../../sources/input.ts';
import type { SourceKind } from '../../sources/kinds.ts';
import {
  appleFinancialOfName,
  applePeriodOfName,
  googlePeriodOfName,
  PeriodVote,
  type ReportPeriod,
  stripeStatementOfName,
} from '../../sources/report-period.ts';
import { readStripeInvoicesCsv } from '../../sources/stripe/invoices-csv.ts';
import { readStripeInvoicesJson } from '../../sources/stripe/invoices-json.ts';
import { readStripeLedger } from '../../sources/stripe/ledger.ts';
import { TextWithNul } from '../../store/guarded-dialect.ts';
import { completeImport, insertImport } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { insertTransactions, settleRepeatedRows, type TransactionLine } from '../../store/transactions.ts';
import type { Progress } from '../books/progress.ts';
import { Span } from './span.ts';
import { takeInvoices } from './take-invoices.ts';
import { takeSmallFile } from './take-small-file.ts';
import { takeStatement } from './take-statement.ts';

/** An input that was not known yet, with the hash it will be known by. */
export interface NewInput {
  readonly input: PlainInput;
  readonly sha256: string;
  readonly kind: SourceKind;
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
    case 'stripe-balance':
    case 'apple-payments':
    case 'apple-financial':
      await takeStatement(db, id, kind, source, input.head);
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

function periodOfName(kind: SourceKind, name: string): ReportPeriod {
  if (kind === 'apple-subscriber') return applePeriodOfName(name);
  if (kind === 'google-earnings') return googlePeriodOfName(name);
  if (kind === 'apple-financial') return appleFinancialOfName(name);
  if (kind === 'stripe-balance-summary' || kind === 'stripe-balance') return stripeStatementOfName(name);
  return { period: '', profile: '' };
}

function dayOf(row: TransactionLine): string {
  return utcDate(row.atMs);
}

/** The Pacific month in standard time; the hour that summer time shifts does not change which month is most frequent. */
function pacificMonthOf(row: TransactionLine): string {
  return formatMonth(monthOfInstant(row.atMs - 8 * HOUR_MS)).replace('-', '');
}
