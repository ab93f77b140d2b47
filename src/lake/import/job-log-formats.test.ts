import { describe, expect, it } from 'vitest';
import {
  csvOf,
  importText,
  jobFields,
  jsonlOf,
  keptRowsOf,
  rowsOf,
  SUBSCRIBER,
  WORKER,
  writeParquet,
} from '../../../test/worlds/job-logs.ts';

// Checksums from EIP-55's own examples.
const CHECKSUMMED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe('the formats', () => {
  const jobs = [
    jobFields({ worker_account: '17', subscriber_account: '18' }),
    jobFields({
      job_id: 'ünïcode "quoted", \\ and \u00e9',
      render_spark: '12345678901.123456',
      completed_at: '1791201600001',
    }),
    jobFields({ job_id: '12', status: 'failed', render_spark: '0.10' }),
    jobFields({ job_id: 'x', trialing: 'TRUE', worker_wallet: CHECKSUMMED, render_spark: '0.000001' }),
  ];

  it('store the same values for the same jobs', async () => {
    const strip = (rows: Awaited<ReturnType<typeof rowsOf>>) => rows.map(({ line: _line, ...row }) => row);
    const fromCsv = strip(await rowsOf(csvOf(jobs), 'csv'));
    expect(fromCsv.map((row) => row.render_spark)).toEqual(['1.500000', '12345678901.123456', '0.100000', '0.000001']);
    expect(strip(await rowsOf(jsonlOf(jobs), 'jsonl'))).toEqual(fromCsv);
    expect(strip(await rowsOf(jsonlOf(jobs, true), 'jsonl'))).toEqual(fromCsv);
    const values = jobs.map(
      (job) =>
        `(${[...Object.keys(jobs[0] ?? {})].map((name) => `'${(job[name] ?? '').replaceAll("'", "''")}'`).join(', ')})`,
    );
    const { bytes } = await writeParquet(
      `SELECT * FROM (VALUES ${values.join(', ')}) AS t(${Object.keys(jobs[0] ?? {}).join(', ')})`,
    );
    expect(strip(await rowsOf(bytes, 'parquet'))).toEqual(fromCsv);
  });

  it('need no column of completed jobs where none is completed', async () => {
    // Two rows with a job id and a status alone: one of the network's states, one that no list has.
    const jobs = [
      { job_id: 'a', status: ' Failed' },
      { job_id: 'b', status: 'parked' },
    ];
    const { bytes } = await writeParquet(
      `SELECT unnest(['a', 'b']) AS job_id, unnest([' Failed', 'parked']) AS status`,
    );
    const logs = [
      await rowsOf(csvOf(jobs), 'csv'),
      await rowsOf(jsonlOf(jobs), 'jsonl'),
      await rowsOf(bytes, 'parquet'),
    ];
    for (const rows of logs) {
      expect(rows.map((row) => [row.job_id, row.status_completed, row.unknown_status, row.instant_ms])).toEqual([
        ['a', false, null, null],
        ['b', false, 'parked', null],
      ]);
    }
  });

  it('keep the digits of JSON numbers as written, also among keys that look alike', async () => {
    const text =
      `{"job_id":12345678901234567890123,"status":"failed","render_spark": 12345678901.123456 ,"note":"\\"render_spark\\":9"}\n` +
      `{"job_id":"b","cost":{"render_spark":7},"status":"failed","render_spark":0.100000}\n` +
      `{"job_id":"c","status":"failed","render\\u005fspark":"3.5"}\n{"job_id":"d","status":"failed","render_spark":null}\n`;
    const rows = await rowsOf(text, 'jsonl');
    expect(rows.map((row) => row.render_spark)).toEqual(['12345678901.123456', '0.100000', '3.500000', null]);
    expect(rows[0]?.job_id).toBe('12345678901234567890123');
    const plain = '{"job_id":"a","status":"failed","render_spark":99999999999.123456}\n';
    expect((await rowsOf(plain, 'jsonl'))[0]?.render_spark).toBe('99999999999.123456');
  });

  it('take what a Parquet file says of a value, of any lossless type', async () => {
    const { bytes } = await writeParquet(`
      SELECT 42::BIGINT AS job_id, TIMESTAMPTZ '2026-10-05 14:00:00.123999+02:00' AS endTime, 'completed' AS status,
        'subscription' AS payment_model, true AS trialing, {'address': '${WORKER}', 'id': 7.0::DOUBLE} AS worker,
        {'address': '${SUBSCRIBER}'} AS artist, 'Flux' AS model_id, 1.25::DECIMAL(38,18) AS render_spark
      UNION ALL SELECT 43, TIMESTAMPTZ '2026-10-05 14:00:00+02:00', 'completed', 'subscription', NULL,
        {'address': '${WORKER}', 'id': NULL}, NULL, 'flux', 0.000001`);
    const rows = await rowsOf(bytes, 'parquet');
    expect(rows).toMatchObject([
      {
        job_id: '42',
        line: '1',
        instant_ms: String(Date.UTC(2026, 9, 5, 12, 0, 0, 123)),
        trialing: true,
        worker_account: '7',
        render_spark: '1.250000',
        model_id: 'flux',
      },
      {
        job_id: '43',
        line: '2',
        trialing: false,
        worker_account: null,
        subscriber_wallet: null,
        render_spark: '0.000001',
      },
    ]);
    const double =
      await writeParquet(`SELECT 'a' AS job_id, 1791201600000::DOUBLE AS completed_at, 'completed' AS status, 'x' AS payment_model,
      '${WORKER}' AS worker_wallet, 'm' AS model_id, unnest([0.1, 0.000001, 12345.678901, 7])::DOUBLE AS render_spark`);
    expect((await rowsOf(double.bytes, 'parquet')).map((row) => row.render_spark)).toEqual([
      '0.100000',
      '0.000001',
      '12345.678901',
      '7.000000',
    ]);
  });
});

describe('the exact reading', () => {
  it('keeps the same rows as the vectorised one', async () => {
    const jobs = Array.from({ length: 50 }, (_, at) =>
      jobFields({ job_id: `job "${at}", ${at % 7}`, render_spark: `${at}.5` }),
    );
    const plain = await keptRowsOf(await importText(csvOf(jobs), 'csv'));
    const [header, ...lines] = csvOf(jobs).split('\n');
    // The blank line sends the whole file through the exact reading.
    const exact = await keptRowsOf(await importText([header, '', ...lines].join('\n'), 'csv'));
    expect(exact.map((row) => ({ ...row, line: String(Number(row.line) - 1) }))).toEqual(plain);
    const flat = await keptRowsOf(await importText(jsonlOf(jobs), 'jsonl'));
    expect(await keptRowsOf(await importText(` ${jsonlOf(jobs)}`, 'jsonl'))).toEqual(flat);
  });
});
