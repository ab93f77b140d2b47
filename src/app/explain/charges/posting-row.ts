import type { RevenueLine } from '../../../core/close/net-revenue.ts';
import type { PostedRow } from '../../../core/explanation/charges/posted-row.ts';
import { postingNode } from '../../../core/explanation/charges/posting-node.ts';
import { usd } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained, lessThat, sumFormula } from '../../../core/explanation/tree/explanation.ts';
import { cellIn, dollarsIn, type ExplainedRow, microIn, textIn } from '../../../core/explanation/tree/report-row.ts';
import { netOf } from '../../../core/money/components.ts';
import { postedRowReader } from '../../../render/reports/postings-csv.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { PostingWholes } from '../month/posting-wholes.ts';
import type { ReportedMonth } from '../month/reported-month.ts';
import { rateCell } from './rate-cell.ts';

const LINES: Readonly<Record<string, RevenueLine>> = {
  gross_usd: 'gross',
  customer_tax_usd: 'customer_tax',
  provider_fee_usd: 'provider_fee',
};

/** Explains a cell of postings.csv: without a column its net. Null for what is no figure. */
export async function postingRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  if (column === 'rate') return rateCell(request, reports, row);
  const line = LINES[column ?? ''];
  if (column !== null && column !== 'net_usd' && line === undefined) return null;
  const names = [...row.cells.keys()];
  const columns = new Map(names.map((name, at) => [name, at]));
  const posting = postedRowReader(columns)([...row.cells.values()], row.row);
  const wholes = new PostingWholes(request, reports);
  await wholes.read([posting]);
  const whole = wholes.of(posting);
  if (column === null || line === undefined)
    return postingNode(posting, reports.month, { line: null, amount: netOf(posting.amounts), whole });
  if (line === 'gross' && posting.kind === 'charge')
    return postingNode(posting, reports.month, { line, amount: posting.amounts.gross, whole });
  // As the row prints it: what pool.csv takes off stands there without a sign.
  const cut = whole !== null && whole.share !== null ? whole : null;
  const node = postingNode(posting, reports.month, { line: 'gross', amount: microIn(row, column), whole: cut });
  const formula = cut === null ? formulaIn(row, posting.kind) : node.formula;
  return { ...node, label: `${column} of ${node.label}`, formula, cell: cellIn(row, column) };
}

/** Where a component of a row comes from: what a change moves in a month is what schedules come to with it, less without it. */
function formulaIn(row: ExplainedRow, kind: PostedRow['kind']): string {
  const [k, n] = [textIn(row, 'k'), textIn(row, 'n')];
  if (CHANGES.has(kind)) return `what the ${kind} changes of it in the month`;
  if (kind === 'prior-period') return 'what that month should have posted of it, less what it posted';
  return k === '' ? 'as the row of the export prints it' : `month ${k} of ${n} of the charge`;
}

const CHANGES: ReadonlySet<PostedRow['kind']> = new Set(['refund', 'dispute', 'restoration']);

/** Explains a cell of adjustments.csv: gross less tax and fee, of a final month (R16). Null for what is no figure. */
export async function adjustmentRow(
  _request: ExplainRequest,
  _reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  if (column !== null && !column.endsWith('_usd')) return null;
  const parts = [
    dollarsIn(row, 'gross_usd', 'gross'),
    lessThat(dollarsIn(row, 'customer_tax_usd', 'customer tax')),
    lessThat(dollarsIn(row, 'provider_fee_usd', 'provider fee')),
  ];
  const source = { input: textIn(row, 'source'), line: Number(textIn(row, 'line')) };
  const what = `${textIn(row, 'provider')} ${textIn(row, 'charge')}, adjustment of ${textIn(row, 'original_month')}`;
  const note = `${textIn(row, 'reason')}: what that month should have posted, less what it posted`;
  if (column !== null && column !== 'net_usd')
    return { ...dollarsIn(row, column, `${column} of ${what}`), rule: 'R16', note, source };
  return explained({
    label: what,
    amount: usd(microIn(row, 'net_usd')),
    formula: sumFormula(parts),
    rule: 'R16',
    note,
    cell: cellIn(row, 'net_usd'),
    source,
    parts,
  });
}
