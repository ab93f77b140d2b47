import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import { command, decisionsCsv, FEBRUARY, listExceptions, smallWorld, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/* Without --config and --inputs, and none in the working directory, the configuration is the one last used with the data. */

const CHARGE = { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', until: '2026-09-03' } as const;

/** 20.00 less 1.00 in August; its configuration lies beside the inputs. */
function worldOf(): { readonly world: World; readonly config: string } {
  const world = smallWorld();
  writeStripe(world, '2026-08', [{ ...CHARGE, amount: '20.00', fee: '1.00' }]);
  const config = join(world.root, 'policy.yaml');
  renameSync(join(world.inputs, 'revshare.yaml'), config);
  return { world, config };
}

async function pool(world: World): Promise<unknown> {
  const ended = await command(world, ['reconcile', '2026-08', '--json']);
  return (JSON.parse(ended.stdout) as { readonly pool_usd?: string }).pool_usd;
}

describe('the configuration last used with a data directory', () => {
  it('is the one that an import was given', async () => {
    const { world, config } = worldOf();
    await command(world, ['import', world.inputs, '--config', config]);
    // 0.51 * 19.00
    expect(await pool(world)).toBe('9.690000');
  });

  it('is the one in a directory that was imported', async () => {
    const { world, config } = worldOf();
    renameSync(config, join(world.inputs, 'revshare.yaml'));
    await command(world, ['import', world.inputs]);
    expect(await pool(world)).toBe('9.690000');
  });

  it('comes after the working directory, and before those above it', async () => {
    const { world, config } = worldOf();
    const below = join(world.root, 'below');
    mkdirSync(below);
    const above = join(world.root, 'revshare.yaml');
    writeFileSync(above, `${readFileSync(config, 'utf8')}pool: { share: 0.40 }\n`);
    const from = async (cwd: string, data: string, more: readonly string[] = []): Promise<unknown> => {
      const args = ['reconcile', '2026-08', '--json', '--data', join(world.root, data), '--out', world.out, ...more];
      const ended = await inProcess([...args, '--as-of', FEBRUARY], { cwd });
      return (JSON.parse(ended.stdout) as { readonly pool_usd?: string }).pool_usd;
    };
    expect(await from(below, 'one', ['--inputs', world.inputs, '--config', config])).toBe('9.690000');
    expect(await from(below, 'one')).toBe('9.690000');
    // 0.40 * 19.00
    expect(await from(world.root, 'one')).toBe('7.600000');
    expect(await from(below, 'two', ['--inputs', world.inputs])).toBe('7.600000');
  });

  it('is the one by which a person decided or acknowledged', async () => {
    const { world, config } = worldOf();
    writeStripe(world, '2026-08-refund', [
      { kind: 'refund', id: 'r', charge: 'ch_of_nobody', day: '2026-08-10', amount: '5.00', fee: '0.00' },
    ]);
    await command(world, ['reconcile', '2026-08', '--inputs', world.inputs, '--config', config]);
    const [other, rows] = [join(world.root, 'other.yaml'), join(world.root, 'rows.csv')];
    writeFileSync(other, `${readFileSync(config, 'utf8')}pool: { share: 0.40 }\n`);
    const subject = (await listExceptions(world, '2026-08')).exceptions[0]?.subject ?? '';
    writeFileSync(rows, decisionsCsv([{ code: 'orphan', subject, decision: 'leave-out', note: 'not ours' }]));
    const applied = await command(world, ['exceptions', '2026-08', '--apply', rows, '--by', 'ada', '--config', other]);
    expect([applied.code, applied.stderr]).toEqual([0, '']);
    // 0.40 * 19.00, and 0.51 again
    expect(await pool(world)).toBe('7.600000');
    const reason = ['--acknowledge-flux', 'the first month', '--by', 'ada', '--config', config];
    await command(world, ['status', '2026-08', ...reason]);
    expect(await pool(world)).toBe('9.690000');
  });
});

describe('a configuration that is named for an import', () => {
  it('has to be there', async () => {
    const { world } = worldOf();
    const ended = await command(world, ['import', world.inputs, '--config', join(world.root, 'none.yaml')]);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('code: no-such-path')]);
  });
});
