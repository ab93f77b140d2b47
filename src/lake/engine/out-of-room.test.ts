import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDirectory } from '../../../test/worlds/job-logs.ts';
import { OutOfRoom } from '../../problems/out-of-room.ts';
import { openLake } from './duckdb.ts';

/** Eight million groups of 16 bytes and more: they do not fit into the memory that they get here. */
const MANY_GROUPS =
  'SELECT count(*) AS groups FROM (SELECT hash(range) AS job_hash FROM range(8000000) GROUP BY 1 HAVING count(*) = 1)';
const LITTLE = 60e6;

async function failureOf(tempDir: string, before: string): Promise<unknown> {
  const lake = await openLake({ tempDir, threads: 2, memoryBytes: LITTLE });
  try {
    await lake.run(before);
    return await lake.rows(MANY_GROUPS).catch((error: unknown) => error);
  } finally {
    lake.close();
  }
}

/** A small file system; null where this user may not mount one. */
function smallDisk(): string | null {
  const place = join(freshDirectory(), 'disk');
  mkdirSync(place);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place]).status === 0 ? place : null;
}

describe('what does not fit into memory', () => {
  it('is spilled, and comes out exactly', async () => {
    // No two of these numbers have one hash, or the count would be less.
    expect(await failureOf(freshDirectory(), 'SELECT 1')).toEqual([{ groups: '8000000' }]);
  });

  it('is told apart where no more may be spilled', async () => {
    const directory = freshDirectory();
    const failure = await failureOf(directory, "SET max_temp_directory_size = '1MB'");
    expect(failure).toBeInstanceOf(OutOfRoom);
    expect(failure).toMatchObject({ code: 'spill-disk-full', directory });
  });

  it('is told apart on a full disk', async ({ skip }) => {
    const disk = smallDisk();
    if (disk === null) skip('this user may not mount a tmpfs');
    else {
      try {
        // Without its own limit DuckDB goes on until the disk refuses.
        expect(await failureOf(disk, "SET max_temp_directory_size = '10GB'")).toMatchObject({
          code: 'spill-disk-full',
        });
        expect(await failureOf(disk, 'SELECT 1')).toMatchObject({ code: 'spill-disk-full' });
      } finally {
        spawnSync('umount', ['-l', disk]);
      }
    }
  });

  it('is told apart where nothing can be spilled at all', async () => {
    const lake = await openLake({ tempDir: freshDirectory(), threads: 1, memoryBytes: LITTLE });
    try {
      const list = lake.rows('SELECT len(list(range)) AS length FROM range(30000000)');
      await expect(list).rejects.toMatchObject({ code: 'memory-too-small' });
    } finally {
      lake.close();
    }
  });
});
