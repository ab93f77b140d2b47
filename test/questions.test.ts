import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT, revshare } from './program.ts';
import { exampleWorld, NOVEMBER, reconcile, type World } from './world.ts';

/** docs/questions.md: what each command prints on the example world, August final, September and October reported. */
const PAGE = readFileSync(join(PROJECT, 'docs', 'questions.md'), 'utf8');
const SHOWN = [...PAGE.matchAll(/```\n\$ revshare (.*)\n([^`]*)```/g)].map(([, line = '', output = '']) => ({
  line,
  output,
}));

let world: World;

beforeAll(async () => {
  world = exampleWorld();
  const august = await reconcile(world, { month: '2026-08' });
  const places = ['--data', world.data, '--out', world.out, '--as-of', NOVEMBER];
  await revshare(['finalize', '2026-08', '--accept', august.document.digest, ...places], {});
  await reconcile(world, { month: '2026-09' });
  await reconcile(world);
});

describe('docs/questions.md', () => {
  it('has an answer to each of the auditor’s questions', () => {
    expect(SHOWN.map(({ line }) => line.split(' ')[0])).toEqual([
      'explain',
      'flux',
      'whatif',
      'owed',
      'explain',
      'explain',
    ]);
  });

  it.each(SHOWN)('revshare $line', async ({ line, output }) => {
    const places = ['--data', world.data, '--out', world.out, '--as-of', NOVEMBER];
    const { code, stdout } = await revshare([...line.split(' '), ...places], {});
    // What August earned was due in October: that needs a person.
    expect([code, stdout]).toEqual([line === 'owed' ? 1 : 0, output]);
  });
});
