import { createHash } from 'node:crypto';
import { version as engineVersion } from '@duckdb/node-api';
import { factsOfTexts, keptRows, refusedFacts, type TextRelation } from './job-row-sql.ts';

/** Raise it when the readings accept or keep something else in a way that the compiled rules of a row do not show. */
const READINGS = 1;

/** Names the way in which job logs are read and kept: another key means that a file would have to be read again. */
export function readingKey(): string {
  const rows = 'rows' as TextRelation;
  const readings = [keptRows(rows, 'looked at'), factsOfTexts(rows, 'looked at'), refusedFacts('facts')];
  const content = [READINGS, engineVersion(), ...readings];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
