import { Exact, exactFromMicro, exactFromText } from '../../money/exact-decimal.ts';
import { exactUsd, usd } from '../tree/amount.ts';
import { type Explanation, explained, sumFormula } from '../tree/explanation.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';

/** A row of forward.csv: what charges made so far bring in a later month. */
export interface ForwardFigures {
  readonly row: ExplainedRow;
  /** What it is the sum of: of one provider the cells of waterfall.csv for that month, of all the rows of the providers. */
  readonly parts: readonly Explanation[];
  /** `pool.share` of the later month, as the reports knew it. */
  readonly share: string;
}

/** Explains a cell of forward.csv. Without a column what is deferred to the month. Null for what is no figure. */
export function forwardCell(figures: ForwardFigures, column: string | null): Explanation | null {
  if (column === 'committed_pool_usd') return textIn(figures.row, column) === '' ? null : committed(figures);
  return column === null || column === 'deferred_usd' ? deferred(figures) : null;
}

function deferred({ row, parts }: ForwardFigures): Explanation {
  return explained({
    label: `recognised in ${textIn(row, 'later_month')} of what was charged so far: ${textIn(row, 'provider')}`,
    amount: usd(microIn(row, 'deferred_usd')),
    formula: sumFormula(parts),
    rule: 'R5',
    note: 'if nothing more happens to these charges',
    cell: cellIn(row, 'deferred_usd'),
    parts,
  });
}

function committed(figures: ForwardFigures): Explanation {
  const { row, share } = figures;
  const stated = exactFromText(textIn(row, 'committed_pool_usd'));
  const own = exactFromMicro(microIn(row, 'deferred_usd'));
  const isProduct = own.times(new Exact(share)).equals(stated);
  return explained({
    label: `pool that ${textIn(row, 'later_month')} has committed already`,
    amount: exactUsd(stated),
    formula: isProduct ? `${textIn(row, 'deferred_usd')} * ${share}` : 'by the share of that month',
    rule: 'R10',
    cell: cellIn(row, 'committed_pool_usd'),
    factors: [deferred(figures)],
  });
}
