import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type MeasuredRun, measuredRun } from '../scripts/bench/measured-run.ts';
import { ACTS, type Act, argumentsOf, type Books, instantOf, PROGRAM, placed, rowsAt, sumOf } from './months/books.ts';
import { nameOf, type Size } from './months/size.ts';
import { writeMonth, writePolicy } from './months/small-files.ts';

/**
 * `npm run proof -- years`: month after month at size, every command of each, with time, memory and disk; a line of a table a
 * month. `--months`, `--subscribers`, `--workers`, `--jobs` (a day) change the size, `--verify-every N` verifies all months so
 * far after every Nth (it grows with their number), `--place DIR` says where everything lies; it is taken away at the end, but
 * for `--keep`: a later run in the same place goes on with the first month whose receipts are not recorded.
 */
const { values } = parseArgs({
  options: {
    months: { type: 'string', default: '24' },
    subscribers: { type: 'string', default: '50000' },
    workers: { type: 'string', default: '3000' },
    jobs: { type: 'string', default: '60000' },
    'verify-every': { type: 'string', default: '6' },
    place: { type: 'string', default: '/tmp/revshare-years' },
    keep: { type: 'boolean', default: false },
  },
});
const size: Size = {
  subscribers: Number(values.subscribers),
  workers: Number(values.workers),
  jobsPerDay: Number(values.jobs),
};
const root = values.place;
const books: Books = { data: join(root, 'data'), out: join(root, 'out'), config: join(root, 'revshare.yaml') };
const STEPS = [...ACTS, 'owed', 'statements', 'explain', 'verify'] as const;

mkdirSync(root, { recursive: true });
try {
  writePolicy(root);
  print(['month', ...STEPS.map((step) => `${step} s / CPU s / MB`), 'data MB', 'reports MB', 'owed = earned - paid']);
  print(STEPS.map(() => '---').concat('---', '---', '---', '---'));
  for (let month = 0; month < Number(values.months); month += 1) if (!isDone(month)) await oneMonth(month);
} finally {
  if (!values.keep) rmSync(root, { recursive: true, force: true });
}

function isDone(month: number): boolean {
  const receipts = join(books.out, nameOf(month), 'payout', 'receipts.csv');
  return existsSync(receipts) && rowsAt(receipts).length > 0;
}

async function oneMonth(month: number): Promise<void> {
  const inputs = await writeMonth(root, month, size);
  const cells: string[] = [];
  for (const act of ACTS) cells.push(cellOf(await run(argumentsOf(act, month, books, inputs), month, act)));
  const owed = await run(['owed', '--json'], month);
  cells.push(cellOf(owed));
  cells.push(cellOf(await run(['statement', '--all', '--month', nameOf(month)], month)));
  cells.push(cellOf(await run(['explain', 'pool.csv:9', '--month', nameOf(month)], month)));
  const isVerified = (month + 1) % Number(values['verify-every']) === 0;
  cells.push(isVerified ? cellOf(await run(['verify', '--all'], month)) : '');
  // The program keeps what it took; the next month brings files of its own.
  rmSync(inputs, { recursive: true });
  const document: unknown = JSON.parse(owed.stdout);
  print([nameOf(month), ...cells, megabytes(books.data), megabytes(books.out), fits(month, document) ? 'yes' : 'NO']);
}

async function run(args: readonly string[], month: number, act: Act = 'record'): Promise<MeasuredRun> {
  const placedArgs = placed(args, books, instantOf(act, month));
  return measuredRun({ program: process.execPath, args: [...PROGRAM, ...placedArgs] });
}

/** What final months earned, less what receipts say, is what is owed. */
function fits(month: number, document: unknown): boolean {
  let due = 0n;
  for (let each = 0; each <= month; each += 1) {
    due += sumOf(rowsAt(join(books.out, nameOf(each), 'final', 'payouts.csv')), 'earned_usd');
    due -= sumOf(rowsAt(join(books.out, nameOf(each), 'payout', 'receipts.csv')), 'amount');
  }
  const totals = (document as { readonly totals: { readonly owed_usd: string } }).totals;
  return sumOf([totals], 'owed_usd') === due;
}

function cellOf({ seconds, cpuSeconds, peakMb }: MeasuredRun): string {
  return `${seconds.toFixed(1)} / ${cpuSeconds?.toFixed(1) ?? '-'} / ${peakMb?.toFixed(0) ?? '-'}`;
}

function megabytes(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return (bytes / 1_000_000).toFixed(0);
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
