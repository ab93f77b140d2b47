import { createHash } from 'node:crypto';
import { version as engineVersion } from '@duckdb/node-api';
import { isSameTimes, type JobTimes, TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { factsOfTexts, keptRows, refusedFacts, type TextRelation } from '../reading/job-row-sql.ts';

/** Raise it when the readings accept or keep something else in a way that the compiled rules of a row do not show. */
const READINGS = 4;

/** Names the way in which job logs are read and kept: another key means that a file would have to be read again. */
export function readingKey(times: JobTimes): string {
  const rows = 'rows' as TextRelation;
  const readings = [keptRows(rows, 'looked at'), factsOfTexts(rows, 'looked at'), refusedFacts('facts')];
  const declared = isSameTimes(times, TIMES_AS_WRITTEN) ? [] : [times];
  const content = [READINGS, engineVersion(), ...readings, ...declared];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
