import type { NamedSpan } from '../../core/close/inputs/named-span.ts';
import { HOUR_MS } from '../../core/month/durations.ts';
import { formatMonth, monthEndMs, monthOfInstant, monthStartMs, parseMonth } from '../../core/month/month.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';
import { NOTHING_TOLD, type ToldByName } from '../reading/told-by-name.ts';

/** `earnings_YYYYMM_<profile>-<number>` of the zip, else `PlayApps_YYYYMM`. */
export function googlePeriodOfName(name: string): ToldByName {
  const zip = /earnings_(\d{6})_(\d+-\d+)/i.exec(name);
  const [, period = '', profile = ''] = zip ?? /PlayApps_(\d{6})/i.exec(name) ?? [];
  return { ...NOTHING_TOLD, period, profile, span: pacificMonth(period) };
}

/** A Pacific month begins 7 hours after the UTC one in summer, 8 in winter: what lies outside both is of another. */
export function pacificMonth(period: string): NamedSpan | null {
  const said = period.replace(/^(\d{4})/, '$1-');
  const month = parseMonth(said);
  if (month === null) return null;
  return { said, fromMs: monthStartMs(month) + 7 * HOUR_MS, beforeMs: monthEndMs(month) + 8 * HOUR_MS };
}

/** The Pacific month in standard time; the hour that summer time shifts does not change which month is most frequent. */
export function googlePeriodOfRow({ atMs }: Transaction): string {
  return formatMonth(monthOfInstant(atMs - 8 * HOUR_MS)).replace('-', '');
}
