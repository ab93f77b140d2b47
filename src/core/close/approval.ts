import { formatMicro, type MicroUsd } from '../money/micro.ts';
import { DAY_MS } from '../month/durations.ts';
import { addMonths, type Month, monthStartMs } from '../month/month.ts';
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
  return monthStartMs(addMonths(month, 1)) + DAYS_OF_REVIEW * DAY_MS;
}
