import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import { freshDirectory } from '../../../test/worlds/job-logs.ts';
import { type LakeRow, openLake } from '../engine/duckdb.ts';
import { findDuplicates } from './duplicate-jobs.ts';

/** Job, event (0: none), content and what is no part of it, of completed rows of which most share an id. */
type Row = readonly [job: number, event: number, spark: number, plan: number];

const anyRows: fc.Arbitrary<Row[]> = fc.array(
  fc.tuple(fc.nat(5), fc.nat(4), fc.integer({ min: 1, max: 2 }), fc.nat(1)),
  { minLength: 1, maxLength: 14 },
);

function tableOf(rows: readonly Row[]): string {
  const values = rows.map(([job, event, spark, plan], at) => `(${at}, ${job}, ${event}, ${spark}, ${plan})`);
  return `CREATE TEMP TABLE jobs AS
    SELECT place::BIGINT AS row_key, 'job-' || job AS job_id, CASE WHEN event > 0 THEN 'event-' || event END AS event_id,
      true AS status_completed, 0::BIGINT AS instant_ms, 'subscription' AS payment_model, false AS trialing, 'w' AS worker_wallet,
      's' AS subscriber_wallet, NULL::VARCHAR AS worker_account, NULL::VARCHAR AS subscriber_account, NULL::VARCHAR AS worker_type,
      NULL::VARCHAR AS worker_nft_id, 'flux' AS model_id, spark::DECIMAL(18,6) AS render_spark, plan::VARCHAR AS subscription_tier
    FROM (VALUES ${values.join(', ')}) AS rows(place, job, event, spark, plan)`;
}

async function copiesOf(rows: readonly Row[], idsAtOnce?: number): Promise<LakeRow[]> {
  const lake = await openLake({ tempDir: freshDirectory(), threads: 1 });
  try {
    await lake.run('CREATE TABLE wallet_accounts (wallet VARCHAR, accounts VARCHAR[])');
    await lake.run(tableOf(rows));
    await findDuplicates(lake, idsAtOnce);
    return await lake.rows('FROM copies ORDER BY row_key');
  } finally {
    lake.close();
  }
}

describe('the copies of jobs', () => {
  it('are the same however many ids are compared at once', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.integer({ min: 1, max: 3 }), async (rows, atOnce) => {
        expect(await copiesOf(rows, atOnce)).toEqual(await copiesOf(rows));
      }),
      { numRuns: times(40, 400) },
    );
  });

  it('of one event under two jobs are found where these are compared apart', async () => {
    // Two jobs under event 1, each alone in its job: neither counts. Job 2 stands twice, whole: one row counts.
    const rows: Row[] = [
      [0, 1, 1, 0],
      [1, 1, 1, 0],
      [2, 0, 1, 0],
      [2, 0, 1, 0],
    ];
    expect(await copiesOf(rows, 1)).toEqual([
      { row_key: '0', counts: false, conflict: true },
      { row_key: '1', counts: false, conflict: true },
      { row_key: '3', counts: false, conflict: false },
    ]);
  });
});
