import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'REVSHARE_TEST_TMPDIR';

/**
 * A directory for all that the tests of one run write, gone at its end (teardown): no test can leave anything behind. They make
 * thousands of small files, each durable: it lies in memory, where the system offers that and it has room for 4 GB.
 */
export function ownTemporary(): string {
  process.env[NAME] ??= openDirectory();
  return process.env[NAME];
}

/** Open to all as the system's own: the server of PostgreSQL is another user, and so are those of the tests of permissions. */
function openDirectory(): string {
  const directory = mkdtempSync(join(place(), 'rs-'));
  chmodSync(directory, 0o1777);
  return directory;
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

/** vitest.config.ts names this file among its globalSetup. */
export function teardown(): void {
  const directory = process.env[NAME];
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
}
