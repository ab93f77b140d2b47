import { type Month, monthFromText } from '../../../core/month/month.ts';
import { monthDirectories } from '../../../files/report-months.ts';

/** The month of a question that names none: that of the directory in it, or that it is, else the newest one with reports. */
export function explainedMonthOf(asked: string, out: string, firstMonth: Month): Month {
  const named = /(?:^|\/)(\d{4}-(?:0[1-9]|1[0-2]))(?:\/|$)/.exec(asked)?.[1];
  if (named !== undefined) return monthFromText(named);
  return monthDirectories(out).reduce((newest, { month }) => (month > newest ? month : newest), firstMonth);
}
