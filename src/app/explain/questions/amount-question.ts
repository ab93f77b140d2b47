import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { Exact, exactFromText } from '../../../core/money/exact-decimal.ts';
import type { Month } from '../../../core/month/month.ts';
import { countOf } from '../../../core/text/count-of.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { numberedRows, type ReportedMonth, reportedMonth } from '../month/reported-month.ts';

/** The amount that a text says, however a person copied it: `23.15`, `-0.000004`, `$1,234.50`, `23.15 USD`. Null for another text. */
export function amountOf(text: string): string | null {
  const [, sign, digits = '', decimals = ''] =
    /^(-?)[$]?(\d+|\d{1,3}(?:,\d{3})+)([.]\d+)?(?: ?(?:USD|Spark))?$/i.exec(text.trim()) ?? [];
  return sign === undefined ? null : `${sign}${digits.replaceAll(',', '')}${decimals}`;
}

/** Cells that nobody looks an amount up in: counts, and shares for reading. */
const NO_AMOUNTS = new Set([
  'month',
  'state',
  'line',
  'rows',
  'jobs',
  'k',
  'n',
  'rank',
  'entry',
  'share',
  'rate',
  'worker',
  'worker_nft_id',
]);

/**
 * The cells of a month's reports that hold an amount, whatever its sign; written with few decimals, also those that round to
 * it: a person copies 23.15 from a page.
 */
export async function byAmount(request: ExplainRequest, month: Month, text: string): Promise<Explanation[]> {
  const reports = await reportedMonth(request, month);
  const asked = exactFromText(text).abs();
  const decimals = text.split('.')[1]?.length ?? 0;
  // Most cells have other dollars: what is far is told by its text.
  const near = new Set([-1, 0, 1].map((beside) => asked.truncated().plus(beside).toFixed()));
  const isIt = (cell: string): boolean => {
    const point = cell.indexOf('.');
    if (point < 1 || !near.has(cell.slice(cell.startsWith('-') ? 1 : 0, point))) return false;
    if (!/^-?\d+[.]\d+$/.test(cell)) return false;
    const value = exactFromText(cell).abs();
    return value.equals(asked) || value.toDecimalPlaces(decimals, Exact.ROUND_HALF_UP).equals(asked);
  };
  const cells: Explanation[] = [];
  for (const { name } of reports.manifest.files) {
    if (!name.endsWith('.csv')) continue;
    for await (const cell of cellsThat(reports, name, isIt)) {
      cells.push(cell);
      if (cells.length === request.most) return [answer(text, cells, true)];
    }
  }
  return cells.length === 0 ? [] : [answer(text, cells, false)];
}

async function* cellsThat(
  reports: ReportedMonth,
  name: string,
  isIt: (cell: string) => boolean,
): AsyncGenerator<Explanation> {
  for await (const { columns, records, first } of numberedRows(reports, name)) {
    const own = [...columns].filter(([column]) => !NO_AMOUNTS.has(column));
    for (const [index, record] of records.entries()) {
      for (const [column, at] of own) {
        const cell = record[at] ?? '';
        if (!isIt(cell)) continue;
        const row = first + index;
        const names = ['line', 'provider', 'wallet', 'charge', 'account', 'reason', 'kind'].flatMap(
          (each) => record[columns.get(each) ?? -1] ?? [],
        );
        yield explained({
          label: `${cell} ${column} of ${names.filter((each) => each !== '').join(' ')}`,
          cell: { file: name, row, column },
        });
      }
    }
  }
}

function answer(text: string, cells: readonly Explanation[], isFull: boolean): Explanation {
  return explained({
    label: `${text} stands in ${countOf(cells.length, isFull ? 'or more cell' : 'cell')}`,
    note: 'explain FILE:ROW says why; amounts of few decimals are found by rounding too',
    factors: cells,
  });
}
