import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { verifyBooks } from '../../src/app/verify/verify-books.ts';
import { VERSION } from '../../src/cli/version.ts';
import { program } from '../running/program.ts';
import { finalAugust } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/* Verifying needs no lock: what another run does meanwhile is no difference. */

/** Another run, whole, while this one waits. */
function run({ data, out }: World, ...args: string[]): void {
  execFileSync(process.execPath, [...program(), ...args, '--data', data, '--out', out, '--as-of', '2027-02-01']);
}

it('is done again where another run wrote after the books were copied: the evidence is packed anew, and acts are added', async () => {
  const world = await finalAugust();
  const { data, out } = world;
  const stored = (): string[] => readdirSync(join(data, 'evidence')).sort();
  const before = stored();
  const looked: string[] = [];
  const stage = (text: string): void => {
    looked.push(text);
    if (looked.length > 1) return;
    run(world, 'pack');
    run(world, 'payouts', '2026-08');
  };
  const found = await verifyBooks({ data, out, upTo: null, version: VERSION, progress: { ...SILENT, stage } });
  expect(found?.differences).toEqual([]);
  // Both runs did something, and it was looked twice.
  expect(stored()).not.toEqual(before);
  expect(looked.filter((text) => text === 'verifying 2026-08')).toHaveLength(2);
});

it('is done once where nothing moved, whatever is found', async () => {
  const world = await finalAugust();
  const { data, out } = world;
  world.write(join('..', 'out', 'payout', 'acts.csv'), 'act\n');
  const looked: string[] = [];
  const progress = { ...SILENT, stage: (text: string): void => void looked.push(text) };
  const found = await verifyBooks({ data, out, upTo: null, version: VERSION, progress });
  expect(found?.differences).toHaveLength(1);
  expect(looked.filter((text) => text === 'verifying 2026-08')).toHaveLength(1);
});
