import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Says whose directory it is: a run's set-up is done for each of its projects, and a run within a test has one of its own. */
const OWNER = 'REVSHARE_TEST_TMPDIR_OF';

let directory = '';

/**
 * Gives all that the tests of one run write a directory, gone at its end: no test can leave anything behind. They make thousands of
 * small files, each durable: it lies in memory, where the system offers that and it has room for 4 GB. vitest.config.ts names this file
 * among its globalSetup; the processes of the tests begin after it, and have its TMPDIR.
 */
export function setup(): void {
  if (process.env[OWNER] === String(process.pid)) return;
  process.env[OWNER] = String(process.pid);
  directory = mkdtempSync(join(place(), 'rs-'));
  // Open to all as the system's own: the server of PostgreSQL is another user, and so are those of the tests of permissions.
  chmodSync(directory, 0o1777);
  process.env.TMPDIR = directory;
}

export function teardown(): void {
  if (directory !== '') rmSync(directory, { recursive: true, force: true });
}

function place(): string {
  const inMemory = '/dev/shm';
  if (process.platform !== 'linux' || process.env.TMPDIR !== undefined) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize >= 4 * 1024 ** 3 ? inMemory : tmpdir();
  } catch {
    return tmpdir();
  }
}
