import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import type { TableContent } from '../../core/usage/usage-record.ts';
import type { JobRows } from './job-rows.ts';
import type { ServerSession } from './server-session.ts';

/** What of a row decides anything, in this order. */
const FIELDS = [
  ...['job_id', 'status_completed', 'instant_ms', 'payment_model', 'trialing', 'worker_wallet', 'subscriber_wallet'],
  ...[
    'worker_account',
    'subscriber_account',
    'worker_type',
    'worker_nft_id',
    'model_id',
    'CAST(render_spark AS numeric(38, 6))',
  ],
];

/** What few rows have. */
const LATER_FIELDS = ['event_id', 'unknown_status'];

/**
 * Number, span and content of the rows whose instant falls in the month. The content is the MD5 of each row, written as
 * its fields with their lengths before them (`-` for none), and each of its four 32-bit parts summed over all rows: no
 * order, no duplicate and no change goes unseen, and every server sums in parallel. SHA-256 makes one text of it.
 */
export async function tableContent(session: ServerSession, rows: JobRows, month: Month): Promise<TableContent> {
  const fields = FIELDS.map((field) => {
    const text = `(${field})::text`;
    return `coalesce(length(${text})::text || ':' || ${text}, '-')`;
  });
  // A row without either is written as ever.
  fields.push(...LATER_FIELDS.map((field) => `coalesce('${field}:' || length(${field})::text || ':' || ${field}, '')`));
  const parts = [1, 9, 17, 25].map(
    (from) => sql`sum(('x' || substr(hash, ${sql.lit(from)}, 8))::bit(32)::bigint)::text AS ${sql.id(`part_${from}`)}`,
  );
  const within: RawBuilder<unknown> = rows.within(monthStartMs(month), monthStartMs(addMonths(month, 1)));
  const [found] = await session.rows(sql<Record<string, string | null>>`
    SELECT count(*)::text AS jobs, min(instant_ms)::text AS first, max(instant_ms)::text AS last, ${sql.join(parts)}
    FROM (SELECT instant_ms, md5(${sql.raw(fields.join(' || '))}) AS hash FROM ${within} AS jobs) AS hashed`);
  const numberOf = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
  const content = [found?.jobs, found?.part_1, found?.part_9, found?.part_17, found?.part_25].join(' ');
  return {
    rows: Number(found?.jobs),
    sha256: createHash('sha256').update(content).digest('hex'),
    firstMs: numberOf(found?.first),
    lastMs: numberOf(found?.last),
  };
}
