import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  csvOf,
  importText,
  jobFields,
  jsonlOf,
  keptRowsOf,
  problemsOf,
  rowsOf,
  WORKER,
  writeParquet,
} from '../../../test/worlds/job-logs.ts';
import { int64, int96, type ParquetColumn, parquetFile, text } from '../../../test/worlds/parquet-file.ts';
import type { JobTimes } from '../../core/usage/job-times.ts';

const SUMMER: JobTimes = { offset: '+02:00', unixSeconds: false };
const SECONDS: JobTimes = { offset: null, unixSeconds: true };

/** The last instant of October 2026 that has a name in milliseconds. */
const LAST_MS = String(Date.UTC(2026, 10, 1) - 1);
/** 2026-10-31T23:59:59.999999999Z. */
const LAST_NS = BigInt(Date.UTC(2026, 10, 1)) * 1_000_000n - 1n;

describe('times as databases write them', () => {
  it.each([
    ['BigQuery', '2026-10-31 23:59:59.999999 UTC'],
    ['psql', '2026-11-01 01:59:59.999999+02'],
    ['Snowflake', '2026-10-31 23:59:59.999 +0000'],
    ['Snowflake, UTC', '2026-10-31 23:59:59.999 Z'],
    ['an offset of half an hour', '2026-11-01T05:29:59.999+05:30'],
  ])('%s', async (_, written) => {
    const job = [jobFields({ completed_at: written })];
    for (const rows of [await rowsOf(csvOf(job), 'csv'), await rowsOf(jsonlOf(job), 'jsonl')])
      expect(rows.map(({ instant_ms }) => instant_ms)).toEqual([LAST_MS]);
  });

  it.each([
    ['Java, a whole minute', '2026-10-31T23:59Z'],
    ['with its offset', '2026-11-01T01:59+02:00'],
    ['behind UTC, in hours', '2026-10-31 18:59-05'],
  ])('without seconds: %s', async (_, written) => {
    const job = [jobFields({ completed_at: written })];
    for (const rows of [await rowsOf(csvOf(job), 'csv'), await rowsOf(jsonlOf(job), 'jsonl')])
      expect(rows.map(({ instant_ms }) => instant_ms)).toEqual([String(Date.UTC(2026, 9, 31, 23, 59))]);
  });

  it('without seconds and offset are what is declared, and refused until then', async () => {
    const local = csvOf([jobFields({ completed_at: '2026-11-01 01:59' })]);
    expect((await problemsOf(local, 'csv')).map(({ code }) => code)).toEqual(['no-offset']);
    expect((await rowsOf(local, 'csv', SUMMER)).map(({ instant_ms }) => instant_ms)).toEqual([
      String(Date.UTC(2026, 9, 31, 23, 59)),
    ]);
  });

  it('without an offset, or in seconds, are refused until it is declared what they mean', async () => {
    const local = csvOf([jobFields({ completed_at: '2026-11-01 01:59:59.999' })]);
    expect((await problemsOf(local, 'csv')).map(({ code }) => code)).toEqual(['no-offset']);
    expect((await rowsOf(local, 'csv', SUMMER)).map(({ instant_ms }) => instant_ms)).toEqual([LAST_MS]);
    const seconds = csvOf([jobFields({ completed_at: '1793491199' })]);
    expect((await problemsOf(seconds, 'csv')).map(({ code }) => code)).toEqual(['not-a-time']);
    expect((await problemsOf(seconds, 'csv', SUMMER)).map(({ code }) => code)).toEqual(['not-a-time']);
    expect((await rowsOf(seconds, 'csv', SECONDS)).map(({ instant_ms }) => instant_ms)).toEqual(['1793491199000']);
    const noDay = csvOf([jobFields({ completed_at: '2026-11-31 01:59:59' })]);
    expect((await problemsOf(noDay, 'csv', SUMMER)).map(({ code }) => code)).toEqual(['not-a-time']);
  });

  it('mean the same where a log is read by DuckDB and row by row, in every format', async () => {
    const times: JobTimes = { offset: '-05:30', unixSeconds: true };
    const second = fc.integer({ min: Date.UTC(2026, 8, 30) / 1000, max: Date.UTC(2026, 10, 2) / 1000 });
    const decimals = fc.constantFrom('', '.', '.5', '.999', '.9999999', '.123456789');
    const written = fc
      .tuple(second, decimals, fc.constantFrom('seconds', 'local', 'T', 'ms', 'Z'))
      .map(([at, part, form]) => {
        const day = new Date(at * 1000);
        const [date, time] = [day.toISOString().slice(0, 10), day.toISOString().slice(11, 19)];
        const ms = BigInt(at) * 1000n + BigInt(part.slice(1, 4).padEnd(3, '0'));
        const digits = part === '.' ? '' : part;
        if (form === 'seconds') return { text: `${at}${digits}`, ms };
        if (form === 'ms') return { text: String(ms), ms };
        // Five and a half hours behind UTC: what a clock there shows is that much later in UTC.
        if (form === 'Z') return { text: `${date} ${time}${digits} UTC`, ms };
        return { text: `${date}${form === 'T' ? 'T' : ' '}${time}${digits}`, ms: ms + 19_800_000n };
      });
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 20 }), async (all) => {
        const jobs = all.map((each, at) => jobFields({ job_id: `j${at}`, completed_at: each.text }));
        const wanted = all.map(({ ms }) => String(ms));
        const [header = '', ...lines] = csvOf(jobs).split('\n');
        for (const [content, format] of [
          [csvOf(jobs), 'csv'],
          // The blank line sends the whole file through the exact reading.
          [[header, '', ...lines].join('\n'), 'csv'],
          [jsonlOf(jobs, true), 'jsonl'],
        ] as const) {
          const rows = await keptRowsOf(await importText(content, format, { times }));
          expect(rows.map(({ instant_ms }) => instant_ms)).toEqual(wanted);
        }
      }),
      { numRuns: 5 },
    );
  });
});

describe('Parquet of every physical form of a time', () => {
  const fileWith = (time: Omit<ParquetColumn, 'name'>): Buffer =>
    parquetFile([
      ...Object.entries(jobFields())
        .filter(([name]) => name !== 'completed_at')
        .map(([name, value]): ParquetColumn => ({ name, type: 'BYTE_ARRAY', values: [text(value)] })),
      { name: 'completed_at', ...time },
    ]);
  const utc = true;
  it.each<[string, Omit<ParquetColumn, 'name'>]>([
    ['INT96', { type: 'INT96', values: [int96(LAST_NS)] }],
    ['TIMESTAMP_MILLIS of older writers', { type: 'INT64', values: [int64(LAST_NS / 1_000_000n)], convertedType: 9 }],
    ['TIMESTAMP_MICROS of older writers', { type: 'INT64', values: [int64(LAST_NS / 1000n)], convertedType: 10 }],
    ['MILLIS in UTC', { type: 'INT64', values: [int64(LAST_NS / 1_000_000n)], timestamp: { utc, unit: 'MILLIS' } }],
    ['MICROS in UTC', { type: 'INT64', values: [int64(LAST_NS / 1000n)], timestamp: { utc, unit: 'MICROS' } }],
    ['NANOS in UTC', { type: 'INT64', values: [int64(LAST_NS)], timestamp: { utc, unit: 'NANOS' } }],
  ])('%s is an instant, cut to the millisecond', async (_, time) => {
    expect((await rowsOf(fileWith(time), 'parquet')).map(({ instant_ms }) => instant_ms)).toEqual([LAST_MS]);
  });

  it.each(['MILLIS', 'MICROS', 'NANOS'] as const)('%s that is not in UTC needs a declared zone', async (unit) => {
    const divisor = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n }[unit];
    const local = LAST_NS + 2n * 3_600_000_000_000n;
    const file = fileWith({ type: 'INT64', values: [int64(local / divisor)], timestamp: { utc: false, unit } });
    expect((await problemsOf(file, 'parquet')).map(({ code }) => code)).toEqual(['no-offset']);
    expect((await rowsOf(file, 'parquet', SUMMER)).map(({ instant_ms }) => instant_ms)).toEqual([LAST_MS]);
  });

  it('whole seconds, as ClickHouse writes a DateTime, are read where that is declared', async () => {
    const { bytes } = await writeParquet(
      `SELECT '1' AS job_id, 1793491199::UINTEGER AS completed_at, 'completed' AS status, 'subscription' AS payment_model,
        0::UTINYINT AS trialing, '${WORKER}' AS worker_wallet, 'm' AS model_id, 1.5 AS render_spark`,
    );
    expect((await problemsOf(bytes, 'parquet')).map(({ code }) => code)).toEqual(['not-a-time']);
    expect(await rowsOf(bytes, 'parquet', SECONDS)).toMatchObject([{ instant_ms: '1793491199000', trialing: false }]);
  });

  it('a decimal of more digits than can be read is refused, never taken through a double', async () => {
    const spark: ParquetColumn = {
      ...{ name: 'render_spark', type: 'FIXED_LEN_BYTE_ARRAY', convertedType: 5 },
      ...{ decimal: { precision: 76, scale: 38 }, values: [Buffer.alloc(32)] },
    };
    const others = Object.entries(jobFields()).filter(([name]) => name !== 'render_spark');
    const file = parquetFile([
      ...others.map(([name, value]): ParquetColumn => ({ name, type: 'BYTE_ARRAY', values: [text(value)] })),
      spark,
    ]);
    const problems = await problemsOf(file, 'parquet');
    expect(problems.map(({ code, message, remedy }) => [code, message, remedy])).toEqual([
      [
        'bad-parquet',
        "the column render_spark is a decimal of more than 38 digits (BigQuery's BIGNUMERIC), which cannot be read exactly",
        'Export CAST(render_spark AS NUMERIC), or a text.',
      ],
    ]);
  });
});

describe('values as databases write them', () => {
  it('numbers with padding, exponents and many digits, flags as 0 and 1', async () => {
    const written = [
      '1.500000000000000000',
      '70.06917600000000000000000000000000000000',
      '1.5E+0',
      '15e-1',
      '.5',
      '1E2',
    ];
    const jobs = written.map((spark, at) =>
      jobFields({ job_id: `j${at}`, render_spark: spark, trialing: String(at % 2) }),
    );
    const wanted = ['1.500000', '70.069176', '1.500000', '1.500000', '0.500000', '100.000000'];
    for (const rows of [await rowsOf(csvOf(jobs), 'csv'), await rowsOf(jsonlOf(jobs, true), 'jsonl')]) {
      expect(rows.map(({ render_spark }) => render_spark)).toEqual(wanted);
      expect(rows.map(({ trialing }) => trialing)).toEqual([false, true, false, true, false, true]);
    }
  });

  // Two accounts that are not known would else be one: a job would count as self-matched.
  it('\\N and NULL are no value', async () => {
    const none = ['\\N', 'NULL', 'null'];
    const jobs = none.map((word, at) =>
      jobFields({
        job_id: `j${at}`,
        trialing: word,
        subscriber_wallet: word,
        worker_account: word,
        subscriber_account: word,
      }),
    );
    const [header = '', ...lines] = csvOf(jobs).split('\n');
    for (const content of [csvOf(jobs), [header, '', ...lines].join('\n')]) {
      const empty = { trialing: false, subscriber_wallet: null, worker_account: null, subscriber_account: null };
      expect(await rowsOf(content, 'csv')).toMatchObject(none.map(() => empty));
    }
    const lacking = csvOf([jobFields({ job_id: 'NULL', worker_wallet: '\\N' })]);
    expect((await problemsOf(lacking, 'csv')).map(({ code }) => code)).toEqual(['missing-value', 'missing-value']);
  });

  it('what tools write where there is no account is none, in every format, and other words are accounts', async () => {
    const none = ['NULL', '(null)', 'NA', 'N/A', 'NaN', 'None', 'undefined', '-', ' NA '];
    const words = [...none, 'none', 'Null', 'NAN', 'undefined-7', '0'];
    const jobs = words.map((word, at) =>
      jobFields({ job_id: `j${at}`, worker_account: word, subscriber_account: word, reason: word }),
    );
    const kept = words.map((word) => (none.includes(word) ? null : word));
    const select = jobs.map((job) => `SELECT ${Object.entries(job).map(([name, text]) => `'${text}' AS ${name}`)}`);
    const parquet = await writeParquet(select.join(' UNION ALL '));
    // The second CSV is read row by row.
    const csvs = [csvOf(jobs), csvOf(jobs).replace('\n', '\n\n')];
    for (const rows of [
      ...(await Promise.all(csvs.map((content) => rowsOf(content, 'csv')))),
      await rowsOf(jsonlOf(jobs), 'jsonl'),
      await rowsOf(jsonlOf(jobs, true), 'jsonl'),
      await rowsOf(parquet.bytes, 'parquet'),
    ]) {
      expect(rows.map((row) => row.worker_account)).toEqual(kept);
      expect(rows.map((row) => row.subscriber_account)).toEqual(kept);
    }
  });
});
