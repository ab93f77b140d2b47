import type { ComputeRequest } from '../../compare/computed-reports.ts';

/** Where figures are looked for, and how much of them is shown. */
export interface ExplainRequest extends ComputeRequest {
  /** Where the reports are. */
  readonly out: string;
  /** How many rows of a list are shown one by one. */
  readonly most: number;
}
