import type { Month } from '../month/month.ts';
import type { CategoryPatterns } from './categories.ts';
import type { SignalThresholds } from './signal-thresholds.ts';

/** How jobs are looked at beside their points: what they made, and from when on use stands out. It decides no figure. */
export interface UsageLook {
  readonly categories: CategoryPatterns;
  readonly thresholds: SignalThresholds;
}

/** The same, and the month whose jobs are looked at. */
export interface MonthLook extends UsageLook {
  readonly month: Month;
}
