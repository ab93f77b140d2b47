import { sql } from 'kysely';
import { DAY_MS } from '../../core/month/durations.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

/** Rows in force of one import, UTC day and currency. */
export interface RowsOfDay {
  readonly provider: string;
  /** An instant of the day, ms UTC. */
  readonly dayMs: number;
  readonly rows: number;
  readonly currency: string;
  /** What they come to, in millionths of the currency. */
  readonly gross: bigint;
  /** The first line of them. */
  readonly line: number;
}

/** The rows in force of an import that did not happen in a span (half-open, ms UTC), day by day. */
export async function daysOutside(
  db: Database,
  importId: number,
  span: { readonly fromMs: number; readonly beforeMs: number },
): Promise<RowsOfDay[]> {
  const { rows } = await sql<{
    provider: string;
    at_ms: bigint;
    n: bigint;
    currency: string;
    gross: bigint;
    line: bigint;
  }>`
    select provider, min(at_ms) as at_ms, count(*) as n, currency, sum(gross) as gross, min(line) as line from transactions
    where import_id = ${BigInt(importId)} and active = 1
      and (at_ms < ${BigInt(span.fromMs)} or at_ms >= ${BigInt(span.beforeMs)})
    group by provider, at_ms / ${BigInt(DAY_MS)}, currency
    order by min(at_ms), provider, currency`.execute(db);
  return rows.map(({ provider, at_ms, n, currency, gross, line }) => ({
    provider,
    dayMs: small(at_ms),
    rows: small(n),
    currency,
    gross,
    line: small(line),
  }));
}
