import { describe, expect, it } from 'vitest';
import { jobFields, problemsOf, rowsOf, writeParquet } from '../../../test/worlds/job-logs.ts';

describe('a Parquet log is refused because', () => {
  it('of two objects of one name, and not of a column whose own name ends in a number', async () => {
    const columns = Object.entries(jobFields({ render_spark_1: '9', id_2: 'other' }));
    const select = columns.map(([name, text]) => `'${text}' AS ${name}`).join(', ');
    const { bytes } = await writeParquet(`SELECT ${select}`);
    expect((await rowsOf(bytes, 'parquet')).map((row) => [row.job_id, row.render_spark])).toEqual([
      ['job-1', '1.500000'],
    ]);
    const lone = await writeParquet(`SELECT ${select.replace('AS status', 'AS status_1')}`);
    expect(await problemsOf(lone.bytes, 'parquet')).toMatchObject([
      { code: 'missing-column', message: 'the header lacks the column status' },
    ]);
    const apart = await writeParquet(`SELECT ${select}, {'id': 'a'} AS worker, {'nftTokenId': '7'} AS wxrker`);
    // DuckDB writes no two names that differ by letter case alone.
    const twice = Buffer.from(apart.bytes.toString('latin1').replaceAll('wxrker', 'WORKER'), 'latin1');
    expect(await problemsOf(twice, 'parquet')).toMatchObject([
      { code: 'duplicate-column', message: 'the column WORKER.nftTokenId means the same as another one' },
    ]);
  });

  it('of an id in a double that may have been another one', async () => {
    const log = (column: string, value: string): Promise<{ bytes: Buffer }> =>
      writeParquet(
        `SELECT * REPLACE (${value}::DOUBLE AS ${column}) FROM (SELECT ${Object.entries(
          jobFields({ event_id: 'e', worker_account: 'w', subscriber_account: 's' }),
        )
          .map(([name, text]) => `'${text}' AS ${name}`)
          .join(', ')})`,
      );
    for (const column of ['job_id', 'event_id', 'worker_account', 'subscriber_account']) {
      // 2^53 is also what 2^53 + 1 is rounded to.
      expect(await problemsOf((await log(column, '9007199254740993')).bytes, 'parquet')).toMatchObject([
        {
          code: 'bad-parquet',
          message: `it cannot be read: ${column} is a double, and has a number beyond 2^53, which may have been another one before it was rounded`,
          remedy: 'Write it as a text or a 64-bit integer.',
        },
      ]);
      const last = await rowsOf((await log(column, '9007199254740991')).bytes, 'parquet');
      expect(last.map((row) => row[column])).toEqual(['9007199254740991']);
    }
    const none = await rowsOf((await log('worker_account', "'nan'")).bytes, 'parquet');
    expect(none.map((row) => row.worker_account)).toEqual([null]);
    expect(await problemsOf((await log('job_id', "'nan'")).bytes, 'parquet')).toMatchObject([
      { code: 'missing-value', place: { line: 1 } },
    ]);
  });

  it('of a column of another type, with what to write', async () => {
    const select = Object.entries(jobFields()).map(([name, text]) => `'${text}' AS ${name}`);
    const { bytes } = await writeParquet(`SELECT * REPLACE (['x'] AS model_id) FROM (SELECT ${select.join(', ')})`);
    expect(await problemsOf(bytes, 'parquet')).toMatchObject([
      { code: 'bad-parquet', remedy: 'Write it as a text or a number, a time as a timestamp; one value a row.' },
    ]);
  });
});
