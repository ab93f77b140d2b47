import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLake, sqlText } from '../../src/lake/engine/duckdb.ts';
import type { WorldFile } from './world-file.ts';

const KILN = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
const FORGE = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';
const SUBSCRIBER = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';

/** How other writers would write the same rows: types, packing, pages, names, nested columns. */
export const PARQUET_WRITERS: Readonly<Record<string, { readonly columns?: string; readonly options?: string }>> = {
  zstd: { options: ', COMPRESSION zstd' },
  gzip: { options: ', COMPRESSION gzip' },
  brotli: { options: ', COMPRESSION brotli' },
  plain: { options: ', COMPRESSION uncompressed' },
  pages_v2: { options: ', PARQUET_VERSION v2' },
  small_groups: { options: ', ROW_GROUP_SIZE 2048' },
  double: { columns: 'render_spark::DOUBLE AS render_spark' },
  float: { columns: 'render_spark::FLOAT AS render_spark' },
  wide_decimal: { columns: 'render_spark::DECIMAL(38,18) AS render_spark' },
  narrow_decimal: { columns: 'render_spark::DECIMAL(18,3) AS render_spark' },
  whole: { columns: 'render_spark::BIGINT AS render_spark' },
  unsigned: { columns: 'render_spark::UBIGINT AS render_spark' },
  text: { columns: 'render_spark::VARCHAR AS render_spark' },
  text_exponent: { columns: "render_spark::VARCHAR || 'e0' AS render_spark" },
  not_a_number: { columns: "'NaN'::DOUBLE AS render_spark" },
  infinite: { columns: "'Infinity'::DOUBLE AS render_spark" },
  list: { columns: '[render_spark] AS render_spark' },
  blob: { columns: 'render_spark::VARCHAR::BLOB AS render_spark' },
  zoned: { columns: 'completed_at::TIMESTAMPTZ AS completed_at' },
  unzoned: { columns: "(completed_at::TIMESTAMPTZ AT TIME ZONE 'UTC')::TIMESTAMP AS completed_at" },
  local: { columns: "(completed_at::TIMESTAMPTZ AT TIME ZONE 'America/New_York')::TIMESTAMP AS completed_at" },
  nanoseconds: { columns: "((completed_at::TIMESTAMPTZ AT TIME ZONE 'UTC')::TIMESTAMP)::TIMESTAMP_NS AS completed_at" },
  seconds: { columns: 'epoch(completed_at::TIMESTAMPTZ)::BIGINT AS completed_at' },
  milliseconds: { columns: 'epoch_ms(completed_at::TIMESTAMPTZ)::BIGINT AS completed_at' },
  microseconds: { columns: 'epoch_us(completed_at::TIMESTAMPTZ)::BIGINT AS completed_at' },
  time_double: { columns: 'epoch_ms(completed_at::TIMESTAMPTZ)::DOUBLE AS completed_at' },
  day: { columns: "(completed_at::TIMESTAMPTZ AT TIME ZONE 'UTC')::DATE AS completed_at" },
  nested: { columns: "{'address': worker_wallet} AS worker" },
  blob_wallet: { columns: 'worker_wallet::BLOB AS worker_wallet' },
  bytes_wallet: { columns: 'unhex(worker_wallet[3:]) AS worker_wallet' },
  flag_number: { columns: 'trialing::INTEGER AS trialing' },
  flag_text: { columns: 'trialing::VARCHAR AS trialing' },
  null_column: { columns: 'NULL::VARCHAR AS worker_wallet' },
  number_ids: { columns: 'row_number() OVER () AS job_id' },
  enum_status: { columns: "status::ENUM('completed', 'failed') AS status" },
  upper_names: { columns: 'status AS STATUS' },
  two_of_a_name: { columns: 'status AS "Status "' },
};

const ROWS = `SELECT * FROM (VALUES
  ('job-10-p1', '2026-10-11T10:00:00Z', 'completed', 'subscription', false, '${KILN}', '${SUBSCRIBER}', 'z-image-turbo', 12.500000::DECIMAL(18,6)),
  ('job-10-p2', '2026-10-11T11:00:00Z', 'completed', 'subscription', true, '${FORGE}', '${SUBSCRIBER}', 'wan-2.2-full', 7.250000),
  ('job-10-p3', '2026-10-31T23:59:59Z', 'completed', 'subscription', false, '${FORGE}', '${SUBSCRIBER}', 'z-image-turbo', 3.000001),
  ('job-10-p4', '2026-10-12T08:00:00Z', 'failed', 'subscription', false, '${KILN}', '${SUBSCRIBER}', 'z-image-turbo', 9.000000)
) AS rows(job_id, completed_at, status, payment_model, trialing, worker_wallet, subscriber_wallet, model_id, render_spark)`;

/** A few jobs of October, as Parquet. */
export async function parquetOf(): Promise<WorldFile> {
  return { name: 'jobs/jobs-2026-10-c.parquet', bytes: await writtenBy({}) };
}

/** The same jobs as another writer would write them. */
export async function writtenBy({
  columns,
  options = '',
}: {
  readonly columns?: string;
  readonly options?: string;
}): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'revshare-proof-'));
  const lake = await openLake({ tempDir: directory, threads: 1 });
  try {
    const path = join(directory, 'jobs.parquet');
    const replaced = columns?.match(/ AS "?(\w+) ?"?$/)?.[1] ?? '';
    const name = { worker: 'worker_wallet', STATUS: 'status' }[replaced] ?? replaced;
    const select =
      columns === undefined
        ? ROWS
        : name === 'Status'
          ? `SELECT *, ${columns} FROM (${ROWS})`
          : `SELECT * EXCLUDE ${name}, ${columns} FROM (${ROWS})`;
    await lake.rows(`COPY (${select}) TO ${sqlText(path)} (FORMAT parquet${options})`);
    return readFileSync(path);
  } finally {
    lake.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
