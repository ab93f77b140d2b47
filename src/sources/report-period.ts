import type { NamedSpan } from '../core/close/inputs/named-span.ts';
import { HOUR_MS } from '../core/month/durations.ts';
import { formatMonth, monthEndMs, monthOfInstant, monthStartMs, parseMonth } from '../core/month/month.ts';
import { utcDate } from '../core/month/utc-date.ts';
import type { Transaction } from '../core/revenue/transaction.ts';
import type { FinancialReport } from './apple/financial-report.ts';
import { ledgerRangeOfName, reconciliationOfName } from './stripe/ledger-range.ts';

/** What a file's name tells: which period's report it is, so that a later download can replace it (docs/inputs.md). */
export interface ToldByName {
  /** Apple: `YYYY-MM-DD`; Google: `YYYYMM`; empty when only the rows can tell. */
  readonly period: string;
  /** Apple vendor number, Google payments profile and file number; empty when the name does not tell. */
  readonly profile: string;
  /** What is not wrong but worth a look, said after the name; null for nothing. */
  readonly warning: string | null;
  /** When its rows can have happened; null where the name does not tell, or where reading refuses rows of other times. */
  readonly span: NamedSpan | null;
}

export const NOTHING_TOLD: ToldByName = { period: '', profile: '', warning: null, span: null };

/** `Subscriber_<vendor>_<yyyymmdd>...` */
export function applePeriodOfName(name: string): ToldByName {
  const match = /Subscriber_(\d+)_(\d{4})(\d{2})(\d{2})/i.exec(name);
  if (match === null) return NOTHING_TOLD;
  return { ...NOTHING_TOLD, period: `${match[2]}-${match[3]}-${match[4]}`, profile: match[1] ?? '' };
}

/** A Subscriber report is of one day. */
export function applePeriodOfRow({ atMs }: Transaction): string {
  return utcDate(atMs);
}

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

/** `<vendor>_<MMYY>_<region>.txt`: the period stands in the report itself. */
export function appleFinancialOfName(name: string): ToldByName {
  const match = /(\d{5,})_(?:\d{4})_([A-Z]{2}|Z1)(?![A-Za-z0-9])/.exec(name);
  return { ...NOTHING_TOLD, profile: match === null ? '' : `${match[1]} ${match[2]}` };
}

/** The days of the fiscal month, and the form: the two forms of one month state the same money. */
export function appleFinancialPeriod({ firstDayMs, lastDayMs, detailed }: FinancialReport): string {
  const days = firstDayMs === null || lastDayMs === null ? '' : `${utcDate(firstDayMs)}/${utcDate(lastDayMs)}`;
  return `${days}${detailed ? ' detailed' : ''}`;
}

/** `..._USD_2026-10-01_to_2026-10-31...` of Stripe’s summaries. One of a reconciliation sums up payouts: it is of no days. */
export function stripeStatementOfName(name: string): ToldByName {
  const reconciliation = reconciliationOfName(name);
  if (reconciliation !== '') {
    const warning = `sums up Stripe’s ${reconciliation}, and no whole days: take it out, and import the summary of the balance change from activity`;
    return { ...NOTHING_TOLD, warning };
  }
  const range = ledgerRangeOfName(name);
  if (range === null || !range.inUtc) return NOTHING_TOLD;
  return { ...NOTHING_TOLD, period: `${range.from}/${range.to}`, profile: /_([A-Z]{3})_\d{4}-/.exec(name)?.[1] ?? '' };
}

/** Counts what rows say of their period; the most frequent wins, the earlier of equals. */
export class PeriodVote {
  readonly #votes = new Map<string, number>();

  add(period: string): void {
    this.#votes.set(period, (this.#votes.get(period) ?? 0) + 1);
  }

  winner(): string {
    const ranked = [...this.#votes].sort(([a, votesA], [b, votesB]) => votesB - votesA || (a < b ? -1 : 1));
    return ranked[0]?.[0] ?? '';
  }
}
