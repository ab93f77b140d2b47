import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  csvOf,
  importText,
  jobFields,
  jsonlOf,
  keptRowsOf,
  problemsOf,
  rowsOf,
  SUBSCRIBER,
  WORKER,
  writeParquet,
} from './test-job-logs.ts';

const HEADER =
  'job_id,completed_at,status,payment_model,worker_wallet,model_id,render_spark,trialing,subscriber_wallet';
const line = (fields: Record<string, string> = {}): string => {
  const job = jobFields(fields);
  return HEADER.split(',')
    .map((name) => job[name] ?? '')
    .join(',');
};
const csv = (...lines: string[]): string => `${[HEADER, ...lines].join('\n')}\n`;

// Checksums from EIP-55's own examples.
const CHECKSUMMED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe('what is kept of a good job log', () => {
  it('is every row with its line, exact amounts, lower-case wallets and models', async () => {
    const rows = await rowsOf(
      csv(
        line({
          worker_wallet: CHECKSUMMED,
          model_id: 'FLUX',
          render_spark: '999999999999.999999',
          completed_at: '1791201600123',
        }),
        line({
          job_id: 'job-2',
          status: 'failed',
          completed_at: '',
          render_spark: '',
          payment_model: '',
          worker_wallet: '',
          model_id: '',
          subscriber_wallet: '',
          trialing: '',
        }),
      ),
      'csv',
    );
    expect(rows).toEqual([
      {
        row: '1',
        line: '2',
        job_id: 'job-1',
        status_completed: true,
        instant_ms: '1791201600123',
        payment_model: 'subscription',
        trialing: false,
        worker_wallet: CHECKSUMMED.toLowerCase(),
        subscriber_wallet: SUBSCRIBER,
        worker_account: null,
        subscriber_account: null,
        worker_type: null,
        worker_nft_id: null,
        model_id: 'flux',
        render_spark: '999999999999.999999',
        subscription_tier: null,
        reason: null,
      },
      expect.objectContaining({
        row: '2',
        line: '3',
        job_id: 'job-2',
        status_completed: false,
        instant_ms: null,
        render_spark: null,
        worker_wallet: null,
        model_id: null,
      }),
    ]);
  });

  it('reads the instants to the millisecond, digits beyond it cut', async () => {
    const cases: [string, string][] = [
      ['2026-10-31T23:59:59.999999999Z', '1793491199999'],
      ['2026-11-01T00:00:00Z', '1793491200000'],
      ['2026-11-01 00:30:00+00:30', '1793491200000'],
      ['2026-10-31T16:30:00.5-0730', '1793491200500'],
      ['2026-10-31T23:59:59.99+00', '1793491199990'],
      ['1969-12-31T23:59:59.9995Z', '-1'],
      ['1793491200000', '1793491200000'],
    ];
    const rows = await rowsOf(
      csv(...cases.map(([text], at) => line({ job_id: `job-${at}`, completed_at: text }))),
      'csv',
    );
    expect(rows.map((row) => row['instant_ms'])).toEqual(cases.map(([, ms]) => ms));
  });

  it('takes the names of the network, columns in any order, and further columns', async () => {
    const text = `extra,renderSpark,modelId,worker.address,paymentModel,status,endTime,jobID\nx,2,flux,${WORKER},subscription,jobCompleted,1791201600000,a\n`;
    const [row] = await rowsOf(text, 'csv');
    expect(row).toMatchObject({
      job_id: 'a',
      render_spark: '2.000000',
      status_completed: true,
      instant_ms: '1791201600000',
    });
  });

  it('counts lines through quoted line breaks, blank lines and Windows line ends', async () => {
    const text = `${HEADER},note\r\n${line()},"two\r\nlines, ""quoted"""\r\n\r\n${line({ job_id: 'job-2' })},\r\n`;
    const rows = await rowsOf(text, 'csv');
    expect(rows.map((row) => [row['row'], row['line'], row['job_id']])).toEqual([
      ['1', '2', 'job-1'],
      ['2', '5', 'job-2'],
    ]);
  });

  it('reads a byte order mark away', async () => {
    expect(await rowsOf(`\ufeff${csv(line())}`, 'csv')).toHaveLength(1);
    expect(await rowsOf(`\ufeff${jsonlOf([jobFields()])}`, 'jsonl')).toHaveLength(1);
  });

  it('gives an empty log no span', async () => {
    const { result } = await importText(`${HEADER}\n`, 'csv');
    expect(result).toEqual({ rows: 0, firstMs: null, lastMs: null });
  });

  it('tells rows and span', async () => {
    const { result } = await importText(
      csv(line(), line({ job_id: 'b', completed_at: '2026-10-01T00:00:00Z' })),
      'csv',
    );
    expect(result).toEqual({ rows: 2, firstMs: Date.UTC(2026, 9, 1), lastMs: Date.UTC(2026, 9, 5, 12) });
  });

  it('is the same bytes for any number of threads', async () => {
    const lines = Array.from(
      { length: 300_000 },
      (_, at) => `${line({ job_id: `job-${at}`, render_spark: `${at}.25` })}\n`,
    );
    const text = csv() + lines.join('');
    const files = [];
    for (const threads of [1, 2, 4]) files.push(readFileSync((await importText(text, 'csv', { threads })).targetPath));
    expect(files[1]?.equals(files[0] as Buffer)).toBe(true);
    expect(files[2]?.equals(files[0] as Buffer)).toBe(true);
  }, 120_000);
});

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
    expect(fromCsv.map((row) => row['render_spark'])).toEqual([
      '1.500000',
      '12345678901.123456',
      '0.100000',
      '0.000001',
    ]);
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

  it('keep the digits of JSON numbers as written, also among keys that look alike', async () => {
    const text =
      `{"job_id":12345678901234567890123,"status":"failed","render_spark": 12345678901.123456 ,"note":"\\"render_spark\\":9"}\n` +
      `{"job_id":"b","cost":{"render_spark":7},"status":"failed","render_spark":0.100000}\n` +
      `{"job_id":"c","status":"failed","render\\u005fspark":"3.5"}\n{"job_id":"d","status":"failed","render_spark":null}\n`;
    const rows = await rowsOf(text, 'jsonl');
    expect(rows.map((row) => row['render_spark'])).toEqual(['12345678901.123456', '0.100000', '3.500000', null]);
    expect(rows[0]?.['job_id']).toBe('12345678901234567890123');
    const plain = '{"job_id":"a","status":"failed","render_spark":99999999999.123456}\n';
    expect((await rowsOf(plain, 'jsonl'))[0]?.['render_spark']).toBe('99999999999.123456');
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
    expect((await rowsOf(double.bytes, 'parquet')).map((row) => row['render_spark'])).toEqual([
      '0.100000',
      '0.000001',
      '12345.678901',
      '7.000000',
    ]);
  });
});

describe('a wrong value', () => {
  const cases: [string, string, string][] = [
    ['completed_at', '2026-10-05T12:00:00', 'no-offset'],
    ['completed_at', '2026-10-05 12:00', 'not-a-time'],
    ['completed_at', '2026-02-30T12:00:00Z', 'not-a-time'],
    ['completed_at', '2026-10-05T24:00:00Z', 'not-a-time'],
    ['completed_at', '179120160000', 'not-a-time'],
    ['render_spark', '0.1234567', 'too-many-digits'],
    ['render_spark', '1.5000000', 'too-many-digits'],
    ['render_spark', '1000000000000', 'too-many-digits'],
    ['render_spark', '-1', 'negative-amount'],
    ['render_spark', '1e3', 'not-an-amount'],
    ['render_spark', '1_000', 'not-an-amount'],
    ['render_spark', ' 12 ', 'not-an-amount'],
    ['render_spark', '+1', 'not-an-amount'],
    ['trialing', '1', 'not-a-boolean'],
    ['worker_wallet', '0x12', 'not-a-wallet'],
    ['subscriber_wallet', `${SUBSCRIBER} `, 'not-a-wallet'],
    ['worker_wallet', CHECKSUMMED.replace('aA', 'Aa'), 'wrong-checksum'],
    ['job_id', '', 'missing-value'],
    ['status', '', 'missing-value'],
    ['completed_at', '', 'missing-value'],
    ['payment_model', '', 'missing-value'],
    ['worker_wallet', '', 'missing-value'],
    ['model_id', '', 'missing-value'],
    ['render_spark', '', 'missing-value'],
  ];

  it.each(cases)('of %s: %j is %s, with its place', async (column, value, code) => {
    const good = line({ job_id: 'good' });
    const bad = line({ [column]: value });
    const at = HEADER.split(',').indexOf(column);
    const expectedColumn = bad.split(',').slice(0, at).join(',').length + (at > 0 ? 2 : 1);
    expect(await problemsOf(csv(good, bad, good), 'csv')).toEqual([
      {
        code,
        place: { file: 'jobs.csv', line: 3, column: expectedColumn, length: Math.max(1, value.length), excerpt: bad },
        message: expect.stringContaining(column),
        remedy: expect.any(String),
      },
    ]);
    const job = jobFields({ [column]: value });
    const json = `${JSON.stringify(job)}`;
    expect(await problemsOf(`${jsonlOf([jobFields({ job_id: 'g' })])}${json}\n`, 'jsonl')).toEqual([
      expect.objectContaining({
        code,
        place: {
          file: 'jobs.jsonl',
          line: 2,
          column: json.indexOf(`"${column}":`) + column.length + 4,
          length: value.length + 2,
          excerpt: json,
        },
      }),
    ]);
    const select = Object.entries(job)
      .map(([name, text]) => `'${text}' AS ${name}`)
      .join(', ');
    const { bytes } = await writeParquet(`SELECT ${select}`);
    expect(await problemsOf(bytes, 'parquet')).toEqual([
      expect.objectContaining({ code, place: { file: 'jobs.parquet', line: 1 } }),
    ]);
  });

  it('leaves nothing behind, and all of them are told', async () => {
    const { result, targetPath } = await importText(
      csv(line({ render_spark: 'x', completed_at: 'y' }), line({ trialing: 'z' })),
      'csv',
    );
    expect('problems' in result && result.problems.map((each) => [each.code, each.place.line])).toEqual([
      ['not-a-time', 2],
      ['not-an-amount', 2],
      ['not-a-boolean', 3],
    ]);
    expect(existsSync(targetPath)).toBe(false);
    expect(readdirSync(dirname(targetPath)).sort()).toEqual(['jobs.csv', 'temp']);
  });

  it('is placed on the right line after a quoted line break', async () => {
    const [found] = await problemsOf(
      `note,${HEADER}\n"a\nb",${line()}\n"c\nd",${line({ render_spark: 'x' })}\n`,
      'csv',
    );
    expect(found?.place).toMatchObject({ line: 5, excerpt: `d",${line({ render_spark: 'x' })}` });
  });

  it('counts columns in characters', async () => {
    const [found] = await problemsOf(`note,${HEADER}\n😀,${line({ job_id: '' })}\n`, 'csv');
    expect(found?.place).toMatchObject({ line: 2, column: 3 });
  });
});

describe('a wrong structure', () => {
  it('of a CSV header', async () => {
    expect(await problemsOf('job_id,id,status\n', 'csv')).toMatchObject([
      { code: 'duplicate-column', place: { line: 1, column: 8, length: 2 } },
      ...[
        'completed_at (or endTime, end_time)',
        'payment_model',
        'worker_wallet (or worker.address)',
        'model_id',
        'render_spark',
      ].map((name) => ({
        code: 'missing-column',
        message: expect.stringContaining(name),
      })),
    ]);
  });

  it('of CSV rows', async () => {
    const text = csv(
      `${line()},`,
      line({ job_id: 'b' }).replace(',completed', ''),
      `${line()},x`,
      line({ job_id: 'a"b' }),
      line({ job_id: '"a"b' }),
      line(),
      line({ job_id: '"open' }),
    );
    expect((await problemsOf(text, 'csv')).map((each) => [each.code, each.place.line, each.place.column])).toEqual([
      ['wrong-field-count', 2, line().length + 2],
      ['wrong-field-count', 3, expect.any(Number)],
      ['wrong-field-count', 4, line().length + 2],
      ['broken-quotes', 5, 2],
      ['broken-quotes', 6, 1],
      ['broken-quotes', 8, 1],
    ]);
  });

  it('of JSON lines', async () => {
    const good = JSON.stringify(jobFields());
    const text = [
      good,
      good.slice(0, 40),
      `${good} ${good}`,
      '[1]',
      good.replace('"status"', '"id":"x","status"'),
      good.replace('"job_id":', '"job_id":"x","job_id":'),
      good.replace('"flux"', '{"a":1}'),
      '',
    ].join('\n');
    expect((await problemsOf(text, 'jsonl')).map((each) => [each.code, each.place.line, each.place.column])).toEqual([
      ['bad-json', 2, 41],
      ['bad-json', 3, good.length + 2],
      ['bad-json', 4, 1],
      ['duplicate-column', 5, good.indexOf('"status"') + 1],
      ['duplicate-column', 6, 15],
      ['bad-json', 7, good.indexOf('"flux"') + 1],
    ]);
  });

  it('of Parquet files', async () => {
    expect(await problemsOf(Buffer.from('PAR1 nothing PAR1'), 'parquet')).toMatchObject([
      { code: 'bad-parquet', place: { file: 'jobs.parquet' } },
    ]);
    const { bytes } = await writeParquet(
      `SELECT 'a' AS job_id, 'b' AS id, 'c' AS "jobID", 'completed' AS status, [1] AS render_spark, 'x' AS model_id, 'p' AS payment_model, TIMESTAMP '2026-10-01' AS endTime`,
    );
    expect((await problemsOf(bytes, 'parquet')).map((each) => each.code)).toEqual([
      'duplicate-column',
      'duplicate-column',
      'missing-column',
      'bad-parquet',
    ]);
  });

  it('of a naive Parquet time', async () => {
    const { bytes } = await writeParquet(
      `SELECT 'a' AS job_id, 'failed' AS status, TIMESTAMP '2026-10-01' AS endTime, '' AS render_spark, '' AS model_id, '' AS payment_model, '' AS worker_wallet`,
    );
    expect(await problemsOf(bytes, 'parquet')).toMatchObject([{ code: 'no-offset', place: { line: 1 } }]);
  });

  it('of bytes', async () => {
    const bytes = Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.from(`caf\xe9,${line()}\n`, 'latin1')]);
    expect(await problemsOf(bytes, 'csv')).toMatchObject([{ code: 'not-utf8', place: { line: 2, column: 4 } }]);
    expect(await problemsOf(Buffer.from('{"job_id":"\xe9"}\n', 'latin1'), 'jsonl')).toMatchObject([
      { code: 'not-utf8', place: { line: 1 } },
    ]);
  });

  it('tells a thousand problems and stops', async () => {
    expect(await problemsOf(csv(...Array.from({ length: 1500 }, () => line({ trialing: 'x' }))), 'csv')).toHaveLength(
      1000,
    );
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
    expect(exact.map((row) => ({ ...row, line: String(Number(row['line']) - 1) }))).toEqual(plain);
    const flat = await keptRowsOf(await importText(jsonlOf(jobs), 'jsonl'));
    expect(await keptRowsOf(await importText(` ${jsonlOf(jobs)}`, 'jsonl'))).toEqual(flat);
  });
});
