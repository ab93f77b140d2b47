import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  command,
  FEBRUARY,
  finalAugust,
  finalBytes,
  finalize,
  finalRows,
  KILN,
  review,
  smallWorld,
  writeStripe,
} from '../worlds/close-world.ts';
import { LATE, ON_TIME } from '../worlds/late-rows.ts';
import { type Reconciled, reconcile, reportRows, type World } from '../worlds/world.ts';

const FINAL = ['2026-08', '2026-09', '2026-10'] as const;

/** Adds to the world's configuration. */
function configure(world: World, more: string): void {
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${more}`);
}

interface ShownGate {
  readonly name: string;
  readonly state: string;
  readonly why: string;
  readonly remedy: string;
}

async function policyGate(world: World, month: string, more: readonly string[] = []): Promise<ShownGate> {
  const ended = await command(world, ['status', month, '--json', '--inputs', world.inputs, ...more]);
  const { gates } = JSON.parse(ended.stdout) as { gates: readonly ShownGate[] };
  const gate = gates.find(({ name }) => name === 'policy-unchanged');
  if (gate === undefined) throw new Error(`${month} has no gate policy-unchanged`);
  return gate;
}

/** As after the migration of books that an earlier version wrote: it kept no manifest in them. */
function forgetManifests(data: string): void {
  const database = new SQLite(join(data, 'revshare.sqlite'));
  database.exec('drop trigger final_manifests_are_kept; delete from final_manifests');
  database.close();
  rmSync(join(data, 'revshare.sqlite.sha256'), { force: true });
}

/** The lines of pool.csv about the whole month. */
function poolOf(reconciled: Reconciled): Record<string, string> {
  const rows = reportRows(reconciled, 'pool.csv').filter(({ provider }) => provider === 'all');
  return Object.fromEntries(rows.map(({ line = '', amount_usd = '' }) => [line, amount_usd]));
}

describe('a share of 60 % from November on, announced in August (R10, R14)', () => {
  let world: World;
  let before: Map<string, string>[];
  let november: Reconciled;

  beforeAll(async () => {
    world = smallWorld();
    configure(world, 'changes:\n  - { from: 2026-11, pool: { share: 0.60 } }\n');
    writeStripe(world, 'on-time', ON_TIME);
    for (const month of FINAL) await finalize(world, month);
    before = FINAL.map((month) => finalBytes(world, month));
    writeStripe(world, 'late', LATE);
    november = await review(world, '2026-11');
  });

  it('leaves the months before at 51 %, and says in advance what November owes', () => {
    // October: 10.00 of ch_a and 20.00 - 0.88 of ch_b.
    const october = finalRows(world, '2026-10', 'pool.csv').filter(({ provider }) => provider === 'all');
    expect(october.map(({ line, amount_usd }) => `${line} ${amount_usd}`).slice(0, 3)).toEqual([
      'net_revenue 29.120000',
      'share 0.51',
      'pool 14.851200',
    ]);
    // Of ch_a 10.00 are still to come in November: 6.00 of them at the share in force then.
    const [later] = finalRows(world, '2026-10', 'forward.csv').filter(({ provider }) => provider === 'all');
    expect([later?.later_month, later?.deferred_usd, later?.committed_pool_usd]).toEqual([
      '2026-11',
      '10.000000',
      '6.000000',
    ]);
  });

  it('takes November’s own revenue at 60 %, and what belongs to September and October at 51 %', () => {
    // Own: 4.00 of ch_a after its refund, 19.00 of ch_late: 23.00 x 0.60 = 13.80.
    // Adjustments: ch_late 19.00 twice, the refund -6.00: 32.00 x 0.51 = 16.32.
    expect(poolOf(november)).toMatchObject({
      net_revenue: '55.000000',
      'net_revenue_at_0.6': '23.000000',
      'net_revenue_at_0.51': '32.000000',
      share: '0.6',
      pool: '30.120000',
      platform: '24.880000',
    });
  });

  it('leaves every byte of the final months, and nothing for a person to acknowledge', async () => {
    expect(FINAL.map((month) => finalBytes(world, month))).toEqual(before);
    expect(await policyGate(world, '2026-11')).toMatchObject({
      state: 'ok',
      why: 'the policy is that of 2026-10, but for changes with a date',
    });
  });

  it('is proven to a worker, and computed again from the evidence', async () => {
    await finalize(world, '2026-11');
    const to = join(world.root, 'statement.txt');
    const written = await command(world, ['statement', KILN, '--month', '2026-11', '--format', 'text']);
    expect(written.stdout).toContain('net revenue at a share of 0.51, USD');
    world.write('../statement.txt', written.stdout);
    const manifest = join(world.out, '2026-11', 'final', 'manifest.json');
    const checked = await command(world, ['verify-statement', to, '--manifest', manifest]);
    expect([checked.code, checked.stderr]).toEqual([0, '']);
    const verified = await command(world, ['verify', '--all']);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
  });

  it('is compared in parts: what came with the revenue, what with the share', async () => {
    const ended = await command(world, ['flux', '2026-11', '--json']);
    // 23.00 - 29.12 of own revenue at 0.51, and 32.00 of adjustments at 0.51; 23.00 x (0.60 - 0.51).
    expect((JSON.parse(ended.stdout) as { pool_usd: unknown }).pool_usd).toMatchObject({
      by_net_revenue: '13.198800',
      by_share: '2.070000',
    });
  });
});

describe('a policy that is another without a date (R14)', () => {
  let world: World;
  let august: Map<string, string>;

  beforeAll(async () => {
    world = smallWorld();
    writeStripe(world, 'on-time', ON_TIME.slice(0, 1));
    await finalize(world, '2026-08');
    august = finalBytes(world, '2026-08');
    configure(world, 'pool: { share: 0.40 }\nrecognition: { refunds: proportional }\n');
    writeStripe(world, 'late', [
      // Nobody knew of it when August was closed.
      { kind: 'charge', id: 'x', charge: 'ch_x', day: '2026-08-20', amount: '24.00', until: '2026-09-20' },
      { kind: 'refund', id: 'r', charge: 'ch_a', day: '2026-09-10', amount: '60.00' },
    ]);
  });

  it('is told at once, and keeps the month open', async () => {
    const reviewed = await review(world, '2026-09');
    const change = 'without a date: pool.share 0.51 -> 0.40; recognition.refunds deferred-first -> proportional';
    expect(reviewed.stderr).toContain(`warning: the policy changed after 2026-08, ${change}`);
    const gate = await policyGate(world, '2026-09');
    expect(gate).toMatchObject({ state: 'open', why: expect.stringContaining(change) });
    expect(gate.remedy).toContain('revshare status 2026-09 --acknowledge-policy');
    const refused = await command(world, ['finalize', '2026-09', '--accept', reviewed.document.digest]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('gate policy-unchanged is open')]);
  });

  it('begins in the first open month, acknowledged: August’s late charge has the share of August', async () => {
    expect(await policyGate(world, '2026-09', ['--acknowledge-policy', 'board of 1 September'])).toMatchObject({
      state: 'ok',
      why: expect.stringContaining('acknowledged: board of 1 September'),
    });
    const september = await finalize(world, '2026-09');
    // The refund is of September, so proportional: 5.00 of every month; August's 5.00 go back in September: 5 - 5 = 0.
    // ch_x is August's: 24.00 x 0.51.
    expect(poolOf(september)).toMatchObject({
      net_revenue: '24.000000',
      'net_revenue_at_0.4': '0.000000',
      'net_revenue_at_0.51': '24.000000',
      pool: '12.240000',
    });
    expect(finalBytes(world, '2026-08')).toEqual(august);
  });

  it('is the policy from then on, and every month is computed again as it was closed', async () => {
    expect((await policyGate(world, '2026-10')).state).toBe('ok');
    const verified = await command(world, ['verify', '--all']);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
  });

  it('is known from the books, wherever the reports are', async () => {
    const elsewhere = { ...world, out: join(world.root, 'elsewhere') };
    expect(await policyGate(elsewhere, '2026-10')).toEqual(await policyGate(world, '2026-10'));
  });

  it('that cannot be compared is open too: an earlier version closed the month, and its reports are not there', async () => {
    const data = join(world.root, 'of-before');
    cpSync(world.data, data, { recursive: true });
    forgetManifests(data);
    const gate = await policyGate({ ...world, data, out: join(world.root, 'elsewhere') }, '2026-10');
    expect(gate).toMatchObject({
      state: 'open',
      why: expect.stringContaining('the policy of 2026-09 cannot be compared'),
    });
    expect(gate.remedy).toContain('--out');
  });

  it('that cannot be compared is called right as it is then: a later change of a rule, or of first_month, waits anew', async () => {
    const data = join(world.root, 'called-right');
    cpSync(world.data, data, { recursive: true });
    forgetManifests(data);
    const elsewhere = { ...world, data, out: join(world.root, 'elsewhere') };
    const config = world.read('revshare.yaml');
    const right = ['--acknowledge-policy', 'read line by line'];
    expect((await policyGate(elsewhere, '2026-10', right)).state).toBe('ok');
    world.write('revshare.yaml', config.replace('share: 0.40', 'share: 0.30'));
    expect(await policyGate(elsewhere, '2026-10')).toMatchObject({
      state: 'open',
      why: expect.stringMatching(/cannot be compared: .*\(read line by line\) was given before it said so$/),
    });
    world.write('revshare.yaml', config.replace('first_month: 2026-08', 'first_month: 2026-09'));
    expect((await policyGate(elsewhere, '2026-10')).state).toBe('blocked');
    world.write('revshare.yaml', `${config}changes: [{ from: 2026-11, pool: { share: 0.30 } }]\n`);
    expect((await policyGate(elsewhere, '2026-10')).state).toBe('ok');
    world.write('revshare.yaml', config);
  });
});

describe('first_month, once a month is final (R14, R16)', () => {
  it('is not moved by any reason: August’s revenue was shared, and would be taken back', async () => {
    const world = await finalAugust();
    const config = world.read('revshare.yaml');
    for (const moved of ['2026-09', '2026-07']) {
      world.write('revshare.yaml', config.replace('first_month: 2026-08', `first_month: ${moved}`));
      await review(world, '2026-09');
      const told = { state: 'blocked', remedy: expect.stringContaining('Put first_month back to 2026-08') };
      expect(await policyGate(world, '2026-09')).toMatchObject(told);
      const refused = await command(world, ['status', '2026-09', '--acknowledge-policy', 'a slip']);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('no reason opens the gate')]);
    }
    world.write('revshare.yaml', config);
    expect((await policyGate(world, '2026-09')).state).toBe('ok');
  });
});

describe('rules about jobs that change from October on', () => {
  it('hold for the jobs of October and later', async () => {
    const world = smallWorld();
    configure(world, 'changes:\n  - { from: 2026-10, usage: { excluded_models: ["z-image*"] } }\n');
    writeStripe(world, 'on-time', ON_TIME);
    const credited = async (month: string): Promise<unknown> => {
      return (await reconcile(world, { month, asOf: FEBRUARY })).document.credited_jobs;
    };
    expect([await credited('2026-09'), await credited('2026-10')]).toEqual([2, 0]);
    // 10.00 x 0.51 in August and in September went out; of October's pool nothing does.
    const october = await review(world, '2026-10');
    expect(poolOf(october)).toMatchObject({ carried_in: '0.000000', distributable: '0.000000' });
  });
});
