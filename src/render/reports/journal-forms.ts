import type { CentLine } from '../../core/journal/cents.ts';
import { formatScaled } from '../../core/money/micro.ts';
import { escapeFormula } from '../../core/text/formula-escape.ts';
import { csvLines } from './csv.ts';

/** An entry for other books: its accounts have their names there. */
export interface FormEntry {
  /** Of journal.csv, or `rounding`. */
  readonly number: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly memo: string;
  readonly lines: readonly CentLine[];
}

/** What QuickBooks Online reads under Import data, Journal entries: the headings of Intuit's sample file. */
const QUICKBOOKS_COLUMNS =
  '*JournalNo,*JournalDate,*AccountName,*Debits,*Credits,Description,Name,Currency,Location,Class'.split(',');

/** What Xero reads under Manual journals, Import: the headings of its template. */
const XERO_COLUMNS =
  '*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2'.split(
    ',',
  );

/** Xero takes no more lines in one file. */
const XERO_LINES = 300;

/** The journal of a month for QuickBooks Online: days as month/day/year, the lines of an entry under its number. */
export function quickbooksJournal(month: string, entries: readonly FormEntry[]): string {
  const rows = entries.flatMap(({ number, date, memo, lines }) => {
    const [year = '', monthNumber = '', day = ''] = date.split('-');
    return lines.map(({ account, cents }) => [
      ...[`${month}-${number}`, `${monthNumber}/${day}/${year}`, account],
      ...(cents < 0n ? ['', dollars(-cents)] : [dollars(cents), '']),
      ...[memo, '', 'USD', '', ''],
    ]);
  });
  return csvLines([QUICKBOOKS_COLUMNS, ...rows.map((row) => row.map(safeCell))]);
}

/**
 * The same for Xero, as files of at most 300 lines with whole entries in each: days as day/month/year, debits positive. Lines of
 * one narration and day are one journal there, so the narration has the entry's number. One longer entry has a file of its own.
 */
export function xeroJournals(month: string, entries: readonly FormEntry[], taxRate: string): string[] {
  const files: string[][][] = [];
  for (const { number, date, memo, lines } of entries) {
    const [year = '', monthNumber = '', day = ''] = date.split('-');
    const head = [`revshare ${month} ${number}`, `${day}/${monthNumber}/${year}`, memo];
    const rows = lines.map(({ account, cents }) => [...head, account, taxRate, dollars(cents), '', '', '', '']);
    const last = files.at(-1);
    if (last === undefined || last.length + rows.length > XERO_LINES) files.push(rows);
    else last.push(...rows);
  }
  return files.map((rows) => csvLines([XERO_COLUMNS, ...rows.map((row) => row.map(safeCell))]));
}

function dollars(cents: bigint): string {
  return formatScaled(cents, 2);
}

/** Texts of others must not run in a spreadsheet; amounts keep their sign. */
function safeCell(text: string): string {
  return /^-\d+\.\d\d$/.test(text) ? text : escapeFormula(text);
}
