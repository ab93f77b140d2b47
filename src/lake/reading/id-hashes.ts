/** A job id as the facts hold it. Equal ids have equal hashes; the reverse is decided by the ids themselves. */
export const JOB_HASH = 'hash(job_id)';
/** The same of an event id; NULL where the row has none. */
export const EVENT_HASH = `CASE WHEN event_id IS NOT NULL THEN hash('event', event_id) END`;
