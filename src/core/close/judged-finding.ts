import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';

/** An exception with what was decided about it; open without a decision. */
export interface JudgedFinding extends Finding {
  readonly decision: Decision | null;
}
