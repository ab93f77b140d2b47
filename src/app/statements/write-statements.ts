import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatMonth } from '../../core/month/month.ts';
import { STATEMENT_FORMS, type StatementForm, type StatementRecord } from '../../core/statement/statement-record.ts';
import { type DerivedFile, replaceDerived } from '../../files/derived-directory.ts';
import { checkWritable } from '../../files/named-places.ts';
import { PUBLIC_FILE } from '../../render/reports/public-json.ts';
import { statementWriter } from '../../render/statement/statement-forms.ts';
import { yearSummaryCsv } from '../../render/statement/year-summary-csv.ts';
import type { Progress } from '../books/directory/progress.ts';
import { statementHash } from '../close/reports/statement-hash.ts';
import { StatementJobs, type StatementJobsRequest } from './listed-jobs.ts';
import { monthRecord, type ProvenMonth, type StatementMonthBooks } from './month-records.ts';
import { type StatementYearBooks, yearStatements } from './one-statement.ts';
import { withListedJobs } from './year-jobs.ts';

const ENDINGS: Readonly<Record<StatementForm, string>> = { text: 'txt', csv: 'csv', html: 'html', json: 'json' };
const WALLETS_PER_REPORT = 500;

/** What was written: how many wallets, and where. */
export interface WrittenStatements {
  readonly wallets: number;
  readonly files: number;
  readonly directory: string;
  /** One of them, and what was published of its months: what a worker checks it by. Null where nobody has one. */
  readonly check: { readonly file: string; readonly published: readonly string[] } | null;
}

/** In which forms statements are written, and who is told how far it is. */
export interface StatementWriting {
  readonly forms: readonly StatementForm[];
  readonly progress: Progress;
}

/**
 * Writes the statements of all wallets of a month into `reports/MONTH/statements/`, replaced whole: forms that are there
 * already are written with those that are asked for, so that none is lost and none is of another day.
 *
 * @throws UnlistedJobs where the jobs are asked for one by one and cannot be read
 * @throws InvalidInput unreadable-path where they cannot be written
 */
export async function writeStatements(
  out: string,
  books: StatementMonthBooks,
  jobs: StatementJobsRequest,
  { forms: asked, progress }: StatementWriting,
): Promise<WrittenStatements> {
  const { proven } = books;
  const directory = join(out, formatMonth(proven.month), 'statements');
  checkWritable(directory);
  const forms = withFormsThere(directory, asked);
  progress.stage('writing statements');
  const wallets = proven.statements.length;
  async function* files(): AsyncIterable<DerivedFile> {
    const own = await StatementJobs.open(jobs, proven);
    try {
      for (const [index, statement] of proven.statements.entries()) {
        const record = { ...monthRecord(proven.proven(index), books), ...(await own.of(statement)) };
        yield* filesOf(record, statement.wallet, forms);
        if (index % WALLETS_PER_REPORT === 0) progress.advance(index, wallets, 'rows');
      }
    } finally {
      await own.close();
    }
  }
  const names = await replaceDerived(directory, files());
  progress.end();
  return { wallets, files: names.length, directory, check: checkOf(directory, proven.statements[0], forms, [proven]) };
}

/**
 * Writes the lists of a year of all wallets into `reports/YEAR/statements/`, with one summary of them; replaced whole.
 *
 * @throws UnlistedJobs where the jobs are asked for one by one and one month's cannot be read
 * @throws InvalidInput unreadable-path where they cannot be written
 */
export async function writeYearStatements(
  out: string,
  books: StatementYearBooks,
  jobs: StatementJobsRequest,
  { forms: asked, progress }: StatementWriting,
): Promise<WrittenStatements> {
  const directory = join(out, books.year, 'statements');
  checkWritable(directory);
  const forms = withFormsThere(directory, asked);
  progress.stage('writing statements');
  const records = [...yearStatements(books)];
  async function* files(): AsyncIterable<DerivedFile> {
    yield { name: 'summary.csv', text: yearSummaryCsv(records) };
    for await (const record of withListedJobs(books, jobs, records)) {
      yield* filesOf(record, record.wallet, forms);
    }
  }
  const names = await replaceDerived(directory, files());
  progress.end();
  return {
    wallets: records.length,
    files: names.length,
    directory,
    check: checkOf(directory, records[0], forms, books.months),
  };
}

/** The forms that are asked for first, then the others of which the directory has statements: names are those of wallets. */
function withFormsThere(directory: string, asked: readonly StatementForm[]): StatementForm[] {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const others = STATEMENT_FORMS.filter((form) =>
    names.some((name) => /^0x/.test(name) && name.endsWith(`.${ENDINGS[form]}`)),
  );
  return [...new Set([...asked, ...others])];
}

function checkOf(
  directory: string,
  first: { readonly wallet: string } | undefined,
  [form]: readonly StatementForm[],
  months: readonly ProvenMonth[],
): WrittenStatements['check'] {
  if (first === undefined || form === undefined) return null;
  const published = months.map((month) => {
    const file = join(month.directory, PUBLIC_FILE);
    // A month that an earlier version closed has none: its manifest says the same.
    return existsSync(file) ? file : join(month.directory, 'manifest.json');
  });
  return { file: join(directory, `${first.wallet}.${ENDINGS[form]}`), published };
}

function* filesOf(record: StatementRecord, wallet: string, forms: readonly StatementForm[]): Generator<DerivedFile> {
  const textIn = statementWriter(record, statementHash);
  for (const form of forms) yield { name: `${wallet}.${ENDINGS[form]}`, text: textIn(form) };
}
