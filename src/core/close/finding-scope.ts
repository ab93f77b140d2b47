import { addMonths, type Month } from '../month/month.ts';
import type { Finding, FindingCode } from './finding.ts';

/** Exceptions that touch only their own month; one before `first_month` never matters. */
const OWN_MONTH_ONLY: ReadonlySet<FindingCode> = new Set([
  'orphan',
  'orphan-restoration',
  'over-reduced',
  'unallocated',
  'unknown-category',
  'unknown-type',
  'settlement-difference',
]);
const LONGEST_COVERAGE = 12;

/** The earliest month whose charges still cover a part of `first_month`, if they cover a year. */
export function earliestCovering(firstMonth: Month): Month {
  return addMonths(firstMonth, 1 - LONGEST_COVERAGE);
}

/** Whether an exception can change a figure from `first_month` up to the month. */
export function concernsClose(finding: Finding, firstMonth: Month, month: Month): boolean {
  if (finding.month > month) return false;
  return finding.month >= (OWN_MONTH_ONLY.has(finding.code) ? firstMonth : earliestCovering(firstMonth));
}
