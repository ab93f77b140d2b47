import { type Check, fine } from './check.ts';

/** A copy of the program is not older than it is: nothing was released before this. */
const PROGRAM_MS = Date.UTC(2026, 10, 1);

/**
 * The machine's clock against what the books saw last, and its zone, which plays no part (R1).
 *
 * @param lastActMs the latest instant that the books hold of an act of ours; null where there is none
 */
export function clockChecks(nowMs: number, zone: string, lastActMs: number | null): Check[] {
  const now = new Date(nowMs).toISOString();
  const remedy = 'Set the clock (NTP), or give --as-of.';
  const checks = [fine('zone', `${zone}; months are UTC whatever it is`)];
  if (nowMs < PROGRAM_MS)
    checks.push({ name: 'clock', state: 'wrong', what: `${now} lies before this program was made`, remedy });
  else if (lastActMs !== null && nowMs < lastActMs) {
    const what = `${now} lies before the last act in the books, of ${new Date(lastActMs).toISOString()}`;
    checks.push({ name: 'clock', state: 'wrong', what, remedy });
  } else checks.push(fine('clock', now));
  return checks;
}
