import { type Check, fine } from './check.ts';

/** A copy of the program is not older than it is: nothing was released before this. */
const PROGRAM_MS = Date.UTC(2026, 10, 1);

const REMEDY = 'Set the clock (NTP), or give --as-of.';

/**
 * Why the machine's clock cannot be right; null where nothing speaks against it.
 *
 * @param lastActMs the latest instant that the books hold of an act of ours; null where there is none
 */
function clockFault(nowMs: number, lastActMs: number | null): string | null {
  const now = new Date(nowMs).toISOString();
  if (nowMs < PROGRAM_MS) return `${now} lies before this program was made`;
  if (lastActMs === null || nowMs >= lastActMs) return null;
  return `${now} lies before the last act in the books, of ${new Date(lastActMs).toISOString()}`;
}

/** The machine's clock against what the books saw last, and its zone, which plays no part (R1). @param lastActMs as of `clockFault` */
export function clockChecks(nowMs: number, zone: string, lastActMs: number | null): Check[] {
  const fault = clockFault(nowMs, lastActMs);
  return [
    fine('zone', `${zone}; months are UTC whatever it is`),
    fault === null
      ? fine('clock', new Date(nowMs).toISOString())
      : { name: 'clock', state: 'wrong', what: fault, remedy: REMEDY },
  ];
}

/** The same as a sentence for a run that nobody watches, which takes its month from the clock; null where nothing speaks against it. */
export function clockWarning(nowMs: number, lastActMs: number | null): string | null {
  const fault = clockFault(nowMs, lastActMs);
  return fault === null ? null : `the clock is wrong: ${fault}. ${REMEDY}`;
}
