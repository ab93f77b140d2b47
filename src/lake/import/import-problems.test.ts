import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CHECKSUMMED,
  csv,
  HEADER,
  importText,
  jobFields,
  jsonlOf,
  line,
  problemsOf,
  SUBSCRIBER,
  writeParquet,
} from '../../../test/worlds/job-logs.ts';

describe('a wrong value', () => {
  const cases: [string, string, string][] = [
    ['completed_at', '2026-10-05T12:00:00', 'no-offset'],
    ['completed_at', '2026-10-05 12:00', 'no-offset'],
    ['completed_at', '2026-02-30T12:00:00Z', 'not-a-time'],
    ['completed_at', '2026-10-05T24:00:00Z', 'not-a-time'],
    ['completed_at', '2026-10-05T24:00:00.000Z', 'not-a-time'],
    ['completed_at', '2026-10-05T29:00:00.000Z', 'not-a-time'],
    ['completed_at', '2026-10-05T12:60:00.000Z', 'not-a-time'],
    ['completed_at', '2026-10-05T12:00:60.000Z', 'not-a-time'],
    ['completed_at', '2026-10-00T12:00:00.000Z', 'not-a-time'],
    ['completed_at', '2026-02-29T12:00:00.000Z', 'not-a-time'],
    ['completed_at', '2026-13-05T12:00:00.000Z', 'not-a-time'],
    ['completed_at', '3026-10-05T12:00:00.000Z', 'not-a-time'],
    ['completed_at', '179120160000', 'not-a-time'],
    ['render_spark', '0.1234567', 'too-many-digits'],
    ['render_spark', '1.5000001', 'too-many-digits'],
    ['render_spark', '1.5e-6', 'too-many-digits'],
    ['render_spark', '1e12', 'too-many-digits'],
    ['render_spark', '-1e3', 'negative-amount'],
    ['render_spark', '12.', 'not-an-amount'],
    ['render_spark', '1000000000000', 'too-many-digits'],
    ['render_spark', '-1', 'negative-amount'],
    ['render_spark', '1e', 'not-an-amount'],
    ['render_spark', '1_000', 'not-an-amount'],
    ['render_spark', ' 12 ', 'not-an-amount'],
    ['render_spark', '+1', 'not-an-amount'],
    ['trialing', 'yes', 'not-a-boolean'],
    ['worker_wallet', `0x${'0'.repeat(40)}`, 'not-a-wallet'],
    ['status', ' ', 'missing-value'],
    ['payment_model', ' ', 'missing-value'],
    ['worker_wallet', '0x12', 'not-a-wallet'],
    ['subscriber_wallet', `${SUBSCRIBER} `, 'not-a-wallet'],
    ['worker_wallet', CHECKSUMMED.replace('aA', 'Aa'), 'wrong-checksum'],
    ['job_id', '', 'missing-value'],
    ['job_id', '  ', 'missing-value'],
    ['model_id', ' ', 'missing-value'],
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

  it('of a header without the columns of completed jobs, where one is completed, or none is there', async () => {
    const ofCompleted = ['completed_at', 'payment_model', 'worker_wallet', 'model_id', 'render_spark'];
    const expected = ofCompleted.map((name) => ({
      code: 'missing-column',
      message: expect.stringContaining(`the header lacks the column ${name}`),
    }));
    // The fault is the header's, however many rows are completed, and whatever else is wrong with them.
    const texts = [
      'job_id,status\na,failed\nb, Completed\n,jobCompleted\n',
      'job_id,status\n',
      'job_id,status',
      'job_id,status,note\ra,failed,x\r',
    ];
    for (const text of texts) expect(await problemsOf(text, 'csv')).toMatchObject(expected);
    const { bytes } = await writeParquet(
      `SELECT unnest(['a', 'b']) AS job_id, unnest(['failed', ' Completed']) AS status`,
    );
    expect(await problemsOf(bytes, 'parquet')).toMatchObject(expected);
    const none = await writeParquet(`SELECT 'a' AS job_id, 'failed' AS status WHERE false`);
    expect(await problemsOf(none.bytes, 'parquet')).toMatchObject(expected);
  });

  it('of such a header that stands again, or a row without an id', async () => {
    expect(await problemsOf('job_id,status\na,failed\njob_id,status\n,failed\nc\n', 'csv')).toMatchObject([
      { code: 'repeated-header', place: { line: 3 } },
      { code: 'missing-value', place: { line: 4 } },
      { code: 'wrong-field-count', place: { line: 5 } },
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
      good.replace('}', ',}'),
      '',
    ].join('\n');
    expect((await problemsOf(text, 'jsonl')).map((each) => [each.code, each.place.line, each.place.column])).toEqual([
      ['bad-json', 2, 41],
      ['bad-json', 3, good.length + 2],
      ['bad-json', 4, 1],
      ['duplicate-column', 5, good.indexOf('"status"') + 1],
      ['duplicate-column', 6, 15],
      ['bad-json', 7, good.indexOf('"flux"') + 1],
      ['bad-json', 8, good.length + 1],
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

  it('of a character NUL, however it is written', async () => {
    const text = jsonlOf([jobFields(), jobFields({ status: 'fai@led' })]).replace('@', '\\u0000');
    expect(await problemsOf(text, 'jsonl')).toMatchObject([
      {
        code: 'nul-character',
        place: { file: 'jobs.jsonl', line: 2 },
        message: 'status "fai\\u0000led" holds the character NUL (U+0000)',
      },
    ]);
    const { bytes } = await writeParquet(
      `SELECT 'a' AS job_id, 'fai' || chr(0) || 'led' AS status, NULL::TIMESTAMPTZ AS endTime, '' AS render_spark, '' AS model_id, '' AS payment_model, '' AS worker_wallet`,
    );
    expect(await problemsOf(bytes, 'parquet')).toMatchObject([
      {
        code: 'bad-parquet',
        message: 'it cannot be read: the column status holds a text with the character NUL (U+0000)',
      },
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

  it('of a wallet far down in a file whose others are all in lower case', async () => {
    const faulty = { 'not-a-wallet': '0x12', 'wrong-checksum': CHECKSUMMED.replace('aA', 'Aa') };
    for (const [code, worker_wallet] of Object.entries(faulty)) {
      const lines = Array.from({ length: 3000 }, (_, at) => line(at === 2998 ? { worker_wallet } : {}));
      const problems = await problemsOf(csv(...lines), 'csv');
      expect(problems.map((each) => [each.code, each.place.line])).toEqual([[code, 3000]]);
    }
  });

  it('of many wallets', async () => {
    const wallets = Array.from({ length: 1500 }, (_, at) => `0x${at}`);
    const select = Object.entries(jobFields()).map(([name, text]) =>
      name === 'worker_wallet' ? 'wallet' : `'${text}' AS ${name}`,
    );
    const { bytes } = await writeParquet(
      `SELECT ${select.join(', ')} FROM (SELECT unnest([${wallets.map((each) => `'${each}'`)}]) AS wallet)`.replace(
        'wallet,',
        'wallet AS worker_wallet,',
      ),
    );
    expect(await problemsOf(bytes, 'parquet')).toHaveLength(1000);
    expect(await problemsOf(csv(...wallets.map((each) => line({ worker_wallet: each }))), 'csv')).toHaveLength(1000);
  });

  it('tells a thousand problems and stops', async () => {
    expect(await problemsOf(csv(...Array.from({ length: 1500 }, () => line({ trialing: 'x' }))), 'csv')).toHaveLength(
      1000,
    );
  });
});
