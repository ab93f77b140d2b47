import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where a data directory keeps what. */
export interface DataDirectory {
  readonly root: string;
  /** One validated Parquet file per job log, named by the SHA-256 of its source. */
  readonly lake: string;
  /** Unpacked and spilled files of this process; gone when it ends. */
  readonly temporary: string;
}

/** Makes the directories and clears what dead processes left. */
export function openDataDirectory(root: string): DataDirectory {
  const lake = join(root, 'lake');
  const temporaries = join(root, 'tmp');
  mkdirSync(lake, { recursive: true });
  mkdirSync(temporaries, { recursive: true });
  for (const name of readdirSync(temporaries)) {
    if (!isAlive(Number(name))) rmSync(join(temporaries, name), { recursive: true, force: true });
  }
  for (const name of readdirSync(lake)) {
    const owner = /^\.staged-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(lake, name), { force: true });
  }
  const temporary = join(temporaries, String(process.pid));
  mkdirSync(temporary, { recursive: true });
  return { root, lake, temporary };
}

export function closeDataDirectory(directory: DataDirectory): void {
  rmSync(directory.temporary, { recursive: true, force: true });
}

/** The Parquet file of a job log. */
export function lakeFile(directory: DataDirectory, sha256: string): string {
  return join(directory.lake, `${sha256}.parquet`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
