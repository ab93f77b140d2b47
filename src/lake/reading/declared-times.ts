import type { JobTimes } from '../../core/usage/job-times.ts';
import { sqlText } from '../engine/duckdb.ts';
import type { JobLogColumn } from './job-log-columns.ts';
import { ISO_WITHOUT_OFFSET_PATTERN } from './job-values.ts';

/** Ten digits, until the year 2286, and what databases write of a second. */
const UNIX_SECONDS_PATTERN = '([0-9]{10})(?:[.]([0-9]*))?';

const UNIX_SECONDS = new RegExp(`^${UNIX_SECONDS_PATTERN}$`);
const ISO_WITHOUT_OFFSET = new RegExp(`^${ISO_WITHOUT_OFFSET_PATTERN}$`);

/** A time as it is declared: with its offset, or in milliseconds, whose further digits are cut (R1). Any other text stays. */
export function declaredTime(text: string, { offset, unixSeconds }: JobTimes): string {
  if (offset !== null && ISO_WITHOUT_OFFSET.test(text)) return `${text}${offset}`;
  const seconds = unixSeconds ? UNIX_SECONDS.exec(text) : null;
  if (seconds === null) return text;
  const [, whole = '', decimals = ''] = seconds;
  return `${whole}${decimals.slice(0, 3).padEnd(3, '0')}`;
}

/** SQL texts of columns, the time as it is declared. */
export function declaredTexts(
  texts: ReadonlyMap<JobLogColumn, string>,
  times: JobTimes,
): ReadonlyMap<JobLogColumn, string> {
  const time = texts.get('completed_at');
  return time === undefined ? texts : new Map([...texts, ['completed_at', declaredTimeSql(time, times)]]);
}

/** declaredTime as SQL of a text: the text itself where nothing is declared. */
function declaredTimeSql(text: string, { offset, unixSeconds }: JobTimes): string {
  const cases = [
    ...(offset === null
      ? []
      : [`WHEN regexp_full_match(${text}, ${sqlText(ISO_WITHOUT_OFFSET_PATTERN)}) THEN ${text} || ${sqlText(offset)}`]),
    ...(unixSeconds
      ? [
          `WHEN regexp_full_match(${text}, ${sqlText(UNIX_SECONDS_PATTERN)})
            THEN left(${text}, 10) || rpad(substr(${text}, 12, 3), 3, '0')`,
        ]
      : []),
  ];
  return cases.length === 0 ? text : `(CASE ${cases.join(' ')} ELSE ${text} END)`;
}
