import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import type { ExplainedRow } from '../../../core/explanation/tree/report-row.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { countOf } from '../../../core/text/count-of.ts';
import { unescapeFormula } from '../../../core/text/formula-escape.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { numberedRows, type ReportedMonth, reportedMonth } from '../month/reported-month.ts';
import { plainRow } from './row-question.ts';

/** The columns of reports that say what a row is about, whatever it is called. */
const NAMES = [
  'charge',
  'subject',
  'worker',
  'worker_nft_id',
  'subscriber',
  'account',
  'name',
  'code',
  'reason',
  'plan',
];

/**
 * The rows of a month's reports that name something which is no charge, job or wallet: a cost of costs.csv, what an exception is about,
 * the NFT of a worker, an account of the journal, a plan, why something was left out. Null where no row does.
 */
export async function rowsNaming(request: ExplainRequest, month: Month, asked: string): Promise<Explanation | null> {
  const reports = await reportedMonth(request, month);
  const rows: Explanation[] = [];
  for (const { name } of reports.manifest.files) {
    if (!name.endsWith('.csv')) continue;
    for await (const row of rowsOf(reports, name, asked)) {
      if (rows.length === request.most) return answer(asked, month, rows, true);
      rows.push({ ...plainRow(row, null), note: '' });
    }
  }
  return rows.length === 0 ? null : answer(asked, month, rows, false);
}

async function* rowsOf(reports: ReportedMonth, file: string, asked: string): AsyncGenerator<ExplainedRow> {
  for await (const { columns, records, first } of numberedRows(reports, file)) {
    const own = NAMES.flatMap((name) => columns.get(name) ?? []);
    if (own.length === 0) return;
    for (const [index, record] of records.entries()) {
      if (!own.some((at) => unescapeFormula(record[at] ?? '') === asked)) continue;
      yield { file, row: first + index, cells: new Map([...columns].map(([name, at]) => [name, record[at] ?? ''])) };
    }
  }
}

function answer(asked: string, month: Month, rows: readonly Explanation[], isFull: boolean): Explanation {
  const count = countOf(rows.length, isFull ? 'or more row' : 'row');
  return explained({
    label: `${asked} stands in ${count} of the reports of ${formatMonth(month)}`,
    note: 'explain FILE:ROW says why each is what it is',
    factors: rows,
  });
}
