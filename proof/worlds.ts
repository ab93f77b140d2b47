import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareInScratch, smaller } from './worlds/compare-worlds.ts';
import { randomWorld } from './worlds/random-world.ts';
import { filesAt, type ProofWorld, policyYaml } from './worlds/world.ts';

/** `npm run proof -- worlds N --seed S`: N worlds from seed S on, in the program and by the second opinion. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    keep: { type: 'string', default: 'reports/proof' },
    all: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
  },
});
const [count = '100'] = positionals;
if (!/^\d+$/.test(count) || !/^\d+$/.test(values.seed)) {
  throw new Error('usage: npm run proof -- worlds N [--seed S] [--all] [--whole] [--keep DIRECTORY]');
}

/** All files of a world, each stage in a folder of its own, where a person can look at them. */
function keep(world: ProofWorld, lines: readonly string[]): string {
  const root = join(values.keep, `world-${world.seed}`);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  write('differences.txt', `${lines.join('\n')}\n`);
  write('closes.txt', `closed: ${world.closes.join(' ')}\nlooked at: ${world.looks.join(' ')}\n`);
  for (let stage = 0; stage <= world.closes.length; stage += 1) {
    write(join(`stage-${stage}`, 'revshare.yaml'), policyYaml(world.policy, stage));
    for (const [name, text] of filesAt(world, stage)) write(join(`stage-${stage}`, name), text);
  }
  return root;
}

let months = 0;
let rows = 0;
let differing = 0;
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(count); seed += 1) {
  const world = randomWorld(seed);
  const compared = await compareInScratch(world);
  months += compared.months;
  rows += world.pieces.length;
  if (compared.differences.length === 0) continue;
  differing += 1;
  const small = values.whole ? world : await smaller(world, compared.differences);
  const { differences } = values.whole ? compared : await compareInScratch(small);
  console.log(`seed ${seed}: ${differences.slice(0, 6).join('\n  ')}\n  kept in ${keep(small, differences)}`);
  if (!values.all) break;
}
console.log(
  `${count} worlds from seed ${values.seed} on: ${months} months and ${rows} rows compared, ${differing} worlds differ`,
);
process.exitCode = differing === 0 ? 0 : 1;
