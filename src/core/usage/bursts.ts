import type { MicroSpark } from '../money/micro.ts';
import { DAY_MS, HOUR_MS } from '../month/durations.ts';
import { compareText } from '../text/compare-text.ts';
import type { SignalThresholds } from './signal-thresholds.ts';

/** Credited jobs of a subscriber in one UTC day or hour of a month, beside what its plan is used like. */
export interface Burst {
  readonly span: 'day' | 'hour';
  /** Lower case. */
  readonly subscriber: string;
  /** The plan that most of the subscriber’s jobs name, of KNOWN_PLANS; empty where the log names none of them. */
  readonly plan: string;
  /** When the day or hour begins, ms UTC. */
  readonly fromMs: number;
  readonly jobs: number;
  readonly points: MicroSpark;
  /** How many subscribers of the plan have credited jobs in the month, and the median of their jobs in it. */
  readonly planSubscribers: number;
  readonly medianJobs: number;
  /** The days of the month that have any row of a job log: of an estimate not all. */
  readonly days: number;
}

/** The plans that a job log names (subscription_tier), in the order of their numbers from 1. */
export const KNOWN_PLANS = ['unlimited', 'unlimited_pro'] as const;

/** Of fewer subscribers of a plan the median says nothing about the others. */
export const LEAST_OF_A_PLAN = 3;

/** From how many jobs on, and how many times the plan’s median, a day or an hour stands out. */
export function burstLimits(span: Burst['span'], thresholds: SignalThresholds): { jobs: number; times: number } {
  const { dayJobs, dayTimes, hourJobs, hourTimes } = thresholds;
  return span === 'day' ? { jobs: dayJobs, times: dayTimes } : { jobs: hourJobs, times: hourTimes };
}

/** How many of a span the days with rows have. */
export function spansOf({ span, days }: Pick<Burst, 'span' | 'days'>): number {
  return span === 'day' ? days : days * (DAY_MS / HOUR_MS);
}

/**
 * Whether a day or hour stands out. The plan’s median a day is its median subscriber’s jobs of the month over the days:
 * multiplied out, so that whole numbers are compared.
 */
function standsOut(burst: Burst, thresholds: SignalThresholds): boolean {
  const { jobs, times } = burstLimits(burst.span, thresholds);
  if (burst.planSubscribers < LEAST_OF_A_PLAN || burst.jobs < jobs) return false;
  return BigInt(burst.jobs) * BigInt(spansOf(burst)) >= BigInt(times) * BigInt(burst.medianJobs);
}

/** Of each subscriber the largest day, or hour, that stands out, and how many more do; the earliest of equal ones. */
export function largestBursts(
  bursts: readonly Burst[],
  thresholds: SignalThresholds,
): { burst: Burst; more: number }[] {
  const own = new Map<string, Burst[]>();
  for (const burst of bursts) {
    if (!standsOut(burst, thresholds)) continue;
    own.set(burst.subscriber, [...(own.get(burst.subscriber) ?? []), burst]);
  }
  return [...own.values()].flatMap((found) => {
    const [burst, ...others] = found.sort(
      (a, b) => b.jobs - a.jobs || a.fromMs - b.fromMs || compareText(a.plan, b.plan),
    );
    return burst === undefined ? [] : [{ burst, more: others.length }];
  });
}
