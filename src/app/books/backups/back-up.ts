import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { formatMonth } from '../../../core/month/month.ts';
import { compareText } from '../../../core/text/compare-text.ts';
import { type ArchivedFile, firstNameIn, writeArchive } from '../../../files/archive.ts';
import { evidencePaths } from '../../../files/evidence.ts';
import { goneWithProcess, removeOlderLeavings, unfinishedName } from '../../../files/leavings.ts';
import { checkWritableFile } from '../../../files/named-places.ts';
import { namingPath, syncDirectory } from '../../../files/output-directory.ts';
import { hashFile } from '../../../files/plain-input.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import { BACKUP_LIST, backupJson } from '../../../render/books/backup-json.ts';
import { copyDatabaseFile } from '../../../store/copies/copy-database.ts';
import { serverOf } from '../../../store/database/books-place.ts';
import { LOCK_FILES } from '../../../store/database/lock.ts';
import { DATABASE_FILE, SEAL_FILE } from '../../../store/database/seal.ts';
import { isStage } from '../../../store/database/unfinished-restore.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import { lakeFile } from '../directory/data-directory.ts';
import { shownServer } from '../opening/open-books.ts';
import type { Places, Workspace } from '../opening/workspace.ts';

export interface BackupRequest {
  readonly places: Places;
  /** Where the backup goes; nothing may be there. */
  readonly file: string;
  readonly asOfMs: number;
  readonly version: string;
}

/** What was backed up. */
export interface BackedUp {
  readonly files: number;
  readonly bytes: number;
  readonly months: readonly string[];
  /** The server whose rows are not in it; null where the database is a file. */
  readonly server: string | null;
  /** Evidence and Parquet files that are missing, or not as they were recorded: they are in it as they are. */
  readonly damaged: readonly string[];
}

/** What every run makes again by itself, and what belongs to a run. Everything else of a data directory is backed up. */
const NOT_KEPT = new Set(['tmp', 'derived', 'pending', 'unchanged-files.json', ...LOCK_FILES]);

function isLeftOut(name: string): boolean {
  return NOT_KEPT.has(name) || isStage(name);
}

/** The files of a data directory beside its database, by their names in it. */
function keptFiles(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !isLeftOut(name.split('/')[0] ?? '') && !/^(revshare|lock)[.]sqlite/.test(name))
    .sort(compareText);
}

/**
 * Puts database, seal, evidence and job logs into one file, as they are together: under the lock nobody writes. The
 * file gets its name when it is whole and durable.
 *
 * @throws InvalidInput file-exists, no-such-path, unreadable-path
 */
export async function backUp({ store, data }: Workspace, request: BackupRequest): Promise<BackedUp> {
  const { places, file, asOfMs, version } = request;
  if (existsSync(file)) throw new InvalidInput([problem('file-exists', { file }, 'it is there already')]);
  checkWritableFile(file);
  const isServer = serverOf(places) !== null;
  const files: ArchivedFile[] = [];
  if (!isServer) {
    const copy = join(data.temporary, 'backup');
    await copyDatabaseFile(data.root, copy);
    const names = [DATABASE_FILE, SEAL_FILE].filter((name) => existsSync(join(copy, name)));
    for (const name of names) files.push({ name, path: join(copy, name), packs: true });
  }
  for (const name of keptFiles(data.root))
    files.push({ name, path: join(data.root, name), packs: name.endsWith('.plain') });
  const listed = [];
  for (const { name, path } of files) listed.push({ name, bytes: statSync(path).size, sha256: await hashFile(path) });
  const months = (await listFinalMonths(store.db)).map(({ month, manifestSha256 }) => {
    return { month: formatMonth(month), manifestSha256 };
  });
  const server = shownServer(places);
  const text = backupJson({ madeAt: new Date(asOfMs).toISOString(), version, server, months, files: listed });
  await writeWhole(file, text, files, asOfMs);
  const damaged = await damagedFiles({ store, data }, new Map(listed.map(({ name, sha256 }) => [name, sha256])));
  const bytes = listed.reduce((sum, each) => sum + each.bytes, 0);
  return { files: files.length, bytes, months: months.map(({ month }) => month), server, damaged };
}

const PARTIAL = 'partial';

async function writeWhole(file: string, text: string, files: readonly ArchivedFile[], atMs: number): Promise<void> {
  const partial = unfinishedName(file, PARTIAL);
  const done = goneWithProcess(partial);
  try {
    await writeArchive(partial, { name: BACKUP_LIST, text }, files, atMs);
    renameSync(partial, file);
    syncDirectory(dirname(resolve(file)));
  } catch (error) {
    rmSync(partial, { force: true });
    throw namingPath(error, file);
  } finally {
    done();
  }
  // A backup of another day has another name.
  removeOlderLeavings(file, PARTIAL, (path) => firstNameIn(path, BACKUP_LIST.length) === BACKUP_LIST);
}

/** What the books recorded of their files, held against what goes into the backup. */
async function damagedFiles(
  { store, data }: Pick<Workspace, 'store' | 'data'>,
  hashes: ReadonlyMap<string, string>,
): Promise<string[]> {
  const damaged: string[] = [];
  for (const { kind, name, sha256, evidenceSha256, lakeSha256 } of await listImports(store.db)) {
    const kept = evidencePaths(data.evidence, sha256).map((path) => hashes.get(path.slice(data.root.length + 1)));
    if (kept.length === 0 || (evidenceSha256 !== '' && !kept.includes(evidenceSha256))) {
      damaged.push(`the evidence of ${name}`);
    }
    const lake = hashes.get(lakeFile(data, sha256).slice(data.root.length + 1));
    // A log that is read where its evidence lies has no rows beside it.
    if (kind === 'job-log' && lakeSha256 !== '' && lake !== lakeSha256) {
      damaged.push(`the Parquet file of ${name}`);
    }
  }
  return damaged;
}
