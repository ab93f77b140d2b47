import { isSameTimes, type JobTimes, TIMES_AS_WRITTEN } from '../../../core/usage/job-times.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { readSetting, writeSetting } from '../../../store/database/settings.ts';

/** How times of the imported job logs were declared: a log means the same for ever. */
export async function timesOfLogs(db: Database): Promise<JobTimes> {
  const recorded = await readSetting(db, 'job-times');
  return recorded === null ? TIMES_AS_WRITTEN : (JSON.parse(recorded) as JobTimes);
}

/** Notes how times of job logs were declared when some were imported. */
export async function noteTimesOfLogs(db: Database, times: JobTimes): Promise<void> {
  if (!isSameTimes(times, TIMES_AS_WRITTEN)) await writeSetting(db, 'job-times', JSON.stringify(times));
}

/**
 * Refuses a declaration by which imported job logs were not read: their jobs would fall at other times without a word. One
 * that only adds is none such, because logs that need it were refused before.
 *
 * @throws InvalidInput invalid-config
 */
export async function refuseOtherTimes(db: Database, times: JobTimes, config: string): Promise<void> {
  const before = await timesOfLogs(db);
  const isOtherZone = before.offset !== null && before.offset !== times.offset;
  if (!isOtherZone && (!before.unixSeconds || times.unixSeconds)) return;
  const message = `usage.times is ${shown(times)}; job logs in these books were read by ${shown(before)}`;
  const remedy =
    'Put it back. Logs that were read wrongly need a data directory of their own: import everything there.';
  throw new InvalidInput([problem('invalid-config', { file: config }, message, remedy)]);
}

function shown({ offset, unixSeconds }: JobTimes): string {
  const zone = offset === null ? 'no zone' : `zone ${offset === 'Z' ? 'UTC' : offset}`;
  return `${zone}, unix ${unixSeconds ? 'seconds' : 'milliseconds'}`;
}
