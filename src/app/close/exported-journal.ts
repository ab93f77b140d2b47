import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormAccounts, JournalForm, JournalForms } from '../../config/journal-forms.ts';
import { type ExactLine, inCents } from '../../core/journal/cents.ts';
import { decimalsOf, exactFromText, scaledFromExact } from '../../core/money/exact-decimal.ts';
import { formatMonth, lastDayOf, type Month } from '../../core/month/month.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { asReport } from '../../files/modes.ts';
import { checkWritable, makeDirectory } from '../../files/named-places.ts';
import { replaceFile } from '../../files/output-directory.ts';
import { reportRecords, rowsOf } from '../../files/report-records.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { type FormEntry, quickbooksJournal, xeroJournals } from '../../render/reports/journal-forms.ts';
import { listedHash, readManifest } from '../../render/reports/read-manifest.ts';

export interface JournalRequest {
  readonly month: Month;
  readonly state: 'estimate' | 'review' | 'final';
  readonly out: string;
  readonly form: JournalForm;
  readonly forms: JournalForms;
  /** The configuration, for saying where an account is missing. */
  readonly config: string;
  /** Where the files go. */
  readonly to: string;
}

/** What was written. */
export interface ExportedJournal {
  readonly files: readonly string[];
  readonly entries: number;
  /** Lines of the last entry, which carries the cents of rounding: how many, and the most that one of them has. */
  readonly rounding: { readonly lines: number; readonly most: bigint };
}

/** What to do where a month, `YYYY-MM`, has no final reports. */
function notFinal(month: string): string {
  return `\`revshare status ${month}\` shows what the month waits for before it becomes final; or name the reports of an open one: --state review or estimate.`;
}

/** A row of journal.csv. */
interface JournalRow {
  readonly entry: string;
  readonly date: string;
  readonly memo: string;
  readonly account: string;
  /** Decimal text, debits positive. */
  readonly amount: string;
}

/**
 * Writes the journal of stored reports for QuickBooks Online or Xero: the entries of journal.csv in cents, and their accounts as
 * the configuration maps them. Reports, books and manifest stay as they are.
 *
 * @throws InvalidInput no-reports, damaged-reports, unreadable-path; invalid-config with every account that has no name there
 */
export async function exportJournal(request: JournalRequest): Promise<ExportedJournal> {
  const { month, form, to, forms } = request;
  const rows = await journalRows(request);
  const accounts = mappedAccounts(request, rows);
  const { entries, rounding } = entriesInCents(rows, accounts, lastDayOf(month));
  const name = formatMonth(month);
  checkWritable(to);
  asReport(() => makeDirectory(to));
  const texts =
    form === 'xero' ? xeroJournals(name, entries, forms.xero?.taxRate ?? '') : [quickbooksJournal(name, entries)];
  const files = texts.map((text, index) => {
    const path = join(to, `journal-${name}-${form}${texts.length > 1 ? `-${index + 1}` : ''}.csv`);
    replaceFile(path, text);
    return path;
  });
  const most = rounding.reduce((largest, { cents }) => (cents > largest ? cents : largest), 0n);
  return { files, entries: entries.length, rounding: { lines: rounding.length, most } };
}

async function journalRows({ out, month, state }: JournalRequest): Promise<JournalRow[]> {
  const directory = join(out, formatMonth(month), state);
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) {
    const name = formatMonth(month);
    const message = `there are no ${state} reports of ${name} here: manifest.json is missing`;
    const remedy =
      state === 'final'
        ? notFinal(name)
        : `Make them with \`revshare reconcile ${name}\`, or name their directory with --out.`;
    throw new InvalidInput([problem('no-reports', { file: directory }, message, remedy)]);
  }
  const sha256 = listedHash(readManifest(readFileSync(path, 'utf8')).files(), 'journal.csv');
  if (sha256 === undefined) {
    throw new InvalidInput([problem('damaged-reports', { file: path }, 'it does not list journal.csv')]);
  }
  const rows: JournalRow[] = [];
  for await (const some of rowsOf(reportRecords(join(directory, 'journal.csv'), sha256), rowReader)) rows.push(...some);
  return rows;
}

function rowReader(columns: ReadonlyMap<string, number>): (record: readonly string[]) => JournalRow {
  return (record) => {
    const cell = (name: string): string => record[columns.get(name) ?? -1] ?? '';
    const about = [cell('memo'), cell('charge')].map(unescapeFormula).filter((text) => text !== '');
    const amount = cell('debit') === '' ? `-${cell('credit')}` : cell('debit');
    return { entry: cell('entry'), date: cell('date'), memo: about.join(' '), account: cell('account'), amount };
  };
}

/** @throws InvalidInput invalid-config, with every account that has no name there */
function mappedAccounts(
  { form, forms, config }: JournalRequest,
  rows: readonly JournalRow[],
): FormAccounts['accounts'] {
  const accounts = forms[form]?.accounts ?? {};
  const missing = [...new Set(rows.map(({ account }) => account))]
    .filter((name) => accounts[name] === undefined)
    .sort();
  const [first] = missing;
  if (first === undefined) return accounts;
  const message = `journal.${form}.accounts has no account for ${missing.join(', ')}`;
  const remedy = `Name each of them there, such as "${first}": "its name in the other books" (docs/books.md has an example).`;
  throw new InvalidInput([problem('invalid-config', { file: config }, message, remedy)]);
}

function entriesInCents(rows: readonly JournalRow[], accounts: FormAccounts['accounts'], lastDay: string) {
  const amounts = rows.map(({ amount }) => exactFromText(amount));
  const decimals = amounts.reduce((most, amount) => Math.max(most, decimalsOf(amount)), 2);
  const entries = new Map<string, { head: JournalRow; lines: ExactLine[] }>();
  for (const [index, row] of rows.entries()) {
    const entry = entries.get(row.entry) ?? { head: row, lines: [] };
    entries.set(row.entry, entry);
    const amount = amounts[index];
    // Two accounts that are one there stay two lines.
    if (amount !== undefined) entry.lines.push({ account: row.account, amount: scaledFromExact(amount, decimals) });
  }
  const all = [...entries.values()];
  const rounded = inCents(
    all.map(({ lines }) => lines),
    decimals,
  );
  const named = (lines: readonly { readonly account: string; readonly cents: bigint }[]) =>
    lines.map(({ account, cents }) => ({ account: accounts[account] ?? account, cents }));
  const given: FormEntry[] = all.flatMap(({ head: { entry: number, date, memo } }, index) => {
    const lines = named(rounded.entries[index] ?? []);
    return lines.length === 0 ? [] : [{ number, date, memo, lines }];
  });
  if (rounded.rounding.length > 0) {
    given.push({ number: 'rounding', date: lastDay, memo: 'cents of rounding', lines: named(rounded.rounding) });
  }
  return { entries: given, rounding: rounded.rounding };
}
