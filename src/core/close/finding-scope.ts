import type { Month } from '../month/month.ts';
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

/** Whether an exception can change a figure from `first_month` up to the month. */
export function concernsClose(finding: Finding, firstMonth: Month, month: Month): boolean {
  if (finding.month > month) return false;
  const reach = OWN_MONTH_ONLY.has(finding.code) ? 0 : LONGEST_COVERAGE - 1;
  return finding.month >= firstMonth - reach;
}
