import { join } from 'node:path';
import { formatMonth } from '../../core/month/month.ts';
import type { StatementForm } from '../../core/statement/statement-record.ts';
import { type DerivedFile, replaceDerived } from '../../files/derived-directory.ts';
import { statementIn } from '../../render/statement/statement-forms.ts';
import type { Progress } from '../books/progress.ts';
import { statementHash } from '../close/reports/statement-hash.ts';
import { monthRecord, type StatementMonthBooks } from './month-records.ts';

const ENDINGS: Readonly<Record<StatementForm, string>> = { text: 'txt', csv: 'csv', html: 'html', json: 'json' };
const WALLETS_PER_REPORT = 500;

/** What was written: how many wallets, and where. */
export interface WrittenStatements {
  readonly wallets: number;
  readonly files: number;
  readonly directory: string;
}

/** Writes the statements of all wallets of a month into `reports/MONTH/statements/`, replaced whole. */
export async function writeStatements(
  out: string,
  books: StatementMonthBooks,
  forms: readonly StatementForm[],
  progress: Progress,
): Promise<WrittenStatements> {
  const { proven } = books;
  const directory = join(out, formatMonth(proven.month), 'statements');
  progress.stage('writing statements');
  const wallets = proven.statements.length;
  async function* files(): AsyncIterable<DerivedFile> {
    for (const [index, { wallet }] of proven.statements.entries()) {
      const record = monthRecord(proven.proven(index), books);
      for (const form of forms)
        yield { name: `${wallet}.${ENDINGS[form]}`, text: statementIn(form, record, statementHash) };
      if (index % WALLETS_PER_REPORT === 0) progress.advance(index, wallets, 'rows');
    }
  }
  const names = await replaceDerived(directory, files());
  progress.end();
  return { wallets, files: names.length, directory };
}
