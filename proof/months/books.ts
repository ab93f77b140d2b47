import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { microFromText } from '../../src/core/money/micro.ts';
import { daysAfter, nameOf } from './size.ts';

/** Where the program of this tree is, as the launcher starts it. */
const TREE = join(import.meta.dirname, '..', '..');
export const PROGRAM: readonly string[] = [
  '-r',
  join(TREE, 'bin', 'preload.cjs'),
  join(TREE, 'dist', 'cli', 'main.js'),
];

/** Books of a world of many months. */
export interface Books {
  readonly data: string;
  readonly out: string;
  readonly config: string;
  /** A server instead of SQLite. */
  readonly database?: string | undefined;
}

/** The acts of a month, in their order. */
export const ACTS = ['import', 'reconcile', 'finalize', 'prepare', 'release', 'record'] as const;
export type Act = (typeof ACTS)[number];

/** A month waits thirty days for late rows. */
const DAYS_TO_WAIT = 35;

type Row = Readonly<Record<string, string>>;

/** What the program is called with for an act of a month; it reads what the acts before it left. */
export function argumentsOf(act: Act, month: number, books: Books, inputs: string): string[] {
  const name = nameOf(month);
  switch (act) {
    case 'import':
      return ['import', inputs];
    case 'reconcile':
      return ['reconcile', name, '--json'];
    case 'finalize':
      return [
        'finalize',
        name,
        '--accept',
        digestIn(readFileSync(join(books.out, name, 'review', 'manifest.json'), 'utf8')),
        '--by',
        'ada',
      ];
    case 'prepare':
      return ['payouts', name, '--accept-changes', '--by', 'cron', '--json'];
    case 'release':
      return ['payouts', name, '--release', shownDigest(month, books), '--by', 'ben'];
    case 'record':
      return ['payouts', name, '--record', writeReceipts(books, month, inputs), '--skip-known', '--by', 'cron'];
  }
}

/** Where books lie, and the instant of an act: each a minute after the one before, when the month may become final. */
export function placed(args: readonly string[], books: Books, asOf: string): string[] {
  const { data, out, config, database } = books;
  const server = database === undefined ? [] : ['--database-url', database];
  return [...args, '--config', config, '--data', data, '--out', out, ...server, '--as-of', asOf];
}

export function instantOf(act: Act, month: number): string {
  return daysAfter(month, DAYS_TO_WAIT, ACTS.indexOf(act));
}

/** The digest of the batch of a month, as the program shows it; looking again changes nothing. */
function shownDigest(month: number, books: Books): string {
  const args = placed(argumentsOf('prepare', month, books, ''), books, instantOf('prepare', month));
  return digestIn(spawnSync(process.execPath, [...PROGRAM, ...args], { encoding: 'utf8' }).stdout);
}

function digestIn(text: string): string {
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null || !('digest' in document))
    throw new Error(`no digest: ${text}`);
  return String(document.digest);
}

/** Receipts of everything that the batch of a month pays; the same bytes whenever they are written. */
function writeReceipts({ out }: Books, month: number, inputs: string): string {
  const path = `${inputs}-receipts.csv`;
  if (existsSync(path)) return path;
  const sent = daysAfter(month, DAYS_TO_WAIT, ACTS.length - 2);
  const lines = rowsAt(join(out, nameOf(month), 'payout', 'batch.csv')).map(
    ({ wallet, open, asset }) => `${wallet},${open},${asset},0x${month}${wallet?.slice(2, 10)},${sent}\n`,
  );
  writeFileSync(path, `wallet,amount,asset,reference,sent_at\n${lines.join('')}`);
  return path;
}

export function rowsAt(path: string): Row[] {
  return parse(readFileSync(path, 'utf8'), { columns: true, skip_empty_lines: true });
}

/** The sum of a column of amounts, micro-dollars. */
export function sumOf(rows: readonly Row[], column: string): bigint {
  return rows.reduce((sum, row) => sum + microFromText(row[column] ?? ''), 0n);
}
