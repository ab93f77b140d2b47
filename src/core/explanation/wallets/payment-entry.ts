import { Exact, exactFromText } from '../../money/exact-decimal.ts';
import { type Amount, exactUsd } from '../tree/amount.ts';
import { asPartsOf, type Explanation, explained, sumFormula } from '../tree/explanation.ts';
import { cellIn, type ExplainedRow, textIn } from '../tree/report-row.ts';

const FIGURES: readonly string[] = ['debit', 'credit', 'debit_usd', 'credit_usd'];

/**
 * Explains a figure of payment-journal.csv: the entry that its row is a line of. Its lines sum to zero in dollars; those of
 * what a rail took in an asset of which no rate is known, in that asset (R17). Null for a cell that is no figure.
 *
 * @param rows all of the file
 */
export function paymentEntryCell(
  row: ExplainedRow,
  column: string | null,
  rows: readonly ExplainedRow[],
): Explanation | null {
  if (column !== null && !(FIGURES.includes(column) && textIn(row, column) !== '')) return null;
  const entry = rows.filter((each) => textIn(each, 'entry') === textIn(row, 'entry'));
  const isInDollars = entry.every((each) => sideOf(each, '_usd') !== null);
  const lines = entry.map((each) => lineOf(each, isInDollars ? '_usd' : ''));
  const whole: Amount = isInDollars
    ? exactUsd(new Exact(0))
    : { value: new Exact(0), unit: textIn(row, 'currency'), text: '0' };
  const what = `entry ${textIn(row, 'entry')} of ${textIn(row, 'date')}: ${textIn(row, 'memo')}`;
  return explained({
    label: `${what}; debits less credits`,
    amount: whole,
    formula: sumFormula(lines),
    rule: 'R17',
    note: `row ${row.row} is its line on ${textIn(row, 'account')}`,
    cell: cellIn(row, textIn(row, 'debit') === '' ? 'credit' : 'debit'),
    ...asPartsOf(whole, lines),
  });
}

/** The column of a line's debit or credit, in its own asset or in dollars; null where it has neither. */
function sideOf(row: ExplainedRow, unit: '' | '_usd'): string | null {
  return [`debit${unit}`, `credit${unit}`].find((column) => textIn(row, column) !== '') ?? null;
}

function lineOf(row: ExplainedRow, unit: '' | '_usd'): Explanation {
  const column = sideOf(row, unit) ?? 'debit';
  const text = textIn(row, column) || '0';
  const value = column.startsWith('credit') ? exactFromText(text).negated() : exactFromText(text);
  const amount = unit === '_usd' ? exactUsd(value) : { value, unit: textIn(row, 'currency'), text: value.toFixed() };
  const own = `${textIn(row, column.replace('_usd', ''))} ${textIn(row, 'currency')}`;
  return explained({
    label: `${column.replace('_usd', '')} ${textIn(row, 'account')}`,
    amount,
    note: unit === '_usd' && textIn(row, 'currency') !== 'USD' ? own : '',
    cell: cellIn(row, column),
  });
}
