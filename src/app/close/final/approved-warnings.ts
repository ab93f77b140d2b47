import type { MonthClose } from '../../../core/close/month-close.ts';
import { warningsCsv } from '../../../render/reports/warnings-csv.ts';

/**
 * A month that is closed again, with the warnings that it was approved with, where all of them are told still: a later version
 * looks for more, which is no difference of the month. No figure is in them.
 *
 * @param approved the month's warnings.csv; nothing where it is closed for the first time
 */
export function withApprovedWarnings<Close extends Pick<MonthClose, 'month' | 'warnings'>>(
  close: Close,
  approved: string | undefined,
): Close {
  if (approved === undefined) return close;
  const now = new Map(close.warnings.map((each) => [linesOf(warningsCsv([each], close.month, 'final'))[0], each]));
  const told = linesOf(approved).flatMap((line) => now.get(line) ?? []);
  return told.length === linesOf(approved).length ? { ...close, warnings: told } : close;
}

/** Below the header. */
function linesOf(csv: string): string[] {
  return csv.split('\n').slice(1, -1);
}
