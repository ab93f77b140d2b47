import { formatMicro, microFromText } from '../../money/micro.ts';
import { type Amount, millionths, type Unit } from '../tree/amount.ts';
import { type Explanation, explained, lessThat, sumFormula, sumOf } from '../tree/explanation.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';

/** A line of reconciliation.csv and the rows behind its two sides, as far as rows are known. */
export interface ReconciliationFigures {
  readonly row: ExplainedRow;
  /** Rows of the exports that ours is the sum of. */
  readonly ours: readonly Explanation[];
  /** Rows of the provider's statement. */
  readonly theirs: readonly Explanation[];
}

/**
 * Explains a cell of reconciliation.csv, in the line's own currency. Without a column the difference: the provider's amount less
 * ours, and its causes. Null for what is no figure.
 */
export function reconciliationCell(figures: ReconciliationFigures, column: string | null): Explanation | null {
  if (column === 'ours') return side(figures, 'ours');
  if (column === 'provider_amount') return side(figures, 'provider_amount');
  return column === null || column === 'difference' ? difference(figures) : null;
}

function difference(figures: ReconciliationFigures): Explanation {
  const { row } = figures;
  const parts = [side(figures, 'provider_amount'), lessThat(side(figures, 'ours'))];
  return explained({
    label: `difference of ${nameOf(row)}`,
    amount: millionths(microIn(row, 'difference'), unitOf(row)),
    formula: sumFormula(parts),
    note: `${textIn(row, 'status')}${textIn(row, 'why') === '' ? '' : `: ${textIn(row, 'why')}`}`,
    cell: cellIn(row, 'difference'),
    parts,
    factors: causesOf(row),
  });
}

function side({ row, ours, theirs }: ReconciliationFigures, column: 'ours' | 'provider_amount') {
  const isOurs = column === 'ours';
  const amount = millionths(microIn(row, column), unitOf(row));
  const behind = isOurs ? ours : theirs;
  const isWhole =
    behind.length > 0 &&
    sumOf(behind).equals(amount.value) &&
    behind.every((each) => each.amount?.unit === amount.unit);
  return explained({
    label: `${isOurs ? 'our rows' : 'what the provider states'}: ${nameOf(row)}`,
    amount,
    formula: isWhole ? sumFormula(behind) : isOurs ? ourFormula(amount, behind) : `as ${textIn(row, 'source')} has it`,
    cell: cellIn(row, column),
    ...(isWhole ? { parts: behind } : { factors: behind }),
  });
}

function ourFormula({ value }: Amount, behind: readonly Explanation[]): string {
  return value.isZero() && behind.length === 0
    ? 'no row of our exports has it: 0'
    : 'the sum of the rows of our exports';
}

/** The causes that the line names, with their amounts. They sum to the difference. */
function causesOf(row: ExplainedRow): Explanation[] {
  const found = textIn(row, 'why')
    .split('; ')
    .flatMap((each) => {
      const [, name, amount] = /^(.+) (-?\d+[.]\d{6})$/.exec(each) ?? [];
      return name === undefined || amount === undefined ? [] : [{ name, amount: microFromText(amount) }];
    });
  const whole = microIn(row, 'difference');
  if (found.length === 0 || found.reduce((sum, { amount }) => sum + amount, 0n) !== whole) return [];
  const parts = found.map(({ name, amount }) => explained({ label: name, amount: millionths(amount, unitOf(row)) }));
  return [
    explained({
      label: `why it is ${formatMicro(whole)}`,
      amount: millionths(whole, unitOf(row)),
      formula: sumFormula(parts),
      parts,
    }),
  ];
}

/** The unit of a line's amounts. Lines that count rows or units have no currency. */
export function unitOf(row: ExplainedRow): Unit {
  const category = textIn(row, 'category');
  if (category.endsWith('_rows')) return 'rows';
  return category === 'units' ? 'units' : textIn(row, 'currency').toUpperCase();
}

function nameOf(row: ExplainedRow): string {
  return ['provider', 'source', 'category', 'currency'].map((column) => textIn(row, column)).join(' ');
}
