import { formatMicro, type MicroUsd } from '../money/micro.ts';
import { DAY_MS } from '../month/durations.ts';
import { formatMonth, type Month, monthEndMs } from '../month/month.ts';
import { utcDate } from '../month/utc-date.ts';
import type { Gate } from './checks/gate.ts';

const DAYS_OF_REVIEW = 30;

/** When a month is made final, and by what leave (R15). */
export interface ApprovalTerms {
  readonly month: Month;
  readonly asOfMs: number;
  /** Hard cap on what is distributed, micro-dollars; null without one. */
  readonly maxPool: MicroUsd | null;
  /** Whether the 30 days after the month's end need not pass. */
  readonly early: boolean;
}

/** What stands against making a month final: a gate, the cap or the days that have to pass. */
export interface Objection {
  readonly by: 'gate' | 'cap' | 'days';
  readonly why: string;
}

/** R15: everything that stands against making a month final, beside its digest; nothing when it may become final. */
export function objectionsTo(
  { month, asOfMs, maxPool, early }: ApprovalTerms,
  distributable: MicroUsd,
  gates: readonly Gate[],
): Objection[] {
  const found: Objection[] = gates
    .filter((gate) => gate.state !== 'ok')
    .map((gate) => ({ by: 'gate', why: `gate ${gate.name} is ${gate.state}: ${gate.why}` }));
  if (maxPool !== null && distributable > maxPool) {
    const why = `${formatMicro(distributable)} would be distributed, more than --max-pool ${formatMicro(maxPool)}`;
    found.push({ by: 'cap', why });
  }
  if (!early && isEarly(month, asOfMs)) {
    found.push({ by: 'days', why: `less than ${DAYS_OF_REVIEW} days have passed since the month ended` });
  }
  return found;
}

/** Whether less than 30 days have passed since the month ended. */
export function isEarly(month: Month, atMs: number): boolean {
  return atMs < reviewEndMs(month);
}

/** When 30 days have passed since the month ended, ms UTC (R15): from then on finalize needs no --early. */
export function reviewEndMs(month: Month): number {
  return monthEndMs(month) + DAYS_OF_REVIEW * DAY_MS;
}

/** R15: why an approval is of another result than that of now; null when it is of this one. @param accept the beginning of a digest */
export function digestObjection(accept: string, digest: string): string | null {
  return digest.startsWith(accept) ? null : `the digest ${accept} is not current: it is ${digest} now`;
}

/** R14: why a month that is final is not made final by another digest; null where the digest is that of its close. */
export function otherFinalObjection(month: Month, accept: string, digest: string): string | null {
  if (digest.startsWith(accept)) return null;
  return `${formatMonth(month)} is final with digest ${digest}; the digest ${accept} is another`;
}

/** An objection to a person who wants the month final now. */
export function objectionText({ by, why }: Objection, month: Month): string {
  if (by !== 'days') return why;
  return `${why}: it may be made final from ${utcDate(reviewEndMs(month))} on, with --early before`;
}

/** Keys that differ between any two documents of a review, whatever is in them. */
const OF_THE_DOCUMENT = new Set(['digest', 'state', 'reports']);

/** R15: what a month's review says now and said otherwise when its digest was approved, a sentence a key. */
export function changesSince(
  then: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(now)
    .filter((key) => !OF_THE_DOCUMENT.has(key) && JSON.stringify(now[key]) !== JSON.stringify(then[key]))
    .map((key) => {
      const [before, after] = [brief(then[key]), brief(now[key])];
      return `since then ${key} changed${before === after ? '' : ` from ${before} to ${after}`}`;
    });
}

function brief(value: unknown): string {
  return Array.isArray(value) ? `${value.length} entries` : String(value);
}
