import { utcDate } from '../../core/month/utc-date.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';
import { NOTHING_TOLD, type ToldByName } from '../reading/told-by-name.ts';
import type { FinancialReport } from './financial-report.ts';

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
