import { microFromText } from '../../core/money/micro.ts';
import type { YearRecord } from '../../core/statement/statement-record.ts';
import { type Columns, count, csvText, micro, plain, text } from '../reports/columns.ts';

const COLUMNS = {
  year: plain.of(({ year }) => year),
  wallet: text.of(({ wallet }) => wallet),
  months: count.of(({ months }) => months.length),
  earned_usd: micro.of(({ months }) => sum(months.map(({ statement }) => statement.payout.earned_usd ?? '0.000000'))),
  payments: count.of(({ payments }) => payments.length),
  paid_usd: micro.of(({ payments }) => sum(payments.map(({ paidUsd }) => paidUsd))),
  fees_usd: micro.of(({ payments }) => sum(payments.map(({ feeUsd }) => feeUsd))),
} satisfies Columns<YearRecord>;

/** summary.csv beside the statements of a year: what each wallet earned and was paid in it, for taxes. */
export function yearSummaryCsv(records: readonly YearRecord[]): string {
  return csvText(COLUMNS, records);
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((all, amount) => all + microFromText(amount), 0n);
}
