/** A job id as the facts hold it. Equal ids have equal hashes; the reverse is decided by the ids themselves. */
export const JOB_HASH = 'hash(job_id)';
/** The same of an event id; NULL where the row has none. */
export const EVENT_HASH = `CASE WHEN event_id IS NOT NULL THEN hash('event', event_id) END`;

/** The job ids and event ids of some facts by their hashes, a row each. */
export function idsSql(facts: string): string {
  return `(SELECT id_hash AS id FROM ${facts} WHERE id_hash IS NOT NULL
    UNION ALL SELECT event_hash FROM ${facts} WHERE event_hash IS NOT NULL)`;
}

/** Whether a row of facts has one of some ids. */
export function hasIdOf(ids: string): string {
  return `(id_hash IN (FROM ${ids}) OR event_hash IN (FROM ${ids}))`;
}
