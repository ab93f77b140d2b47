import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { LONG, times } from '../running/long-form.ts';
import { program, revshare } from '../running/program.ts';
import { canMount, smallDisk, unmount } from '../running/small-disk.ts';
import { FEBRUARY, finalize, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { csvRows, filesUnder, scratch, type World } from '../worlds/world.ts';

/**
 * Nothing is lost: the program is killed (SIGKILL) at random points of import, reconcile, finalize and payouts. After each kill
 * the database opens, no half state is visible, and the same command ends in the same bytes as an undisturbed run.
 *
 * REVSHARE_CRASH_KILLS sets how often (two of each, in the long form twenty); REVSHARE_CRASH_SEED another series.
 */
const KILLS = Number(process.env.REVSHARE_CRASH_KILLS ?? times(12, 120));
const SEED = Number(process.env.REVSHARE_CRASH_SEED ?? 20261121);
const AT_ONCE = 2;

/** A command, the books before it, and what an undisturbed run makes of them. */
interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  readonly before: string;
  readonly after: State;
  /** How long the undisturbed run took, ms. */
  readonly tookMs: number;
  /** What the books look like before. */
  readonly untouched: State;
}

/** All that a person or a later run can see. */
interface State {
  /** What every part of the database holds, hashed. */
  readonly rows: ReadonlyMap<string, string>;
  /** Every visible file of the output and every Parquet file, with its hash. */
  readonly files: ReadonlyMap<string, string>;
}

const world = smallWorld();
const scenes: Scene[] = [];

beforeAll(async () => {
  const charges = Array.from({ length: 150 }, (_, at) => {
    const day = `2026-08-${String((at % 28) + 1).padStart(2, '0')}`;
    return {
      kind: 'charge',
      id: `c${at}`,
      charge: `ch_${at}`,
      day,
      until: `2027${day.slice(4)}`,
      amount: '240.00',
    } as const;
  });
  writeStripe(world, '2026-08', charges.slice(0, 100));
  const empty = join(world.root, 'empty');
  mkdirSync(empty);
  // Inputs of their own: the world's grow.
  const inputs = join(world.root, 'first-inputs');
  cpSync(world.inputs, inputs, { recursive: true });
  scenes.push(await sceneOf('import', ['import', inputs], empty));
  const reviewed = await review(world, '2026-08');
  const accept = ['finalize', '2026-08', '--accept', reviewed.document.digest];
  scenes.push(await sceneOf('finalize', accept, copyOfBooks(world)));
  await finalize(world, '2026-08');
  await payoutScenes(copyOfBooks(world));
  await review(world, '2026-09');
  writeStripe(
    world,
    '2026-09',
    charges.slice(100).map((each) => ({ ...each, day: each.day.replace('-08-', '-09-') })),
  );
  scenes.push(await sceneOf('reconcile', ['reconcile', '2026-09', '--inputs', world.inputs], copyOfBooks(world)));
}, 300_000);

/** The batch of August, and the receipts of all of it. */
async function payoutScenes(books: string): Promise<void> {
  const payees = join(world.root, 'payees.csv');
  const [first = ''] = filesUnder(join(books, 'out')).filter((name) => name.endsWith('2026-08/final/payouts.csv'));
  const wallets = csvRows(readFileSync(join(books, 'out', first), 'utf8')).map(({ wallet }) => wallet);
  const rows = wallets.map((wallet) => `${wallet},usdc,,,,2026-08`);
  writeFileSync(payees, `wallet,method,destination,currency,hold,from_month\n${rows.join('\n')}\n`);
  expect((await run(books, ['import', payees])).code).toBe(0);
  const prepare = ['payouts', '2026-08', '--accept-changes', '--by', 'cron'];
  scenes.push(await sceneOf('payouts', prepare, copyOf(books)));
  expect((await run(books, prepare)).code).toBe(0);
  const { digest } = JSON.parse((await run(books, ['payouts', '2026-08', '--json'])).stdout) as { digest: string };
  const release = ['payouts', '2026-08', '--release', digest, '--by', 'ann'];
  scenes.push(await sceneOf('release', release, copyOf(books)));
  expect((await run(books, release)).code).toBe(0);
  const batch = csvRows(readFileSync(join(books, 'out', '2026-08', 'payout', 'batch.csv'), 'utf8'));
  expect(batch.length).toBeGreaterThan(0);
  const receipts = batch.map(({ wallet, open, asset }) => `${wallet},${open},${asset},0x1,2026-12-15T10:00:00Z`);
  const file = join(world.root, 'receipts.csv');
  writeFileSync(file, `wallet,amount,asset,reference,sent_at\n${receipts.join('\n')}\n`);
  const record = ['payouts', '2026-08', '--record', file, '--skip-known', '--by', 'cron'];
  scenes.push(await sceneOf('record', record, copyOf(books)));
}

let copies = 0;
function copyOf(books: string): string {
  copies += 1;
  const copy = join(world.root, `books-${copies}`);
  cpSync(books, copy, { recursive: true });
  return copy;
}

function copyOfBooks({ data, out }: World): string {
  copies += 1;
  const copy = join(world.root, `books-${copies}`);
  cpSync(data, join(copy, 'data'), { recursive: true });
  cpSync(out, join(copy, 'out'), { recursive: true });
  return copy;
}

async function sceneOf(name: string, args: readonly string[], before: string): Promise<Scene> {
  const undisturbed = copyOf(before);
  const startedMs = performance.now();
  const ended = await run(undisturbed, args);
  const tookMs = performance.now() - startedMs;
  expect([ended.code, ended.stderr]).toEqual([expect.toBeOneOf([0, 1]), expect.not.stringContaining('error')]);
  return { name, args, before, after: stateOf(undisturbed), tookMs, untouched: stateOf(before) };
}

function placed(books: string, args: readonly string[]): string[] {
  const config = ['--config', join(world.inputs, 'revshare.yaml'), '--as-of', FEBRUARY];
  return [...args, ...config, '--data', join(books, 'data'), '--out', join(books, 'out')];
}

function run(books: string, args: readonly string[]): ReturnType<typeof revshare> {
  return revshare(placed(books, args));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function stateOf(books: string): State {
  const files = new Map<string, string>();
  const seen = (folder: string, suffix: string): void => {
    if (!existsSync(join(books, folder))) return;
    for (const name of filesUnder(join(books, folder))) {
      const hidden = name.split('/').some((part) => part.startsWith('.'));
      if (!hidden && name.endsWith(suffix)) files.set(name, sha256(readFileSync(join(books, folder, name))));
    }
  };
  seen('out', '');
  seen('data/lake', '.parquet');
  seen('data/evidence', '.plain');
  return { files, rows: rowsOf(join(books, 'data', 'revshare.sqlite')) };
}

/** Tables that are written in one transaction; any other table is a part of its own. */
const TOGETHER: Readonly<Record<string, string>> = {
  ...{ imports: 'import', transactions: 'import', stripe_invoices: 'import', small_rows: 'import' },
  ...{ replaced_invoices: 'import', invoice_payments: 'import' },
  ...{ months: 'close', final_postings: 'close', final_usage: 'close', final_small_rows: 'close' },
  ...{ final_earned: 'close', final_hashes: 'close', payout_batches: 'batch', payout_lines: 'batch' },
};

/** Opens the database as the program does, checks it, and reads every row. An empty table is like none. */
function rowsOf(path: string): Map<string, string> {
  const parts = new Map<string, string>();
  if (!existsSync(path)) return parts;
  const database = new SQLite(path);
  try {
    database.defaultSafeIntegers(true);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    const tables = database.prepare("select name from sqlite_master where type = 'table' order by name").pluck().all();
    for (const name of tables as string[]) {
      const rows = database.prepare(`select * from "${name}" order by rowid`).all() as Record<string, unknown>[];
      // Whether the rename after the commit has been noted is no difference that anybody sees.
      const text = rows.map((row) => Object.values({ ...row, published: '' }).join('|')).join('\n');
      const part = TOGETHER[name] ?? name;
      if (rows.length > 0 && name !== 'settings')
        parts.set(part, `${parts.get(part) ?? ''}${name}: ${rows.length} rows, ${sha256(text)}\n`);
    }
  } finally {
    database.close();
  }
  return parts;
}

/** The directories of reports: each must be there whole, as it was or as it becomes. */
function reportsOf(state: State): Map<string, string> {
  const directories = new Map<string, string>();
  for (const [name, bytes] of [...state.files].filter(([each]) => each.includes('/'))) {
    const directory = name.slice(0, name.lastIndexOf('/'));
    directories.set(directory, `${directories.get(directory) ?? ''}${name}\n${bytes}\n`);
  }
  return directories;
}

/** A small generator with a seed (mulberry32): a failing series can be run again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every other kill comes soon after the first staged file shows: near the commit and the renames. */
async function killed(books: string, scene: Scene, at: number, part: number): Promise<boolean> {
  const child = spawn(process.execPath, [...program(), ...placed(books, scene.args)], { cwd: books, stdio: 'ignore' });
  const over = new Promise<void>((done) => child.on('close', () => done()));
  let ended = false;
  void over.then(() => {
    ended = true;
  });
  if (at % 2 === 0) await Promise.race([over, sleep(part * scene.tookMs)]);
  else {
    while (!ended && !isStaging(books)) await sleep(1);
    await Promise.race([over, sleep(part * scene.tookMs * 0.3)]);
  }
  child.kill('SIGKILL');
  await over;
  return child.signalCode === 'SIGKILL';
}

function isStaging(books: string): boolean {
  const staged = (folder: string): boolean =>
    namesIn(folder).some((name) => /^[.](final|review|payout|staged)/.test(name));
  const months = existsSync(join(books, 'out')) ? readdirSync(join(books, 'out')) : [];
  return (
    ['lake', 'evidence'].some((store) => staged(join(books, 'data', store))) ||
    months.some((month) => staged(join(books, 'out', month)))
  );
}

/** What lies in a folder that may be moved away while it is looked at, or be a file. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

function hiddenUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /(^|\/)[.]/.test(name));
}

async function oneKill(scene: Scene, at: number): Promise<void> {
  let part = randomOf(SEED + at * 7919)();
  let books = copyOf(scene.before);
  while (!(await killed(books, scene, at, part))) {
    // The run was faster this time: it has ended before.
    part *= 0.7;
    rmSync(books, { recursive: true });
    books = copyOf(scene.before);
  }
  // Every fourth time through the program itself as well, which may only read: what is staged stays.
  if (at % 4 === 0) {
    const begun = existsSync(join(books, 'data', 'revshare.sqlite'));
    expect((await run(books, ['status', '--json'])).code).toBe(begun ? 0 : 2);
  }
  const between = stateOf(books);
  for (const part of new Set([...between.rows.keys(), ...scene.untouched.rows.keys()])) {
    const known = [scene.untouched.rows.get(part), scene.after.rows.get(part)];
    expect([part, between.rows.get(part)]).toEqual([part, expect.toBeOneOf(known)]);
  }
  const [old, fresh] = [reportsOf(scene.untouched), reportsOf(scene.after)];
  for (const [directory, content] of reportsOf(between)) {
    expect([directory, content]).toEqual([directory, expect.toBeOneOf([old.get(directory), fresh.get(directory)])]);
  }
  const again = await run(books, scene.args);
  expect([again.code, again.stderr]).toEqual([expect.toBeOneOf([0, 1]), expect.not.stringContaining('error')]);
  const repeated = stateOf(books);
  expect(repeated.rows).toEqual(scene.after.rows);
  expect(repeated.files).toEqual(scene.after.files);
  expect(hiddenUnder(join(books, 'out'))).toEqual([]);
  expect(hiddenUnder(join(books, 'data', 'lake'))).toEqual([]);
  expect(readdirSync(join(books, 'data', 'tmp'))).toEqual([]);
  rmSync(books, { recursive: true });
}

async function inTurns(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

describe('a run that is killed', () => {
  it(`leaves nothing half-done, ${KILLS} times`, { timeout: 3_600_000 }, async () => {
    const tasks = Array.from({ length: KILLS }, (_, at) => () => {
      // The number counts within a scene, so that each meets both kinds of moments.
      return oneKill(scenes[at % scenes.length] as Scene, Math.floor(at / scenes.length));
    });
    await inTurns(tasks);
  });
});

const CAN_MOUNT = canMount();

describe('a machine that is at fault', () => {
  it.skipIf(!CAN_MOUNT).each(['data', 'out'])('a full disk under %s', { timeout: 300_000 }, async (full) => {
    const scene = scenes.find(({ name }) => name === 'reconcile') as Scene;
    const refusals: string[] = [];
    for (const kilobytes of LONG ? [8, 60, 220, 500] : [8, 220]) {
      const disk = smallDisk(kilobytes) as string;
      const books = copyOf(scene.before);
      const other = full === 'data' ? 'out' : 'data';
      const args = [...scene.args, '--config', join(world.inputs, 'revshare.yaml'), '--as-of', FEBRUARY];
      const where = [`--${other}`, join(books, other), `--${full}`, join(disk, full)];
      try {
        if (full === 'out') mkdirSync(join(disk, full), { recursive: true });
        const ended = await revshare([...args, ...where]);
        if (ended.code === 3) {
          refusals.push(ended.stderr);
          expect(ended.stderr).toContain('Nothing is half-written');
          expect(ended.stderr).not.toMatch(/^ {4}at /m);
        } else
          expect([ended.code, ended.stderr]).toEqual([expect.toBeOneOf([0, 1]), expect.not.stringContaining('error')]);
        expect(spawnSync('mount', ['-o', 'remount,size=64m', disk]).status).toBe(0);
        const again = await revshare([...args, ...where]);
        expect([again.code, again.stderr]).toEqual([expect.toBeOneOf([0, 1]), expect.not.stringContaining('error')]);
        if (full === 'out') {
          const names = filesUnder(join(disk, 'out')).filter((name) => name.startsWith('2026-09/'));
          const bytes = names.map((name) => [name, sha256(readFileSync(join(disk, 'out', name)))]);
          expect(bytes).toEqual([...scene.after.files].filter(([name]) => name.startsWith('2026-09/')));
        }
      } finally {
        unmount(disk);
      }
    }
    expect(refusals.some((said) => said.includes('the disk is full'))).toBe(true);
  });

  it('an output directory that cannot be written: one sentence, and the books are as they were', async () => {
    const scene = scenes.find(({ name }) => name === 'finalize') as Scene;
    const books = copyOf(scene.before);
    writeFileSync(join(books, 'file'), '');
    const config = ['--config', join(world.inputs, 'revshare.yaml'), '--as-of', FEBRUARY];
    const args = [...scene.args, ...config, '--data', join(books, 'data'), '--out', join(books, 'file', 'out')];
    const ended = await revshare(args);
    // Before anything is done it is the person's mistake: as with every other place that is named.
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^error: \S*\/file: a part of its path is a file, and a directory is expected\n/);
    expect(stateOf(books).rows).toEqual(scene.untouched.rows);
    const again = await run(books, scene.args);
    expect(again.code).toBe(0);
    expect(stateOf(books).rows).toEqual(scene.after.rows);
  });

  it.skipIf(!CAN_MOUNT)('a read-only file system', async () => {
    const disk = smallDisk(1000) as string;
    try {
      expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
      const scene = scenes.find(({ name }) => name === 'finalize') as Scene;
      const config = ['--config', join(world.inputs, 'revshare.yaml'), '--as-of', FEBRUARY];
      const books = copyOf(scene.before);
      const ended = await revshare([
        ...scene.args,
        ...config,
        '--data',
        join(books, 'data'),
        '--out',
        join(disk, 'out'),
      ]);
      expect([ended.code, ended.stderr]).toEqual([
        2,
        expect.stringMatching(/^error: .*disk.*: it is on a file system that cannot be written\n/),
      ]);
      expect(stateOf(books).rows).toEqual(scene.untouched.rows);
    } finally {
      unmount(disk);
    }
  });
});

describe('a database of another version', () => {
  it('an older one is brought up to date', async () => {
    const books = join(scratch(), 'books');
    mkdirSync(join(books, 'data'), { recursive: true });
    const sqlite = new SQLite(join(books, 'data', 'revshare.sqlite'));
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    const [first] = MIGRATIONS;
    await first?.up(db, 'sqlite');
    sqlite.pragma('user_version = 1');
    await db.destroy();
    const scene = scenes.find(({ name }) => name === 'import') as Scene;
    expect((await run(books, scene.args)).code).toBe(0);
    const state = stateOf(books);
    expect(state.rows).toEqual(scene.after.rows);
    expect(versionOf(books)).toBe(MIGRATIONS.length);
  });

  it('a newer one is refused, and stays as it is', async () => {
    const scene = scenes.find(({ name }) => name === 'finalize') as Scene;
    const books = copyOf(scene.before);
    const sqlite = new SQLite(join(books, 'data', 'revshare.sqlite'));
    sqlite.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    sqlite.close();
    for (const args of [scene.args, ['status']]) {
      const ended = await run(books, args);
      expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('newer-database')]);
    }
    expect(stateOf(books).rows).toEqual(scene.untouched.rows);
    expect(versionOf(books)).toBe(MIGRATIONS.length + 1);
  });
});

function versionOf(books: string): number {
  const sqlite = new SQLite(join(books, 'data', 'revshare.sqlite'), { readonly: true });
  try {
    return Number(sqlite.pragma('user_version', { simple: true }));
  } finally {
    sqlite.close();
  }
}
