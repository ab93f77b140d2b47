import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { program, revshare } from '../running/program.ts';
import { lines, SUBSCRIBER, smallWorld, WORKER } from '../worlds/small-world.ts';
import { filesUnder, reconcile, type World } from '../worlds/world.ts';

const HEADER = 'job_id,completed_at,status,payment_model,worker_wallet,subscriber_wallet,model_id,render_spark';

function jobLog(name: string, rows: number): string {
  const row = (at: number): string =>
    `${name}-${at},2026-10-05T12:00:00Z,completed,subscription,${WORKER},${SUBSCRIBER},flux,1.25`;
  return lines([HEADER, ...Array.from({ length: rows }, (_, at) => row(at))]);
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function importing(world: World, more: readonly string[] = []): ReturnType<typeof revshare> {
  return revshare(['import', world.inputs, '--data', world.data, '--out', world.out, ...more]);
}

const inodeOf = (path: string): number => statSync(path).ino;
const pendingOf = (world: World, content: string): string => join(world.data, 'pending', `${sha256(content)}.evidence`);
const keptOf = (world: World, content: string): string => join(world.data, 'evidence', `${sha256(content)}.plain`);

/** What a run that nothing disturbed makes of the same inputs. */
async function undisturbed(world: World): Promise<readonly unknown[]> {
  const other = { ...world, data: join(world.root, 'other-data'), out: join(world.root, 'other-out') };
  const { document, reports } = await reconcile(other);
  return [document, reports, filesUnder(join(other.data, 'evidence'))];
}

describe('an import that was refused', () => {
  it('takes nothing, and need not read again what was good', async () => {
    const world = smallWorld();
    const good = jobLog('good', 3);
    world.write('good.csv', good);
    world.write('zz-bad.csv', jobLog('bad', 2).replace('1.25', 'much'));
    expect((await importing(world)).code).toBe(2);
    expect(readdirSync(join(world.data, 'lake'))).toEqual([]);
    expect(readdirSync(join(world.data, 'evidence'))).toEqual([]);
    const inode = inodeOf(pendingOf(world, good));
    world.write('zz-bad.csv', jobLog('bad', 2));
    const { document, reports } = await reconcile(world);
    expect(inodeOf(keptOf(world, good))).toBe(inode);
    expect(existsSync(join(world.data, 'pending'))).toBe(false);
    expect([document, reports, filesUnder(join(world.data, 'evidence'))]).toEqual(await undisturbed(world));
  });

  it('is read again where what was kept is damaged, and cleared where its file is gone', async () => {
    const world = smallWorld();
    const [good, gone] = [jobLog('good', 3), jobLog('gone', 3)];
    world.write('good.csv', good);
    world.write('gone.csv', gone);
    world.write('zz-bad.csv', jobLog('bad', 2).replace('1.25', 'much'));
    expect((await importing(world)).code).toBe(2);
    const kept = pendingOf(world, good);
    const inode = inodeOf(kept);
    const bytes = readFileSync(kept);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(kept, bytes);
    world.remove('gone.csv');
    world.remove('zz-bad.csv');
    expect((await importing(world)).code).toBe(0);
    expect(inodeOf(keptOf(world, good))).not.toBe(inode);
    expect(existsSync(keptOf(world, gone))).toBe(false);
    expect(existsSync(join(world.data, 'pending'))).toBe(false);
    const { document, reports } = await reconcile(world);
    expect([document, reports, filesUnder(join(world.data, 'evidence'))]).toEqual(await undisturbed(world));
  });
});

describe('what waits of a refused import', () => {
  it('is not believed to be a log whose bytes it has not, whatever is noted beside it (R16)', async () => {
    const world = smallWorld();
    const good = jobLog('good', 3);
    world.write('good.csv', good);
    world.write('zz-bad.csv', jobLog('bad', 2).replace('1.25', 'much'));
    expect((await importing(world)).code).toBe(2);
    // Somebody puts another log there, of ten times the Spark, and notes its hash.
    const kept = pendingOf(world, good);
    const other = good.replaceAll('1.25', '12.5');
    writeFileSync(kept, other);
    const record = kept.replace(/evidence$/, 'json');
    const noted = JSON.parse(readFileSync(record, 'utf8')) as Record<string, unknown>;
    writeFileSync(record, JSON.stringify({ ...noted, packedSha256: sha256(other) }));
    world.remove('zz-bad.csv');
    const { document, reports } = await reconcile(world);
    expect(readFileSync(keptOf(world, good), 'utf8')).toBe(good);
    expect([document, reports, filesUnder(join(world.data, 'evidence'))]).toEqual(await undisturbed(world));
  });
});

describe('an import that is interrupted', () => {
  it('ends with 130, leaves nothing half, and goes on with the files that are left', { timeout: 600_000 }, async () => {
    const small = jobLog('small', 10);
    for (let rows = 100_000; ; rows *= 4) {
      const world = smallWorld();
      world.remove('jobs.csv');
      world.write('a.csv', small);
      world.write('b.csv', jobLog('large', rows));
      const code = await interruptedAfter(world, pendingOf(world, small).replace(/evidence$/, 'json'));
      // The run was faster than the signal: the second file has to be larger.
      if (code !== 130) continue;
      expect(readdirSync(join(world.data, 'tmp'))).toEqual([]);
      expect(readdirSync(join(world.data, 'lake')).filter((name) => !name.startsWith('.staged-'))).toEqual([]);
      const inode = inodeOf(pendingOf(world, small));
      const { document, reports } = await reconcile(world);
      expect(inodeOf(keptOf(world, small))).toBe(inode);
      expect(document.credited_jobs).toBe(rows + 10);
      expect([document, reports, filesUnder(join(world.data, 'evidence'))]).toEqual(await undisturbed(world));
      return;
    }
  });
});

/** Starts an import, interrupts it when a file is there, and returns how it ended. */
async function interruptedAfter(world: World, file: string): Promise<number | null> {
  const args = ['import', world.inputs, '--data', world.data, '--out', world.out, '--threads', '1'];
  const child = spawn(process.execPath, [...program(), ...args], { stdio: 'ignore' });
  const over = new Promise<void>((done) => child.on('close', () => done()));
  while (!existsSync(file) && child.exitCode === null) await sleep(1);
  child.kill('SIGINT');
  await over;
  return child.exitCode;
}

describe('how much of the machine', () => {
  it('may be used changes no figure and no byte', async () => {
    const world = smallWorld();
    for (const name of ['a', 'b', 'c', 'd']) world.write(`${name}.csv`, jobLog(name, 500));
    expect((await importing(world, ['--threads', '4', '--memory', '512MB'])).code).toBe(0);
    const { document, reports } = await reconcile(world, {
      inputs: false,
      config: join(world.inputs, 'revshare.yaml'),
    });
    const other = { ...world, data: join(world.root, 'one'), out: join(world.root, 'one-out') };
    expect((await importing(other, ['--threads', '1', '--memory', '128MB'])).code).toBe(0);
    const one = await reconcile(other, { inputs: false, config: join(world.inputs, 'revshare.yaml') });
    expect([one.document, one.reports]).toEqual([document, reports]);
    for (const name of filesUnder(join(world.data, 'evidence'))) {
      expect(readFileSync(join(other.data, 'evidence', name))).toEqual(
        readFileSync(join(world.data, 'evidence', name)),
      );
    }
  });

  it.each([
    ['--threads', '0'],
    ['--threads', 'many'],
    ['--memory', '1KB'],
    ['--memory', '100MB'],
  ])('%s %s is refused', async (flag, value) => {
    const ended = await importing(smallWorld(), [flag, value]);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(`${flag} "${value}" is not`)]);
  });
});
