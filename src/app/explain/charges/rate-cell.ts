import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { cellIn, type ExplainedRow, textIn } from '../../../core/explanation/tree/report-row.ts';
import { exactFromText } from '../../../core/money/exact-decimal.ts';
import { utcDate } from '../../../core/month/utc-date.ts';
import { fxRowOn } from '../../../core/revenue/fx-table.ts';
import { PROVIDERS } from '../../../core/revenue/provider.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';
import { chargeHistories } from '../../close/facts/charge-histories.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { judgedAsReported, type ReportedMonth } from '../month/reported-month.ts';

/**
 * Explains the rate of a row of postings.csv (R3): the row of fx.csv that says it, of the charge's day, of the week before it or of its
 * month. Where fx.csv says another now, or the row has a date of its own, the rows are named that have the same rate. Null without a rate.
 */
export async function rateCell(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
): Promise<Explanation | null> {
  const [currency, rate, charge] = ['currency', 'rate', 'charge'].map((column) => textIn(row, column));
  if (rate === '' || rate === undefined || currency === undefined) return null;
  const isIt = (each: { readonly rate: string }): boolean => exactFromText(each.rate).equals(exactFromText(rate));
  const known = await activeSmallRows(request.workspace.store.db, 'fx');
  const own = known.map(({ row: said, source }) => ({ ...said, source })).filter((each) => each.currency === currency);
  const atMs = await instantOf(request, reports, { provider: textIn(row, 'provider'), charge: charge ?? '', currency });
  const found = atMs === null ? undefined : fxRowOn(own, currency, atMs);
  const head = { label: `rate of ${currency}/USD: ${rate}`, rule: 'R3', cell: cellIn(row, 'rate') } as const;
  if (atMs !== null && found !== undefined && isIt(found))
    return explained({
      ...head,
      note: `of ${found.date}, for the charge of ${utcDate(atMs)}; its refunds and disputes have it too`,
      source: found.source,
    });
  const same = own.filter(isIt).slice(0, request.most);
  const [only, ...others] = same;
  return explained({
    ...head,
    note:
      atMs === null
        ? 'of the day of its own row; the rows of fx.csv that have it'
        : `as a final month computed with it for the charge of ${utcDate(atMs)} (R3); fx.csv says another rate of that day now`,
    ...(only !== undefined && others.length === 0
      ? { source: only.source }
      : { factors: same.map(({ date, source }) => explained({ label: `the rate of ${date}`, source })) }),
  });
}

/** When the charge of a posting was made, whose rate it has; null of a row that has a date, or a currency, of its own. */
async function instantOf(
  request: ExplainRequest,
  reports: ReportedMonth,
  asked: { readonly provider: string; readonly charge: string; readonly currency: string },
): Promise<number | null> {
  const provider = PROVIDERS.find((each) => each === asked.provider);
  if (provider === undefined) return null;
  const judged = judgedAsReported(request, reports);
  for await (const history of chargeHistories(judged, [{ provider, charge: asked.charge }]))
    if (history.currency === asked.currency) return history.atMs;
  return null;
}
