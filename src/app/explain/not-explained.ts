import { formatMonth } from '../../core/month/month.ts';
import { hasAddressForm } from '../../core/wallet/checksum-address.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { CellQuestion } from './report-cell.ts';
import { numberedRows, type ReportedMonth } from './reported-month.ts';

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
  if (hasAddressForm(asked.toLowerCase()))
    return nothing(
      asked,
      `${month} credits no job to the wallet ${asked}`,
      'Look at its row of wallet-jobs.csv, or name another month with --month.',
    );
  return nothing(asked, `no figure, wallet, charge, invoice, job or row of ${month} is called "${asked}"`);
}

function nothing(asked: string, message: string, remedy?: string): InvalidInput {
  return new InvalidInput([problem('nothing-to-explain', { file: asked }, message, remedy)]);
}
