import { existsSync, readdirSync } from 'node:fs';
import { type Month, monthFromText, parseMonth } from '../../core/month/month.ts';

/** The month of a question that names none: that of the directory in it, else the newest one with reports. */
export function explainedMonthOf(asked: string, out: string, firstMonth: Month): Month {
  const named = /(?:^|\/)(\d{4}-\d{2})\//.exec(asked)?.[1];
  if (named !== undefined) return monthFromText(named);
  const months = (existsSync(out) ? readdirSync(out) : []).flatMap((name) => parseMonth(name) ?? []);
  return months.reduce((newest, month) => (month > newest ? month : newest), firstMonth);
}
