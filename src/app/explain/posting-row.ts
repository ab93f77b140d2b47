import type { Explanation } from '../../core/explanation/explanation.ts';
import { postingNode } from '../../core/explanation/posting-node.ts';
import { netOf } from '../../core/money/components.ts';
import { postedRowReader } from '../../render/reports/postings-csv.ts';
import { ChargeWholes } from './charge-wholes.ts';
import type { ExplainRequest } from './explain-request.ts';
import { numberedRows, type ReportedMonth } from './reported-month.ts';

/** Explains a row of postings.csv: its net. Null where it has no such row. */
export async function postingRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: number,
): Promise<Explanation | null> {
  for await (const { columns, records, first } of numberedRows(reports, 'postings.csv')) {
    const record = records[row - first];
    if (record === undefined) continue;
    const posting = postedRowReader(columns)(record, row);
    const wholes = new ChargeWholes(request, reports.month);
    await wholes.read([posting]);
    return postingNode(posting, reports.month, {
      line: null,
      amount: netOf(posting.amounts),
      whole: wholes.of(posting),
    });
  }
  return null;
}
