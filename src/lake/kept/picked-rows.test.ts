import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, jobFields, jsonlOf, logFile } from '../../../test/worlds/job-logs.ts';
import { openLake } from '../engine/duckdb.ts';
import { openDerivedFiles } from './derived-files.ts';
import { withPickedRows } from './picked-rows.ts';

const JOBS = ['a', 'b', 'c'].map((job_id) => jobFields({ job_id }));

async function picked(as: 'csv' | 'jsonl', places: string): Promise<unknown[]> {
  const directory = freshDirectory();
  const file = await logFile(as === 'csv' ? csvOf(JOBS) : jsonlOf(JOBS, false), as, 'sha-0', { directory });
  const lake = await openLake({ tempDir: join(directory, 'temp') });
  const picking = { lake, derived: openDerivedFiles(join(directory, 'derived'), directory), tempDir: directory };
  try {
    return await withPickedRows(picking, [file], places, (rows) =>
      lake.rows(`SELECT row, job_id FROM ${rows} ORDER BY row`),
    );
  } finally {
    lake.close();
  }
}

describe.each(['csv', 'jsonl'] as const)('rows picked out of a log in %s', (as) => {
  it('are those of the places', async () => {
    expect(await picked(as, 'SELECT 0 AS file_index, unnest([2, 0, 2]) AS row')).toEqual([
      { row: '0', job_id: 'a' },
      { row: '2', job_id: 'c' },
    ]);
  });

  it('are those of the facts that name them', async () => {
    expect(await picked(as, "SELECT 0 AS file_index, 1 AS row, hash('b') AS id_hash")).toEqual([
      { row: '1', job_id: 'b' },
    ]);
  });

  it('end the query where they have another job id than their facts', async () => {
    await expect(picked(as, "SELECT 0 AS file_index, 1 AS row, hash('c') AS id_hash")).rejects.toThrow(
      'the facts of a job log are not of its lines: delete derived/ in the data directory, and report it',
    );
  });
});
