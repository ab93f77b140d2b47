import { createReadStream } from 'node:fs';
import { pieceBytes } from '../../files/pieces.ts';
import { endsWithinLine, type PlainInput } from '../../files/plain-input.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { Reading, SourceKind } from '../../sources/kind-record.ts';
import { KINDS } from '../../sources/kinds.ts';
import type { InputHead, SourceInput } from '../../sources/reading/input.ts';
import { PeriodVote } from '../../sources/reading/told-by-name.ts';
import { TextWithNul } from '../../store/database/guarded-dialect.ts';
import type { Database } from '../../store/database/open-store.ts';
import { completeImport, insertImport, type NewImport } from '../../store/inputs/imports.ts';
import { settleRepeatedRows } from '../../store/inputs/repeated-rows.ts';
import { insertSmallRows } from '../../store/inputs/small-rows.ts';
import { insertTransactions, type TransactionLine } from '../../store/inputs/transactions.ts';
import { notice } from '../books/directory/notices.ts';
import type { Progress } from '../books/directory/progress.ts';
import { Span } from './span.ts';
import { type ReadInvoice, takeInvoices } from './take-invoices.ts';

/** An input that was not known yet, with the hash it will be known by. */
export interface NewInput {
  readonly input: PlainInput;
  readonly sha256: string;
  readonly kind: SourceKind;
}

const ROWS_PER_REPORT = 5000;
const MOST_BYTES_AT_ONCE = 1 << 18;

/**
 * Reads an input into the store, within the caller's transaction.
 *
 * @throws InvalidInput with all problems of the file
 */
export async function takeSource(db: Database, fresh: NewInput, progress: Progress): Promise<void> {
  try {
    await readInto(db, fresh, progress);
  } catch (error) {
    if (!(error instanceof TextWithNul)) throw error;
    throw new InvalidInput([problem('nul-character', { file: fresh.input.shown }, TextWithNul.what)]);
  }
}

async function readInto(db: Database, fresh: NewInput, progress: Progress): Promise<void> {
  const { input, sha256, kind } = fresh;
  const { name, bytes } = input;
  const { period, profile } = KINDS[kind].toldByName(name);
  const noted = { sha256, kind, name, bytes, period, profile };
  const id = await insertImport(db, { ...noted, rows: 0, firstMs: null, lastMs: null });
  await fillImport(db, id, fresh, progress);
}

/** What no total ends: only a last line without a line break tells that rows may be missing. */
const BROKEN_OFF_UNSEEN: ReadonlySet<string> = new Set(['stripe-ledger', 'apple-subscriber', 'google-earnings']);

/** Reads the rows of an input into its import, which has none yet. @throws InvalidInput with all problems of the file */
export async function fillImport(
  db: Database,
  id: number,
  { input, kind }: Pick<NewInput, 'input' | 'kind'>,
  progress: Progress,
): Promise<void> {
  const { reading, toldByName, replaces } = KINDS[kind];
  const { name, head } = input;
  progress.stage(`reading ${name}`);
  const source: SourceInput = {
    name: input.shown,
    open: () => createReadStream(input.path, { highWaterMark: pieceBytes(input.bytes, MOST_BYTES_AT_ONCE) }),
    warn: (what) => notice(`${input.shown} ${what}`),
  };
  const found = await keepRows({ db, id, progress }, reading, source, head);
  const unfinished = found.unfinished || (BROKEN_OFF_UNSEEN.has(kind) && endsWithinLine(input.path));
  await completeImport(db, id, { ...found, period: toldByName(name).period || found.period, unfinished });
  if (reading.gives === 'transactions' && replaces.what === 'rows') await settleRepeatedRows(db, id);
}

/** The import that rows are kept of. */
interface Keeping {
  readonly db: Database;
  readonly id: number;
  readonly progress: Progress;
}

/** What reading the rows of an import shows. */
type Found = Pick<NewImport, 'rows' | 'firstMs' | 'lastMs' | 'period'> & { readonly unfinished?: boolean };

async function keepRows(into: Keeping, reading: Reading, source: SourceInput, head: InputHead): Promise<Found> {
  switch (reading.gives) {
    case 'transactions':
      return keepTransactions(into, reading, reading.read(source, head));
    case 'invoices':
      return keepInvoices(into, reading.read(source));
    case 'small-rows':
      return keepSmallRows(into, reading, await reading.read(source, head));
  }
}

async function keepTransactions(
  { db, id, progress }: Keeping,
  { isDated, periodOfRow }: Reading & { gives: 'transactions' },
  transactions: AsyncIterable<TransactionLine>,
): Promise<Found> {
  const span = new Span();
  const vote = new PeriodVote();
  await insertTransactions(db, id, transactions, (row) => {
    count(span, row.atMs, progress);
    vote.add(periodOfRow(row));
  });
  const { rows, firstMs, lastMs } = span;
  return { rows, ...(isDated ? { firstMs, lastMs } : { firstMs: null, lastMs: null }), period: vote.winner() };
}

/** Each in the version that counts. */
async function keepInvoices({ db, id, progress }: Keeping, invoices: AsyncIterable<ReadInvoice>): Promise<Found> {
  const span = new Span();
  await takeInvoices(db, id, invoices, ({ atMs }) => count(span, atMs, progress));
  const { rows, firstMs, lastMs } = span;
  return { rows, firstMs, lastMs, period: '' };
}

type SmallRowsReading = Reading & { gives: 'small-rows' };

async function keepSmallRows(
  { db, id }: Keeping,
  { kind }: SmallRowsReading,
  { rows, ...found }: Awaited<ReturnType<SmallRowsReading['read']>>,
): Promise<Found> {
  await insertSmallRows(db, id, kind, rows);
  return { rows: rows.length, ...found };
}

/** Counts a row, and says now and then how many there are. */
function count(span: Span, atMs: number, progress: Progress): void {
  span.add(atMs);
  if (span.rows % ROWS_PER_REPORT === 0) progress.advance(span.rows, 0, 'rows');
}
