import { usd } from '../tree/amount.ts';
import { type Explanation, explained, lessThat, sumFormula } from '../tree/explanation.ts';
import { cellIn, dollarsIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';

const LABELS: Readonly<Record<string, string>> = {
  charged_usd: 'charged, net of tax and fee',
  changed_usd: 'changed by refunds, disputes and restorations',
  recognised_before_usd: 'what earlier months recognised',
  recognised_in_usd: 'what the month recognised',
};

const WHOLE = 'recognised_after_usd';

/**
 * Explains a cell of deferred.csv: what is not recognised yet is what was charged and changed, less what is recognised
 * (docs/books.md). Null for what is no figure.
 */
export function deferredCell(row: ExplainedRow, column: string | null): Explanation | null {
  const name = `${textIn(row, 'provider')} ${textIn(row, 'charge')}`;
  const covers = `covers ${textIn(row, 'covers_from')} to ${textIn(row, 'covers_to')}`;
  const asked = column ?? WHOLE;
  const label = LABELS[asked];
  if (label !== undefined) {
    const figure = dollarsIn(row, asked, `${label}: ${name}`);
    return { ...figure, rule: asked === 'changed_usd' ? 'R6' : 'R5', note: covers };
  }
  if (asked !== WHOLE) return null;
  const part = (each: string): Explanation => dollarsIn(row, each, LABELS[each] ?? each);
  const parts = [
    part('charged_usd'),
    part('changed_usd'),
    lessThat(part('recognised_before_usd')),
    lessThat(part('recognised_in_usd')),
  ];
  return explained({
    label: `deferred of ${name}`,
    amount: usd(microIn(row, WHOLE)),
    formula: sumFormula(parts),
    rule: 'R5',
    note: covers,
    cell: cellIn(row, WHOLE),
    parts,
  });
}
