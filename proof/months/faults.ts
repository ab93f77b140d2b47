import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import pg from 'pg';
import { writeSeal } from '../../src/store/database/seal.ts';
import type { Chance } from '../chance.ts';
import type { Act, Books } from './books.ts';
import type { Disk } from './disk.ts';
import { type Ended, ended, endOf, type Running, started } from './running.ts';

/** What a fault meets. */
export interface Scene {
  /** The run that it strikes. */
  readonly run: Running;
  readonly act: Act;
  readonly chance: Chance;
  readonly books: Books;
  readonly disk: Disk | null;
  /** The data directory as it was when the month began; not there in the first. */
  readonly earlier: string;
  /** How long the run takes undisturbed. */
  readonly tookMs: number;
}

/** Something that goes wrong around a run; afterwards the run is begun again, with nothing in its way. */
export interface Fault {
  readonly name: string;
  readonly needs: (scene: Pick<Scene, 'disk' | 'books'>) => boolean;
  /** What the program did that it must not; null when it stood it. */
  readonly strike: (scene: Scene) => Promise<string | null>;
}

const ALWAYS = (): boolean => true;
const ON_SQLITE: Fault['needs'] = ({ books }) => books.database === undefined;
const ON_SERVER: Fault['needs'] = ({ books }) => books.database !== undefined;

export const FAULTS: readonly Fault[] = [
  { name: 'kill', needs: ALWAYS, strike: killed },
  { name: 'full-disk', needs: ({ disk }) => disk !== null, strike: onFullDisk },
  { name: 'two-at-once', needs: ALWAYS, strike: twice },
  { name: 'clock-back', needs: ALWAYS, strike: withClockBack },
  { name: 'newer-database', needs: ON_SQLITE, strike: onNewerDatabase },
  { name: 'restore', needs: ON_SQLITE, strike: afterRestore },
  { name: 'older-books', needs: ON_SQLITE, strike: onOlderBooks },
  { name: 'connection-lost', needs: ON_SERVER, strike: withLostConnection },
];

async function killed({ run, chance, tookMs }: Scene): Promise<string | null> {
  const child = started(run);
  const end = endOf(child);
  await sleep(chance.int(0, Math.ceil(tookMs)));
  child.kill('SIGKILL');
  await end;
  return null;
}

/** Ends with 3 where the disk is too small, else as ever. */
async function onFullDisk({ run, chance, disk }: Scene): Promise<string | null> {
  disk?.leave(chance.int(0, 400));
  const end = await ended(run);
  disk?.roomy();
  return unless(end, [0, 1, 3]);
}

/** One of them does it; the other waits for nothing, finds the lock, or finds it done. */
async function twice({ run }: Scene): Promise<string | null> {
  const ends = await Promise.all([ended(run), ended(run)]);
  return ends.map((end) => unless(end, [0, 1, 2, 4])).find((each) => each !== null) ?? null;
}

/** An act about money is not done before the last one. */
async function withClockBack({ run, act, chance }: Scene): Promise<string | null> {
  const at = run.args.indexOf('--as-of') + 1;
  const back = Date.parse(run.args[at] ?? '') - chance.int(40, 400) * 86_400_000;
  const end = await ended({ args: run.args.with(at, new Date(back).toISOString()) });
  return unless(end, act === 'import' || act === 'reconcile' ? [0, 1, 2] : [1, 2]);
}

async function onNewerDatabase({ run, books }: Scene): Promise<string | null> {
  const path = join(books.data, 'revshare.sqlite');
  if (!existsSync(path)) return null;
  const setVersion = (version: number): number => {
    const db = new SQLite(path);
    const before = Number(db.pragma('user_version', { simple: true }));
    db.pragma(`user_version = ${version}`);
    db.close();
    writeSeal(books.data);
    return before;
  };
  const ours = setVersion(999);
  const end = await ended(run);
  setVersion(ours);
  return end.stderr.includes('newer-database') ? unless(end, [2]) : `not refused: ${end.code} ${end.stderr}`;
}

/** Books that come back from a backup are the books. */
async function afterRestore({ books, run }: Scene): Promise<string | null> {
  if (!existsSync(books.data)) return null;
  const file = `${books.data}.zip`;
  const where = ['--data', books.data, '--out', books.out];
  const kept = await ended({ args: ['backup', file, ...where] });
  if (kept.code !== 0) return unless(kept, [0]);
  const aside = `${books.data}-aside`;
  renameSync(books.data, aside);
  const restored = await ended({ args: ['restore', file, ...where] });
  rmSync(file);
  const wrong = unless(restored, [0]) ?? unless(await ended(run), [0, 1]);
  rmSync(aside, { recursive: true });
  return wrong;
}

/** Books of a month ago know nothing of what the reports say: no act about money is done on them. */
async function onOlderBooks({ run, act, books, earlier }: Scene): Promise<string | null> {
  if (!existsSync(earlier)) return null;
  const aside = `${books.data}-aside`;
  renameSync(books.data, aside);
  cpSync(earlier, books.data, { recursive: true });
  const end = await ended(run);
  rmSync(books.data, { recursive: true });
  renameSync(aside, books.data);
  return unless(end, act === 'import' || act === 'reconcile' ? [0, 1, 2] : [1, 2]);
}

async function withLostConnection({ run, chance, books, tookMs }: Scene): Promise<string | null> {
  const end = ended(run);
  await sleep(chance.int(0, Math.ceil(tookMs)));
  const client = new pg.Client({ connectionString: books.database });
  await client.connect();
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
  return unless(await end, [0, 1, 3]);
}

function unless({ code, stderr }: Ended, expected: readonly number[]): string | null {
  const isCalm = code !== null && expected.includes(code) && !/^ {4}at /m.test(stderr);
  return isCalm ? null : `ended with ${code}: ${stderr}`;
}
