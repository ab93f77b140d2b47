import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockDataDirectory } from '../../src/store/database/lock.ts';
import { inProcess } from '../running/in-process.ts';
import { command, finalBytes, smallWorld, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/** 30 days after the end of August, to the millisecond. */
const LATE = '2026-10-01T00:00:00Z';
const AUGUST = ['--month', '2026-08', '--max-pool'];

/** One charge of 20.00 with a fee of 1.00: net revenue 19.00, pool 9.69. */
function august(): World {
  const world = smallWorld();
  const charge = {
    kind: 'charge',
    id: 'a',
    charge: 'ch_a',
    day: '2026-08-03',
    until: '2026-09-03',
    amount: '20.00',
    fee: '1.00',
  } as const;
  writeStripe(world, '2026-08', [charge]);
  return world;
}

function closeItself(world: World): void {
  world.write('revshare.yaml', `${world.read('revshare.yaml')}close: { auto: true }\n`);
}

interface Line {
  readonly [field: string]: unknown;
  readonly why_not: readonly string[];
  readonly gates: readonly { readonly name: string }[];
}

/** `revshare run` and its line; whatever happens there is exactly one. */
async function run(
  world: World,
  args: readonly string[] = [],
  asOf = LATE,
): Promise<{ code: number | null; line: Line }> {
  const ended = await command(world, ['run', '--inputs', world.inputs, ...args], asOf);
  expect(ended.stdout).toMatch(/^[^\n]+\n$/);
  const line = JSON.parse(ended.stdout) as Line;
  expect(line.exit_code).toBe(ended.code);
  return { code: ended.code, line };
}

describe('revshare run', () => {
  it('reconciles the month before --as-of and leaves it open when close.auto is off', async () => {
    const world = august();
    const { code, line } = await run(world, ['--max-pool', '100'], '2026-09-01T00:00:00Z');
    expect(line).toMatchObject({
      ...{ month: '2026-08', state: 'review', net_revenue_usd: '19.000000', pool_usd: '9.690000' },
      ...{ distributed_usd: '9.690000', exceptions: 0, gates: [], finalized: false },
      reports: join(world.out, '2026-08', 'review'),
      why_not: ['close.auto is not true in the configuration: a person finalizes'],
    });
    expect(line.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(code).toBe(0);
    expect(existsSync(join(world.out, '2026-08', 'review', 'payouts.csv'))).toBe(true);
  });

  it('makes the month final with close.auto and --max-pool, once', async () => {
    const world = august();
    closeItself(world);
    const first = await run(world, [...AUGUST, '9.69']);
    expect(first).toMatchObject({
      code: 0,
      line: { state: 'final', finalized: true, closed: true, why_not: [], imported: 8 },
    });
    const bytes = finalBytes(world, '2026-08');
    expect(bytes.size).toBeGreaterThan(5);
    const second = await run(world, [...AUGUST, '9.69']);
    const { started_at: _, duration_seconds: __, ...same } = first.line;
    expect(second).toMatchObject({ code: 0, line: { ...same, closed: false, imported: 0, known: 8 } });
    expect(finalBytes(world, '2026-08')).toEqual(bytes);
  });

  it('needs --max-pool, and does not go beyond it', async () => {
    const world = august();
    closeItself(world);
    expect(await run(world, AUGUST.slice(0, 2))).toMatchObject({
      code: 1,
      line: { finalized: false, why_not: ['close.auto needs --max-pool: without it nothing is made final unattended'] },
    });
    expect(await run(world, [...AUGUST, '9.689999'])).toMatchObject({
      code: 1,
      line: { finalized: false, why_not: ['9.690000 would be distributed, more than --max-pool 9.689999'] },
    });
    expect(existsSync(join(world.out, '2026-08', 'final'))).toBe(false);
  });

  it('waits for the 30 days without an alert', async () => {
    const world = august();
    closeItself(world);
    const waiting = { finalized: false, why_not: ['less than 30 days have passed since the month ended'] };
    const justBefore = '2026-09-30T23:59:59Z';
    expect(await run(world, ['--max-pool', '100'], justBefore)).toMatchObject({ code: 0, line: waiting });
    const early = await run(world, ['--max-pool', '100', '--early'], justBefore);
    expect(early).toMatchObject({ code: 0, line: { finalized: true } });
  });

  it('--month open closes the months in order', async () => {
    const world = august();
    closeItself(world);
    const open = ['--month', 'open', '--max-pool', '100'];
    expect(await run(world, open, '2026-11-20T00:00:00Z')).toMatchObject({
      line: { month: '2026-08', finalized: true },
    });
    expect(await run(world, open, '2026-11-20T00:00:00Z')).toMatchObject({ line: { month: '2026-09' } });
  });

  it('leaves a month with an open gate for a person, and names the gate', async () => {
    const world = august();
    closeItself(world);
    const { code, line } = await run(world, ['--month', '2026-09', '--max-pool', '100'], '2026-12-20T00:00:00Z');
    expect(code).toBe(1);
    expect(line.finalized).toBe(false);
    expect(line.gates.length).toBeGreaterThan(0);
    expect(line.why_not).toEqual(line.gates.map(({ name }) => expect.stringContaining(name)));
  });

  it('does not close a month that is not over', async () => {
    const world = august();
    closeItself(world);
    const { code, line } = await run(world, ['--month', '2026-10', '--max-pool', '100']);
    expect([code, line.state, line.why_not]).toEqual([0, 'estimate', ['the month is not over']]);
    // What a person is needed for is said then too: time alone does not mend it.
    const orphan = { kind: 'refund', id: 'r', charge: 'ch_none', day: '2026-08-10', amount: '1.00' } as const;
    writeStripe(world, 'orphan', [orphan]);
    const early = await run(world, ['--month', '2026-08', '--max-pool', '100'], '2026-08-20T00:00:00Z');
    expect([early.code, early.line.state, early.line.why_not]).toEqual([
      1,
      'estimate',
      ['the month is not over', '1 exception(s) without a decision'],
    ]);
  });

  it('tells hooks and metrics how it ended, without changing that', async () => {
    const world = august();
    const told = join(world.out, '..', 'told.jsonl');
    const keep = `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(told)}, fs.readFileSync(0)); process.exit(9)`;
    const program = JSON.stringify([process.execPath, '-e', keep]);
    const hooks = `hooks: { close: ${program}, refusal: ${program}, failure: ${program} }\n`;
    world.write('revshare.yaml', `${world.read('revshare.yaml')}close: { auto: true }\n${hooks}`);
    const metrics = join(world.out, '..', 'revshare.prom');
    const args = [...AUGUST, '9.69', '--metrics', metrics];
    const refused = await run(world, [...AUGUST, '9', '--metrics', metrics]);
    expect(refused.code).toBe(1);
    const first = await run(world, args);
    expect([first.code, first.line.closed]).toEqual([0, true]);
    expect(readFileSync(metrics, 'utf8')).toContain('revshare_month_final{month="2026-08"} 1\n');
    await run(world, args);
    writeFileSync(join(world.inputs, 'broken.csv'), 'neither,this\nnor,that\n');
    const broken = await command(world, ['run', '--inputs', world.inputs, ...args], LATE);
    const line = JSON.parse(broken.stdout) as Line;
    expect(line).toMatchObject({ problems: [{ code: 'unknown-kind', file: join(world.inputs, 'broken.csv') }] });
    expect(readFileSync(metrics, 'utf8')).toContain('revshare_run_exit_code 2\n');
    expect(readFileSync(metrics, 'utf8')).not.toContain('revshare_month_final');
    // Every line of stderr is one of a log; that the hook ended with 9 is told in it.
    const log = broken.stderr.split('\n').slice(0, -1);
    expect(log.filter((each) => !/^\d{4}-\d\d-\d\dT[\d:.]+Z (error|warning|note) /.test(each))).toEqual([]);
    expect(log.at(-1)).toContain(' warning the hook of refusal (');
    // A month that was final already is no event.
    const events = readFileSync(told, 'utf8')
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as Line);
    expect(events).toEqual([
      { event: 'refusal', ...refused.line },
      { event: 'close', ...first.line },
      { event: 'refusal', ...line },
    ]);
  });

  it('says that the clock is wrong, where it lies before the last act in the books', async () => {
    const world = august();
    closeItself(world);
    const places = ['--data', world.data, '--out', world.out, '--inputs', world.inputs];
    await run(world, [...AUGUST, '100'], '2999-01-02T00:00:00Z');
    const ended = await inProcess(['run', ...places, '--month', '2026-08']);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(
      / warning the clock is wrong: \S+ lies before the last act in the books, of 2999-01-02T00:00:00[.]000Z[.] Set the clock/,
    );
    // What somebody asks for by --as-of is no clock.
    const asked = await command(world, ['run', ...places, '--month', '2026-08'], LATE);
    expect([asked.code, asked.stderr]).toEqual([0, '']);
  });

  it('has its line, and a log, of a command line that cannot be read too: the last line of a log is the last run', async () => {
    const world = august();
    const unknown = await command(world, ['run', '--inputs', world.inputs, '--max-pol', '3'], LATE);
    expect(unknown.code).toBe(2);
    expect(JSON.parse(unknown.stdout)).toMatchObject({
      ...{ schema: 'revshare/run', month: null, finalized: false, exit_code: 2, problems: [] },
      ...{ error: "unknown option '--max-pol'", detail: '(Did you mean --max-pool?)' },
    });
    const told = unknown.stderr.split('\n').slice(0, -1);
    expect(told.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      "error unknown option '--max-pol'",
      'error (Did you mean --max-pool?)',
      'note (revshare run --help shows its options)',
    ]);
    expect((await run(world, ['2026-08'])).line.error).toMatch(/^too many arguments/);
  });

  it('says in its line why it did not run', async () => {
    const world = august();
    expect(await run(world, ['--month', '2026-13'])).toMatchObject({ code: 2, line: { month: null } });
    expect(await run(world, ['--max-pool', 'all'])).toMatchObject({ code: 2 });
    writeFileSync(join(world.inputs, 'broken.csv'), 'neither,this\nnor,that\n');
    expect(await run(world)).toMatchObject({ code: 2, line: { error: expect.stringContaining('unknown-kind') } });
    expect(readFileSync(join(world.inputs, 'broken.csv'), 'utf8')).toContain('nor');
    const lock = lockDataDirectory(world.data, { pid: 1, host: 'h', command: 'revshare import', since: 'now' });
    expect(await run(world)).toMatchObject({ code: 4, line: { error: expect.stringContaining('"revshare import"') } });
    lock.release();
  });
});
