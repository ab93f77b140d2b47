import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDirectory } from '../../../test/worlds/job-logs.ts';
import { type Lake, openLake, sqlText } from '../engine/duckdb.ts';
import { keptRows, refusedRows, textRelation } from './job-row-sql.ts';
import { rowFaults } from './job-values.ts';

/** A time of the usual form, with every one or two of its characters written otherwise. */
function timesLikeThe(usual: string): string[] {
  const others = ['', '0', '2', '3', '9', ' ', '-', ':', '+', '.', 'T', 'Z', '/'];
  const changed = (text: string): string[] =>
    [...text].flatMap((_, at) => others.map((other) => text.slice(0, at) + other + text.slice(at + 1)));
  const once = changed(usual);
  return [...new Set([usual, ...once, ...once.flatMap((text, at) => (at % 7 === 0 ? changed(text) : []))])];
}

describe('a time of the usual form', () => {
  let lake: Lake;
  beforeAll(async () => {
    lake = await openLake({ tempDir: freshDirectory(), threads: 1 });
  });
  afterAll(() => lake.close());

  // The quick look takes wildcards for digits: whatever it lets pass has to be what the pattern of the exact reading says.
  it('is taken by the quick reading where the exact one takes it, and means the same', async () => {
    const times = timesLikeThe('2026-10-21T09:59:30.125Z').concat(timesLikeThe('1999-02-28T23:00:00.999Z'));
    await lake.run(`CREATE TABLE times AS SELECT unnest([${times.map(sqlText).join(', ')}]) AS time`);
    const relation = (rows: string): ReturnType<typeof textRelation> =>
      textRelation(
        rows,
        new Map([
          ['job_id', `'j'`],
          ['status', `'failed'`],
          ['completed_at', `nullif(time, '')`],
        ]),
        '0',
      );
    const refused = await lake.rows(refusedRows(relation('times'), [], times.length));
    const isFaulty = (time: string): boolean =>
      rowFaults({ job_id: 'j', status: 'failed', completed_at: time }).length > 0;
    expect(refused.map(({ completed_at }) => completed_at)).toEqual(times.filter(isFaulty));
    const good = times.filter((time) => /^.{10}T.{8}[.][0-9]{3}Z$/.test(time) && !isFaulty(time));
    await lake.run(`CREATE TABLE good AS SELECT unnest([${good.map(sqlText).join(', ')}]) AS time`);
    const read = await lake.rows(`SELECT instant_ms FROM (${keptRows(relation('good'), 'looked at')})`);
    expect(read.map(({ instant_ms }) => Number(instant_ms))).toEqual(good.map((time) => Date.parse(time)));
  });
});
