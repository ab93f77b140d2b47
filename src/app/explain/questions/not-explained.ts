import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { citedInput } from '../../../core/revenue/cited-input.ts';
import { hasAddressForm } from '../../../core/wallet/checksum-address.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import { numberedRows, type ReportedMonth } from '../month/reported-month.ts';
import { amountOf } from './amount-question.ts';
import type { CellQuestion } from './report-cell.ts';

/** A cell that a month's report does not have, with what it has instead. */
export async function noSuchCell(reports: ReportedMonth, asked: string, cell: CellQuestion): Promise<InvalidInput> {
  const of = `${cell.file} of ${formatMonth(reports.month)}`;
  let [last, names] = [1, ''];
  for await (const { columns, records, first } of numberedRows(reports, cell.file)) {
    last = first + records.length - 1;
    names = [...columns.keys()].join(', ');
  }
  if (cell.row >= 2 && cell.row <= last)
    return nothing(asked, `${of} has no figure in a column "${cell.column ?? ''}"`, `Its columns are ${names}.`);
  const rows = last < 2 ? 'no rows but its header' : `the rows 2 to ${last}; row 1 is its header`;
  return nothing(asked, `${of} has ${rows}`);
}

/** A row that a file beside the reports does not have. @param last its last row; the header is row 1 */
export function noSuchRow(file: string, month: Month, row: number, last: number): InvalidInput {
  const rows = last < 2 ? 'no rows but its header' : `the rows 2 to ${last}; row 1 is its header`;
  return nothing(`${file}:${row}`, `${file} of ${formatMonth(month)} has ${rows}`);
}

/** A line that an input does not have. */
export function noSuchLine({ name, rows }: Pick<ImportRecord, 'name' | 'rows'>, line: number): InvalidInput {
  const counted = rows === 1 ? '1 row was read from it' : `${rows} rows were read from it`;
  return nothing(`${name}:${line}`, `${name} has nothing in line ${line}; ${counted}`, 'Lines count from 1.');
}

/** A line of several inputs with one name: which is meant is not guessed. */
export function severalInputs(
  asked: string,
  records: readonly Pick<ImportRecord, 'name' | 'sha256'>[],
  line: number,
): InvalidInput {
  const names = records.map(({ name, sha256 }) => `${name} (SHA-256 ${citedInput(sha256)}...)`).join(', ');
  const ways = records.map(({ sha256 }) => `${citedInput(sha256)}:${line}`).join(' or ');
  const remedy = `Write the beginning of its SHA-256 for its name: ${ways}; or a longer path, where theirs differ.`;
  return nothing(asked, `${records.length} inputs are called so: ${names}`, remedy);
}

/** What a month writes, by its names. */
const FILES_OF_MONTH =
  /^(?:[a-z-]+[.]csv|(?:report|index)[.]html|(?:manifest|public|usage|leaderboard)[.]json|journal[.](?:beancount|hledger))$/;

/** A name that is nothing of a month; what looks like a report is told which reports there are. */
export function nothingCalled(
  asked: string,
  month: string,
  reports: ReportedMonth | null,
  cell: CellQuestion | null,
): InvalidInput {
  const names = reports?.manifest.files.map(({ name }) => name).filter((name) => name.endsWith('.csv')) ?? [];
  if (cell !== null && names.length > 0) {
    const message = `${month} has no report ${cell.file}, and no import is called so`;
    return nothing(asked, message, `Its reports are ${names.join(', ')}.`);
  }
  const file = /(?:^|\/)([\w.-]+[.](?:csv|json|html|beancount|hledger))(?::\d+)?$/.exec(asked)?.[1];
  if (file !== undefined && FILES_OF_MONTH.test(file)) {
    const isTable = file.endsWith('.csv');
    const message = isTable
      ? `${file} is a report of ${month}, and no row of it is named`
      : `${file} is no table: what it shows stands in the CSV reports of ${month}`;
    return nothing(
      asked,
      message,
      isTable ? `Write a row of it, like ${file}:2.` : `Name a row of one, like pool.csv:9.`,
    );
  }
  if (hasAddressForm(asked.toLowerCase()))
    return nothing(
      asked,
      `${month} has no job of the wallet ${asked}, and nothing stands on its balance`,
      'Name another month with --month.',
    );
  const amount = amountOf(asked);
  if (amount !== null) return nothing(asked, `no cell in the CSV reports of ${month} has ${amount}, nor rounds to it`);
  return nothing(asked, `no figure, wallet, charge, invoice, job or row of ${month} is called "${asked}"`);
}

function nothing(asked: string, message: string, remedy?: string): InvalidInput {
  return new InvalidInput([problem('nothing-to-explain', { file: asked }, message, remedy)]);
}
