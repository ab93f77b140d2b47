import { exactUsd } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained, sumFormula } from '../../../core/explanation/tree/explanation.ts';
import { cellIn, type ExplainedRow, textIn } from '../../../core/explanation/tree/report-row.ts';
import { Exact, exactFromText } from '../../../core/money/exact-decimal.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { type NumberedRows, numberedRows, type ReportedMonth } from '../month/reported-month.ts';

/** journal.csv: the entry that the row is a line of; its lines balance. */
export async function journalRow(
  _request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  if (column !== null && !(['debit', 'credit'].includes(column) && textIn(row, column) !== '')) return null;
  const lines: Explanation[] = [];
  for await (const piece of numberedRows(reports, row.file)) lines.push(...linesOf(piece, textIn(row, 'entry')));
  return explained({
    label: `entry ${textIn(row, 'entry')} of ${textIn(row, 'date')}: ${textIn(row, 'memo')}; debits less credits`,
    amount: exactUsd(new Exact(0)),
    formula: sumFormula(lines),
    note: `row ${row.row} is its line on ${textIn(row, 'account')}; docs/books.md has the accounts`,
    cell: cellIn(row, textIn(row, 'debit') === '' ? 'credit' : 'debit'),
    parts: lines,
  });
}

function linesOf({ columns, records, first }: NumberedRows, entry: string): Explanation[] {
  const at = (column: string): number => columns.get(column) ?? -1;
  return records.flatMap((record, index) => {
    if (record[at('entry')] !== entry) return [];
    const [debit = '', credit = ''] = [record[at('debit')], record[at('credit')]];
    const column = debit === '' ? 'credit' : 'debit';
    const amount = debit === '' ? exactFromText(credit).negated() : exactFromText(debit);
    return [
      explained({
        label: `${column} ${record[at('account')] ?? ''}`,
        amount: exactUsd(amount),
        cell: { file: 'journal.csv', row: first + index, column },
      }),
    ];
  });
}
