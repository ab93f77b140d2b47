import type { MicroSpark } from '../../core/money/micro.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';

/** More than this many findings of one code are told as a number. */
export const MOST_FINDINGS = 1000;

/** Jobs of one month that share a fate. */
export interface JobTotals {
  readonly month: number;
  /** Why these jobs are left out; null for credited ones. */
  readonly reason: JobExclusionReason | null;
  /** The wallet of credited jobs; the value of those whose status or payment model is on no list; else empty. */
  readonly name: string;
  readonly trialing: boolean;
  /** Whether they are of a log in which no row has a time. */
  readonly undated: boolean;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/** Their jobs and points together. */
export function sumOf(totals: readonly JobTotals[]): Pick<JobTotals, 'jobs' | 'points'> {
  const [jobs, points] = totals.reduce(([jobs, points], each) => [jobs + each.jobs, points + each.points], [0, 0n]);
  return { jobs, points };
}
