import type { MicroSpark } from '../money/micro.ts';
import type { SourceLine } from '../revenue/provider.ts';

/** Credited jobs of a month of which another row says that they were refunded: R11 credits them by the row that completed. */
export interface RefundedJobs {
  readonly jobs: number;
  readonly points: MicroSpark;
  /** The first of them, and its place; null of a table, whose rows have none. */
  readonly jobId: string;
  readonly source: SourceLine | null;
}
