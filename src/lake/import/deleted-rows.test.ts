import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csvOf, importText, type JobFields, jobFields, jsonlOf, writeParquet } from '../../../test/worlds/job-logs.ts';
import type { JobLogFormat } from '../reading/job-log-kind.ts';

type Told = { line: number | undefined; message: string }[] | 'taken';

async function told(content: string | Buffer, format: JobLogFormat, isNew = true): Promise<Told> {
  const { result } = await importText(content, format, { isNew });
  if (!('problems' in result)) return 'taken';
  expect(result.problems.every(({ code }) => code === 'deleted-row')).toBe(true);
  return result.problems.map(({ place, message }) => ({ line: place.line, message }));
}

const job = (id: string, fields: JobFields = {}) => jobFields({ job_id: id, ...fields });
const says = (column: string, value: string, more = '') =>
  `the column ${column} says "${value}": the row is marked as deleted${more}`;

describe('rows of a job log that are marked as deleted', () => {
  const marks: (readonly [column: string, gone: string, other: string])[] = [
    ['Op', 'D', 'I'],
    ['op', 'd', 'c'],
    ['__op', 'delete', 'u'],
    ['METADATA$ACTION', 'DELETE', 'INSERT'],
    ['_change_type', 'delete', 'update_postimage'],
    ['__deleted', 'true', 'false'],
    ['_fivetran_deleted', 'TRUE', 'FALSE'],
    ['_peerdb_is_deleted', '1', '0'],
    ['_hoodie_is_deleted', 't', 'f'],
    ['_sdc_deleted_at', '2026-10-06T00:00:00Z', '\\N'],
    ['_ab_cdc_deleted_at', '2026-10-06 00:00:00+00', '0001-01-01 00:00:00'],
    ['_sdc_deleted_at', '1791201600000', '0'],
  ];

  it.each(marks)('are refused with the first line and how many they are: %s says %s', async (column, gone, other) => {
    // a stays; b and d go. With the header b is the third line of a CSV.
    const jobs = [[other], [gone], [''], [gone]].map(([value], at) =>
      job('abcd'.charAt(at), { [column]: value ?? '' }),
    );
    const message = says(column, gone, ' (the first of 2)');
    expect(await told(csvOf(jobs), 'csv')).toEqual([{ line: 3, message }]);
    expect(await told(jsonlOf(jobs), 'jsonl')).toEqual([{ line: 2, message }]);
    expect(await told(jsonlOf(jobs.slice(0, 1)), 'jsonl')).toBe('taken');
    expect(await told(csvOf([jobs[0] ?? {}, jobs[2] ?? {}]), 'csv')).toBe('taken');
  });

  it('are shown with the mark itself, in CSV and JSON', async () => {
    // The mark is a CSV row's first character; `{"id":"b","status":"failed","op":` are 33, and "d" has its quotes.
    const [csv, json] = await Promise.all([
      importText('op,job_id,status\nc,a,failed\nD,b,failed\n', 'csv'),
      importText('{"id":"b","status":"failed","op":"d"}\n', 'jsonl'),
    ]);
    const placesOf = ({ result }: typeof csv) =>
      'problems' in result ? result.problems.map(({ place }) => place) : [];
    expect(placesOf(csv)).toMatchObject([{ line: 3, column: 1, length: 1, excerpt: 'D,b,failed' }]);
    expect(placesOf(json)).toMatchObject([{ line: 1, column: 34, length: 3 }]);
  });

  it('are refused in Parquet, by texts, booleans and times', async () => {
    const rows = [
      "SELECT 'a' AS job_id, 'failed' AS status, false AS _fivetran_deleted, NULL::TIMESTAMP AS _sdc_deleted_at",
      "SELECT 'b', 'failed', true, TIMESTAMP '2026-10-06 00:00:00'",
    ];
    const both = await writeParquet(rows.join(' UNION ALL '));
    expect(await told(readFileSync(both.path), 'parquet')).toEqual([
      { line: 2, message: says('_fivetran_deleted', 'true') },
      { line: 2, message: says('_sdc_deleted_at', '2026-10-06 00:00:00') },
    ]);
    expect(await told((await writeParquet(rows[0] ?? '')).bytes, 'parquet')).toBe('taken');
  });

  it('are refused where only some lines of JSON have the key, or the engine does not read the file', async () => {
    const plain = jsonlOf([job('a')]);
    const gone = `${JSON.stringify({ ...job('b'), __deleted: true })}\n`;
    expect(await told(`${plain}\n${gone}`, 'jsonl')).toEqual([{ line: 3, message: says('__deleted', 'true') }]);
    // A letter of a key as an escape.
    const escaped = gone.replace('__deleted', '__d\\u0065leted');
    expect(await told(plain + escaped, 'jsonl')).toEqual([{ line: 2, message: says('__deleted', 'true') }]);
    // A line break in a field: the exact reading takes it apart.
    const broken = csvOf([job('a', { note: 'two\nlines', op: '' }), job('b', { op: 'D' })]);
    expect(await told(broken, 'csv')).toEqual([{ line: 4, message: says('op', 'D') }]);
  });

  it('are none by a column of another name, or a value that says something else', async () => {
    // An application hides what it calls deleted; the job ran.
    const hidden = { deleted: 'true', is_deleted: '1', deleted_at: '2026-10-06T00:00:00Z', deletedAt: '1791201600000' };
    const fields = { op: 'txt2img', operation: 'delete', deleted_by: 'D', _fivetran_deleted: 'never', ...hidden };
    expect(await told(csvOf([job('a', fields)]), 'csv')).toBe('taken');
    expect(await told(jsonlOf([job('a', fields)]), 'jsonl')).toBe('taken');
    const nested = `${JSON.stringify({ ...job('a'), meta: { op: 'd' }, __deleted: null, _fivetran_deleted: {} })}\n`;
    expect(await told(nested, 'jsonl')).toBe('taken');
  });

  it('count in a log that was taken before', async () => {
    expect(await told(csvOf([job('a', { op: 'D' })]), 'csv', false)).toBe('taken');
  });
});
