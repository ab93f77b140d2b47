import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { revshare } from '../running/program.ts';
import { appleFile, appleRow, smallWorld } from '../worlds/small-world.ts';
import { NOVEMBER, reconcile, type World } from '../worlds/world.ts';

interface Check {
  readonly name: string;
  readonly state: string;
  readonly what: string;
  readonly remedy: string;
}

async function examined(world: World): Promise<{ code: number | null; checks: Check[] }> {
  const places = ['--data', world.data, '--out', world.out, '--inputs', world.inputs, '--as-of', NOVEMBER];
  const { code, stdout } = await revshare(['doctor', '--json', ...places], { cwd: world.root });
  return { code, checks: (JSON.parse(stdout) as { checks: Check[] }).checks };
}

/** The checks of a name, as `state: what`. */
function said(checks: readonly Check[], name: string): string[] {
  return checks.filter((check) => check.name === name).map(({ state, what }) => `${state}: ${what}`);
}

describe('doctor', () => {
  it('before there are books: finds machine, configuration and inputs in order, and begins none', async () => {
    const world = smallWorld();
    world.write('Subscriber_1_20261012.txt', appleFile([appleRow()]));
    const { code, checks } = await examined(world);
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(code).toBe(0);
    expect(said(checks, 'books')).toEqual([
      `ok: none yet in ${world.data}: what a month lacks is told once the first reconcile has begun them`,
    ]);
    expect(said(checks, 'configuration')).toEqual([`ok: ${join(world.inputs, 'revshare.yaml')}`]);
    expect(said(checks, 'inputs')).toEqual(['ok: 1 apple-subscriber, 1 job-log']);
    expect([existsSync(world.data), existsSync(world.out)]).toEqual([false, false]);
    // What begins them comes next: status would know nothing.
    const places = ['--data', world.data, '--out', world.out, '--as-of', NOVEMBER];
    const { stdout } = await revshare(['doctor', ...places, '--inputs', world.inputs], { cwd: world.root });
    expect(stdout).toMatch(/\nnext {2}revshare reconcile MONTH --data .* --inputs \S+\n$/s);
    world.write('../revshare.yaml', world.read('revshare.yaml'));
    const bare = await revshare(['doctor', ...places], { cwd: world.root });
    expect(bare.stdout).toMatch(/\nnext {2}revshare reconcile MONTH .*--inputs DIR\n$/s);
  });

  it.skipIf(!existsSync('/proc/self'))('finds out whether a directory that is not there can be made', async () => {
    const world = { ...smallWorld(), data: '/proc/revshare/data', out: '/proc/revshare/out' };
    const { code, checks } = await examined(world);
    expect(code).toBe(1);
    // A user who is not root may not write there at all, which is found first.
    const cannot =
      /^wrong: (\/proc\/revshare\/\w+ cannot be made: nothing can be made in \/proc|\/proc cannot be written)/;
    expect([said(checks, 'data'), said(checks, 'reports')]).toEqual([
      [expect.stringMatching(cannot)],
      [expect.stringMatching(cannot)],
    ]);
  });

  it('names what the first open month lacks, and files that an import would pass over or refuse', async () => {
    const world = smallWorld();
    await reconcile(world);
    world.write('notes.txt', 'call the store\n');
    world.write('Sales.txt', 'Provider\tProvider Country\tSKU\tDeveloper\tTitle\tUnits\tBegin Date\tEnd Date\n');
    const { code, checks } = await examined(world);
    expect(code).toBe(1);
    expect(said(checks, 'books')).toEqual(['ok: 1 input, no month is final']);
    expect(said(checks, '2026-10').some((what) => what.startsWith('warning: coverage-stripe: '))).toBe(true);
    expect(said(checks, 'inputs')).toContain(
      `wrong: ${join(world.inputs, 'notes.txt')}: the first line is that of no export that revshare reads`,
    );
    expect(checks.filter(({ state }) => state !== 'ok').every(({ remedy }) => remedy !== '')).toBe(true);
  });

  it('sees a database that changed after the last run closed it', async () => {
    const world = smallWorld();
    await reconcile(world);
    writeFileSync(join(world.data, 'revshare.sqlite.sha256'), `${'0'.repeat(64)}  revshare.sqlite\n`);
    const { code, checks } = await examined(world);
    expect(code).toBe(1);
    expect(said(checks, 'database')).toEqual([
      'wrong: its bytes do not fit revshare.sqlite.sha256: it changed after the last run closed it',
    ]);
  });

  it('says all problems of a configuration', async () => {
    const world = smallWorld();
    world.write('revshare.yaml', 'version: 1\nplanz: []\n');
    const { code, checks } = await examined(world);
    expect(code).toBe(1);
    const wrong = said(checks, 'configuration');
    expect(wrong.length).toBeGreaterThan(1);
    expect(wrong.join('\n')).toContain('planz');
  });
});
