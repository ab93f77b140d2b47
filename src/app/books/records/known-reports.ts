import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FinalMonth } from '../../../core/close/prior-periods/final-month.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import type { KeptBatch } from '../../../core/payout/ledger/kept-payouts.ts';
import { monthDirectories } from '../../../files/report-months.ts';
import { recordsIn } from '../../../files/report-records.ts';
import { InvalidInput, type Problem, problem } from '../../../problems/problem.ts';
import { receiptNameReader, receiptNames } from '../../../render/payouts/receipts-csv.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import { listBatches } from '../../../store/payouts/payouts.ts';

/** The page over all months, beside their directories. */
export const INDEX_FILE = 'index.html';

/** What the books know of everything that was final or paid. */
interface KnownBooks {
  readonly months: ReadonlyMap<Month, FinalMonth>;
  readonly batches: readonly KeptBatch[];
}

/** What payments are held against. */
interface KnownPayouts {
  readonly batches: readonly KeptBatch[];
  /** The month whose receipts are held against the books, one by one; null for none. */
  readonly receiptsOf: Month | null;
}

/**
 * R16: refuses to go on where final reports or payments lie that the books do not know: another data directory was
 * named, or the books were lost or put back from an older copy. A month would be closed, or paid, a second time.
 *
 * @throws InvalidInput unknown-reports
 */
export async function refuseUnknownReports(
  db: Database,
  out: string,
  { batches, receiptsOf }: KnownPayouts,
): Promise<void> {
  const problems = await unknownReports(db, out, batches, (month) => month === receiptsOf);
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** Everything of final reports and payments that lies there and is not in the books. @param withReceipts of which months receipts are looked at */
export async function unknownReports(
  db: Database,
  out: string,
  batches: readonly KeptBatch[],
  withReceipts: (month: Month) => boolean,
): Promise<Problem[]> {
  const found = monthDirectories(out);
  const months = new Map((await listFinalMonths(db)).map((each) => [each.month, each]));
  const known = { months, batches };
  return found.flatMap(({ month }) => [
    ...unknownFinal(out, month, known),
    ...unknownPayments(out, month, known, withReceipts(month)),
  ]);
}

/**
 * R16: a sentence where the final reports of a month do not lie among the reports: then nothing beside the books says that they know
 * everything that was paid. Empty where they do.
 */
export function unvouchedText(out: string, { month, manifestSha256 }: FinalMonth): string {
  // A month that an earlier version took over has none.
  if (manifestSha256 === '' || hasFinalReports(out, month)) return '';
  const name = formatMonth(month);
  return `${finalManifest(out, month)} is not there: only these books say that nothing else of ${name} was paid; name the directory of its reports with --out`;
}

/** R16: the same of the final reports of one month: a month that was final somewhere gets no review. @throws InvalidInput unknown-reports */
export async function refuseUnknownFinal(db: Database, out: string, month: Month): Promise<void> {
  const months = new Map((await listFinalMonths(db)).map((each) => [each.month, each]));
  const problems = unknownFinal(out, month, { months, batches: [] });
  if (problems.length > 0) throw new InvalidInput(problems);
}

/**
 * R16: books that hold nothing yet are not begun by a run that nobody watches where anything final or paid lies: they were lost, or another
 * data directory is meant. To be asked before the first input is taken, so that a backup can still be put back there.
 *
 * @throws InvalidInput unknown-reports
 */
export async function refuseBegunAgain(db: Database, out: string): Promise<void> {
  if ((await listImports(db)).length > 0) return;
  await refuseUnknownReports(db, out, { batches: await listBatches(db), receiptsOf: null });
}

/**
 * R16: where a data directory holds no books and anything final or paid lies among the reports, the books were lost or are elsewhere: new
 * ones are not what is to be begun. Silent where nothing such lies there.
 *
 * @throws InvalidInput unknown-reports
 */
export function refuseReportsAlone(data: string, out: string): void {
  for (const { month, name } of monthDirectories(out)) {
    const directories = [finalDirectory(out, month), join(out, name, 'payout')];
    const directory = directories.find((each) => existsSync(each));
    if (directory === undefined) continue;
    const what = `${name} was final or paid, and ${data} holds no books`;
    throw new InvalidInput([problem('unknown-reports', { file: directory }, what)]);
  }
}

/** Whether the reports of a final month are where they should be. */
export function hasFinalReports(out: string, month: Month): boolean {
  return existsSync(finalManifest(out, month));
}

function finalManifest(out: string, month: Month): string {
  return join(finalDirectory(out, month), 'manifest.json');
}

function finalDirectory(out: string, month: Month): string {
  return join(out, formatMonth(month), 'final');
}

function unknownFinal(out: string, month: Month, { months }: KnownBooks): Problem[] {
  const directory = finalDirectory(out, month);
  if (!existsSync(directory)) return [];
  const name = formatMonth(month);
  const known = months.get(month);
  if (known === undefined) {
    return [problem('unknown-reports', { file: directory }, `the books do not know that ${name} is final`)];
  }
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) return [];
  const sha256 = hash('sha256', readFileSync(manifest));
  if (sha256 === known.manifestSha256) return [];
  const what = `its SHA-256 is ${sha256}; the books made ${name} final with ${known.manifestSha256}`;
  return [problem('unknown-reports', { file: manifest }, what)];
}

function unknownPayments(out: string, month: Month, known: KnownBooks, withReceipts: boolean): Problem[] {
  const directory = join(out, formatMonth(month), 'payout');
  if (!existsSync(directory)) return [];
  const name = formatMonth(month);
  if (!known.months.has(month)) {
    const what = `payments of ${name} lie here, and the books do not know that it is final`;
    return [problem('unknown-reports', { file: directory }, what)];
  }
  const own = known.batches.filter(({ batch }) => batch.month === month);
  const prepared = join(directory, 'batch.json');
  const id = existsSync(prepared) ? batchIn(prepared) : null;
  if (id !== null && !own.some(({ batch }) => batch.id === id)) {
    return [problem('unknown-reports', { file: prepared }, `the books do not hold the batch ${id} of ${name}`)];
  }
  const receipts = join(directory, 'receipts.csv');
  if (!withReceipts || !existsSync(receipts)) return [];
  const unknown = unknownReceipts(readFileSync(receipts, 'utf8'), own);
  const [first] = unknown;
  if (first === undefined) return [];
  const what = `the books do not hold ${unknown.length} of its receipts, the first ${first}`;
  return [problem('unknown-reports', { file: receipts }, what)];
}

/** Receipts of a receipts.csv that the books do not hold, as it names them. */
function unknownReceipts(text: string, own: readonly KeptBatch[]): string[] {
  const { columns, records } = recordsIn(text);
  if (records.length === 0) return [];
  const known = receiptNames(own);
  return records.map(receiptNameReader(columns)).filter((name) => !known.has(name));
}

/** What batch.json calls its batch; a file that cannot be read names one that nobody knows. */
function batchIn(path: string): string {
  try {
    const { batch } = JSON.parse(readFileSync(path, 'utf8')) as { readonly batch?: unknown };
    return String(batch);
  } catch (error) {
    if (error instanceof SyntaxError) return 'that cannot be read';
    throw error;
  }
}
