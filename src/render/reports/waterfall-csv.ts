import { recognisedIn, recognisedToDate, type WaterfallRow } from '../../core/deferral/waterfall.ts';
import { formatMonth, type Month, monthsFrom } from '../../core/month/month.ts';
import { type Column, type Columns, count, csvText, HEAD, micro, month, type ReportHead, text } from './columns.ts';

type WaterfallLine = WaterfallRow & ReportHead & ReturnType<typeof recognisedToDate>;

/**
 * waterfall.csv: a row per provider, plan and charge month, a column per recognised month, from the earliest charge to the
 * last month that anything covers; net amounts. `billed + changed = recognised_to_date + remaining`.
 */
export function waterfallCsv(rows: readonly WaterfallRow[], month: Month, state: string): string {
  return csvText(
    columnsOf(spanOf(rows)),
    rows.map((row) => ({ ...row, ...recognisedToDate(row, month), month, state })),
  );
}

function columnsOf(months: readonly Month[]): Columns<WaterfallLine> {
  const recognised = months.map((each): [string, Column<WaterfallLine>] => {
    return [formatMonth(each), micro.of((row) => recognisedIn(row, each))];
  });
  return {
    ...HEAD,
    provider: text.of(({ provider }) => provider),
    plan: text.of(({ plan }) => plan),
    charge_month: month.of(({ chargeMonth }) => chargeMonth),
    charges: count.of(({ charges }) => charges),
    billed_usd: micro.of(({ billed }) => billed),
    changed_usd: micro.of(({ changed }) => changed),
    ...Object.fromEntries(recognised),
    recognised_to_date_usd: micro.of(({ toDate }) => toDate),
    remaining_usd: micro.of(({ remaining }) => remaining),
  };
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
