import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import { PROJECT } from '../running/program.ts';
import { exampleWorld, NOVEMBER, reconcile, type World } from '../worlds/world.ts';

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
  await inProcess(['finalize', '2026-08', '--accept', august.document.digest, ...places]);
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
    const env = { REVSHARE_DATA: world.data, REVSHARE_OUT: world.out, REVSHARE_AS_OF: NOVEMBER };
    const { code, stdout } = await inProcess(line.split(' '), { env });
    // What August earned was due in October: that needs a person.
    expect([code, stdout]).toEqual([line === 'owed' ? 1 : 0, output]);
  });
});

describe('a final month', () => {
  it('is explained by what was posted then, whatever rule or rate is changed afterwards', async () => {
    const places = ['--data', world.data, '--out', world.out, '--month', '2026-08', '--json', '--depth', '9'];
    const asked = ['deferred.csv:2', 'waterfall.csv:2', 'rollforward.csv:5', 'postings.csv:2', 'ch_fx_cleo_2608'];
    const answers = async (...more: string[]): Promise<string[]> => {
      const told: string[] = [];
      for (const each of asked) told.push((await inProcess(['explain', each, ...places, ...more])).stdout);
      return told;
    };
    const before = await answers();
    expect(before.map((each) => each.includes('"explanations"'))).toEqual(asked.map(() => true));
    world.write('fx.csv', world.read('fx.csv').replace('2026-08,EUR,USD,1.15,', '2026-08,EUR,USD,1.25,'));
    await inProcess(['import', join(world.inputs, 'fx.csv'), '--data', world.data]);
    const config = join(world.root, 'later.yaml');
    const changed = world
      .read('revshare.yaml')
      .replaceAll('unlimited_pro', 'pro')
      .replace('share: 0.51', 'share: 0.40');
    writeFileSync(config, changed.replace('refunds: deferred-first', 'refunds: proportional'));
    expect(await answers('--config', config)).toEqual(before);
  });
});
