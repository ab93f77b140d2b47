import { recognisedIn, recognisedToDate, type WaterfallRow } from '../../core/deferral/waterfall.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month, monthsFrom } from '../../core/month/month.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

/**
 * waterfall.csv: a row per provider, plan and charge month, a column per recognised month, from the earliest charge to the
 * last month that anything covers; net amounts. `billed + changed = recognised_to_date + remaining`.
 */
export function waterfallCsv(rows: readonly WaterfallRow[], month: Month, state: string): string {
  const months = spanOf(rows);
  const columns = [
    textColumn('month'),
    textColumn('state'),
    textColumn('provider'),
    textColumn('plan'),
    textColumn('charge_month'),
    numberColumn('charges'),
    numberColumn('billed_usd'),
    numberColumn('changed_usd'),
    ...months.map((each) => numberColumn(formatMonth(each))),
    numberColumn('recognised_to_date_usd'),
    numberColumn('remaining_usd'),
  ];
  const cells = rows.map((row) => {
    const { toDate, remaining } = recognisedToDate(row, month);
    return [
      formatMonth(month),
      state,
      row.provider,
      row.plan,
      formatMonth(row.chargeMonth),
      String(row.charges),
      formatMicro(row.billed),
      formatMicro(row.changed),
      ...months.map((each) => formatMicro(recognisedIn(row, each))),
      formatMicro(toDate),
      formatMicro(remaining),
    ];
  });
  return csvHeader(columns) + csvRows(columns, cells);
}

function spanOf(rows: readonly WaterfallRow[]): readonly Month[] {
  const [first] = rows;
  if (first === undefined) return [];
  let [from, to]: [number, number] = [first.chargeMonth, first.chargeMonth];
  for (const row of rows) {
    from = Math.min(from, row.chargeMonth);
    to = Math.max(to, row.chargeMonth + row.months.length - 1);
  }
  return monthsFrom(from as Month, to as Month);
}
