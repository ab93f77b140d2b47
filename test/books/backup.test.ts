import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/database/open-store.ts';
import type { Ended } from '../running/program.ts';
import { command, FEBRUARY, finalAugust, KILN } from '../worlds/close-world.ts';
import { csvRows, emptyWorld, filesUnder, releaseBatch, type World } from '../worlds/world.ts';

/* R16: books that were lost are put back from a backup, checked on the way in, and never over others. */

let world: World;
let backup: string;
beforeAll(async () => {
  world = await finalAugust();
  await releaseBatch('2026-08', ['--data', world.data, '--out', world.out, '--as-of', FEBRUARY]);
  backup = join(world.root, 'books.backup');
  const ended = await command(world, ['backup', backup]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
}, 120_000);

/** A world with a copy of the reports and without books. */
function withoutBooks(): World {
  const other = { ...emptyWorld(), inputs: world.inputs };
  cpSync(world.out, other.out, { recursive: true });
  return other;
}

function bytesUnder(directory: string): [string, string][] {
  return filesUnder(directory)
    .filter((name) => !/^(lock|tmp|derived|pending|unchanged|revshare.sqlite)/.test(name))
    .map((name) => [name, readFileSync(join(directory, name), 'hex')]);
}

async function verified(place: World): Promise<Ended> {
  return command(place, ['verify', '--all']);
}

describe('backup and restore (R16)', () => {
  it('bring the books back, sealed, with everything in them', async () => {
    const place = withoutBooks();
    const ended = await command(place, ['restore', backup]);
    expect(ended).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('1 final months, 1 batches, 0 receipts'),
    });
    expect(bytesUnder(place.data)).toEqual(bytesUnder(world.data));
    expect(existsSync(join(place.data, 'revshare.sqlite.sha256'))).toBe(true);
    expect(statSync(place.data).mode & 0o777).toBe(0o700);
    expect(statSync(join(place.data, 'revshare.sqlite')).mode & 0o777).toBe(0o600);
    expect(await verified(place)).toMatchObject({ code: 0, stderr: '' });
    expect(await command(place, ['finalize', '2026-08', '--accept', '0'.repeat(16)])).toMatchObject({ code: 1 });
  });

  it('are for the owner alone, and the same books give the same bytes', async () => {
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const second = join(world.root, 'again.backup');
    expect(await command(world, ['backup', second])).toMatchObject({ code: 0 });
    expect(readFileSync(second)).toEqual(readFileSync(backup));
  });

  it('say which final reports are lost, and which payments the backup does not know', async () => {
    const place = withoutBooks();
    rmSync(join(place.out, '2026-08', 'final'), { recursive: true });
    const receipts = join(place.out, '2026-08', 'payout', 'receipts.csv');
    const [line] = csvRows(readFileSync(join(place.out, '2026-08', 'payout', 'batch.csv'), 'utf8'));
    const { batch } = JSON.parse(readFileSync(join(place.out, '2026-08', 'payout', 'batch.json'), 'utf8')) as {
      readonly batch: string;
    };
    writeFileSync(
      receipts,
      `${readFileSync(receipts, 'utf8')}2026-08,${batch},${line?.wallet},1.00,USDC,0xlater,2026-12-16T10:00:00.000Z,2026-12-16T10:00:00.000Z,ann,,,,\n`,
    );
    const ended = await command(place, ['restore', backup]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('revshare verify 2026-08 --restore writes them again');
    expect(ended.stderr).toContain(`the books do not hold 1 of its receipts, the first 0xlater: 1.00`);
  });

  it('take away what killed ones left: of the same name, and a day later of another', async () => {
    const place = withoutBooks();
    const at = (name: string): string => join(place.root, name);
    // No system gives a process this number.
    const [piece, older, foreign] = ['b.partial-999999999', 'a.partial-999999999', 'film.partial-999999999'].map(
      at,
    ) as [string, string, string];
    mkdirSync(`${place.data}.restoring-999999999/evidence`, { recursive: true });
    expect(await command(place, ['restore', backup])).toMatchObject({ code: 0 });
    writeFileSync(piece, 'half');
    writeFileSync(older, readFileSync(backup).subarray(0, 1000));
    writeFileSync(foreign, 'somebody’s');
    const days = Date.now() / 1000 - 2 * 86_400;
    for (const path of [older, foreign]) utimesSync(path, days, days);
    expect(await command(place, ['backup', at('b')])).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(place.root).sort()).toEqual(['b', 'data', 'film.partial-999999999', 'inputs', 'out']);
  });

  it('go into a directory that is there, which nothing may replace: a volume, or a link to one', async () => {
    const place = withoutBooks();
    const volume = join(place.root, 'volume');
    // As the root of a file system is, and with what a restore left that was killed.
    mkdirSync(join(volume, 'lost+found'), { recursive: true });
    mkdirSync(join(volume, 'books.restoring-999999999', 'evidence'), { recursive: true });
    writeFileSync(join(volume, 'books.restoring-999999999', 'evidence', 'half'), '');
    const { ino } = statSync(volume);
    symlinkSync('volume', place.data);
    expect(await command(place, ['restore', backup])).toMatchObject({ code: 0, stderr: '' });
    expect([lstatSync(place.data).isSymbolicLink(), statSync(place.data).ino]).toEqual([true, ino]);
    expect(readdirSync(place.data).filter((name) => !readdirSync(world.data).includes(name))).toEqual(['lost+found']);
    expect(await verified(place)).toMatchObject({ code: 0, stderr: '' });
    expect(await command(place, ['restore', backup])).toMatchObject({ code: 2 });
  });

  it('begin anew where a restore was killed while it moved files in, and take nothing away that was there', async () => {
    const place = withoutBooks();
    mkdirSync(place.data);
    const stage = join(place.data, 'books.restoring-999999999');
    // Everything was moved but for what came last: the database, which is in the stage still.
    const killed = async (): Promise<void> => {
      expect(await command(place, ['restore', backup])).toMatchObject({ code: 0 });
      const names = [...readdirSync(place.data).filter((name) => !/^(lock|tmp|revshare)/.test(name))];
      const all = [...names, 'revshare.sqlite.sha256', 'revshare.sqlite'];
      mkdirSync(stage);
      writeFileSync(join(stage, 'moved-names.json'), JSON.stringify(all));
      renameSync(join(place.data, 'revshare.sqlite'), join(stage, 'revshare.sqlite'));
    };
    await killed();
    const refused = await command(place, ['status']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('a restore was interrupted here') });
    expect(refused.stderr).toContain('Run `revshare restore` again');
    const again = await command(place, ['restore', backup]);
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('interrupted restore') });
    expect(bytesUnder(place.data)).toEqual(bytesUnder(world.data));
    expect(await verified(place)).toMatchObject({ code: 0, stderr: '' });
    // What somebody put there since stays, and nothing is restored beside it.
    rmSync(place.data, { recursive: true });
    mkdirSync(place.data);
    await killed();
    writeFileSync(join(place.data, 'notes.txt'), 'mine');
    expect((await command(place, ['restore', backup])).stderr).toContain('code: books-exist');
    expect(readFileSync(join(place.data, 'notes.txt'), 'utf8')).toBe('mine');
    // What was not moved is in the stage still: what bears its name there is somebody's.
    rmSync(place.data, { recursive: true });
    mkdirSync(place.data);
    await killed();
    renameSync(join(place.data, 'evidence'), join(stage, 'evidence'));
    mkdirSync(join(place.data, 'evidence'));
    writeFileSync(join(place.data, 'evidence', 'notes.txt'), 'mine');
    expect((await command(place, ['restore', backup])).stderr).toContain('code: books-exist');
    expect(readFileSync(join(place.data, 'evidence', 'notes.txt'), 'utf8')).toBe('mine');
    // A list that leads out of the directory is none of a restore: nothing is taken away by it.
    rmSync(place.data, { recursive: true });
    mkdirSync(place.data);
    await killed();
    place.write('../outside/notes.txt', 'mine');
    writeFileSync(join(stage, 'moved-names.json'), JSON.stringify(['../outside', 'revshare.sqlite']));
    expect((await command(place, ['restore', backup])).stderr).toContain('code: books-exist');
    expect(readFileSync(join(place.root, 'outside', 'notes.txt'), 'utf8')).toBe('mine');
    // Books that are there are whole, whatever stage lies beside them.
    rmSync(place.data, { recursive: true });
    mkdirSync(place.data);
    await killed();
    cpSync(join(stage, 'revshare.sqlite'), join(place.data, 'revshare.sqlite'));
    expect((await command(place, ['restore', backup])).stderr).toContain('code: books-exist');
    expect(await verified(place)).toMatchObject({ code: 0 });
  }, 60_000);

  it('go in whole where a first run was killed: its database has left a log, which is of no other', async () => {
    const place = withoutBooks();
    const first = emptyWorld();
    const store = await openStore(first.data);
    expect(statSync(join(first.data, 'revshare.sqlite-wal')).size).toBeGreaterThan(0);
    cpSync(first.data, place.data, { recursive: true });
    await store.close();
    expect(await command(place, ['restore', backup])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('1 final months, 1 batches, 0 receipts'),
    });
    expect(await verified(place)).toMatchObject({ code: 0, stderr: '' });
  });

  it('say what a link to nothing is, and make nothing', async () => {
    const place = withoutBooks();
    symlinkSync('nowhere', place.data);
    const words = 'it is a link to nowhere, which is not there';
    for (const args of [
      ['restore', backup],
      ['import', world.inputs],
    ]) {
      expect(await command(place, args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
    }
    expect(readdirSync(place.root)).not.toContain('nowhere');
  });

  it('name an act that came later, and what brings it back: nothing is paid from books of before', async () => {
    const later = { ...emptyWorld(), inputs: world.inputs };
    for (const place of ['data', 'out'] as const) cpSync(world[place], later[place], { recursive: true });
    const config = ['--config', join(world.inputs, 'revshare.yaml')];
    const given = ['--amount', '0.10', '--reason', 'a bonus', '--by', 'ann'];
    expect(await command(later, ['payouts', '2026-09', '--adjust', KILN, ...given])).toMatchObject({ code: 0 });
    rmSync(later.data, { recursive: true });
    const acts = 'acts.csv: it holds 4 acts, the books 3';
    const ended = await command(later, ['restore', backup]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(acts) });
    expect(ended.stderr).toMatch(/move \S+ away and build the books again from the reports: revshare restore .*--from/);
    expect(await command(later, ['payouts', '2026-08', ...config])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/it holds 4 acts, the books 3\nfix: The books are of before these acts/),
    });
    // Who only looks is told; a worker is told nothing that may not be so.
    for (const args of [['owed'], ['payouts', '2026-08', '--status']]) {
      const looked = await command(later, [...args, ...config]);
      expect([looked.code, looked.stderr]).toEqual([1, expect.stringContaining(`${acts}: what is paid and owed`)]);
    }
    for (const which of [
      [KILN, '--month', '2026-08'],
      [KILN, '--year', '2026'],
      ['--all', '--month', '2026-08'],
    ]) {
      const stated = await command(later, ['statement', ...which, ...config]);
      expect([stated.code, stated.stdout, stated.stderr]).toEqual([2, '', expect.stringContaining('changed-books')]);
    }
    // Nor does anything else call it right.
    expect((await verified(later)).stdout).toContain('next  revshare doctor');
    expect((await command(later, ['doctor', ...config, '--wide'])).stdout).toMatch(
      /wrong +reports +\S+acts.csv: it holds 4/,
    );
    renameSync(later.data, `${later.data}-of-before`);
    const from = ['restore', '--from', later.out, '--inputs', later.inputs, '--by', 'ann'];
    expect(await command(later, from)).toMatchObject({ code: 0, stderr: '' });
    expect(await verified(later)).toMatchObject({ code: 0, stderr: '' });
  });

  it('and an act that acts.csv does not hold, as after a kill: verify sends to doctor, which says what lists it', async () => {
    const place = { ...withoutBooks() };
    expect(await command(place, ['restore', backup])).toMatchObject({ code: 0 });
    const acts = join(place.out, 'payout', 'acts.csv');
    // Batch, shown and released: without the last line the release is not told.
    const lines = readFileSync(acts, 'utf8').trimEnd().split('\n');
    writeFileSync(acts, `${lines.slice(0, -1).join('\n')}\n`);
    expect((await verified(place)).stdout).toContain('next  revshare doctor');
    const { stdout } = await command(place, ['doctor', '--config', join(world.inputs, 'revshare.yaml'), '--wide']);
    expect(stdout).toMatch(/warning +reports +\S+acts.csv does not hold 1 act of the books/);
    expect(stdout).toMatch(/revshare payouts 2026-08 .*--preview lists them/);
    const preview = ['payouts', '2026-08', '--preview', '--config', join(world.inputs, 'revshare.yaml')];
    expect((await command(place, preview)).stdout).toContain('act 3 (release)');
  });

  it('never over books, and nothing from a backup in which one byte was changed', async () => {
    expect(await command(world, ['restore', backup])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('code: books-exist'),
    });
    const bytes = readFileSync(backup);
    const place = withoutBooks();
    const damaged = join(place.root, 'damaged.backup');
    // The beginning of the list, the middle of the archive, and its directory at the end.
    for (const at of [60, Math.floor(bytes.length / 2), bytes.length - 100]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(damaged, changed);
      expect(await command(place, ['restore', damaged])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('code: damaged-backup'),
      });
      expect(existsSync(place.data)).toBe(false);
    }
    expect(readdirSync(place.root).sort()).toEqual(['damaged.backup', 'inputs', 'out']);
  });

  it('tell evidence that is missing already when the backup is made', async () => {
    const place = { ...withoutBooks() };
    cpSync(world.data, place.data, { recursive: true });
    const [first = ''] = readdirSync(join(place.data, 'evidence'));
    rmSync(join(place.data, 'evidence', first));
    const ended = await command(place, ['backup', join(place.root, 'b')]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('the evidence of ') });
    expect(existsSync(join(place.root, 'b'))).toBe(true);
  });
});
