import { compareAmounts } from '../money/compare-amounts.ts';
import type { Posting } from '../revenue/posting.ts';
import { compareText } from '../text/compare-text.ts';
import type { Finding } from './finding.ts';

/** Costs may share their description: then their coverage and amount decide, never the order of rows (R15). */
export function byProviderAndCharge(a: Posting, b: Posting): number {
  return (
    compareText(a.provider, b.provider) ||
    compareText(a.charge, b.charge) ||
    (a.coverage?.first ?? 0) - (b.coverage?.first ?? 0) ||
    (a.coverage?.months ?? 0) - (b.coverage?.months ?? 0) ||
    a.originalMonth - b.originalMonth ||
    compareAmounts(a.amounts.fee, b.amounts.fee)
  );
}

/** Exceptions by code and subject; then by what tells two of them apart. */
export function byCodeAndSubject(a: Finding, b: Finding): number {
  return (
    compareText(a.code, b.code) || compareText(a.subject, b.subject) || compareText(a.what, b.what) || a.month - b.month
  );
}
