import { parseArgs } from 'node:util';
import { comparePayouts } from './worlds/compare-payouts.ts';

/** `npm run proof -- payouts N --seed S`: N worlds of payouts from seed S on, in the program and by the second opinion. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, all: { type: 'boolean', default: false } },
});
const [count = '100'] = positionals;
let acts = 0;
let differing = 0;
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(count); seed += 1) {
  const compared = await comparePayouts(seed);
  acts += compared.acts.length;
  if (compared.differences.length === 0) continue;
  differing += 1;
  console.log(`seed ${seed}:\n ${compared.acts.join('\n ')}\n${compared.differences.slice(0, 4).join('\n')}`);
  if (!values.all) {
    console.log(compared.world ?? '');
    break;
  }
}
console.log(`${count} worlds from seed ${values.seed} on: ${acts} acts compared, ${differing} worlds differ`);
process.exitCode = differing === 0 ? 0 : 1;
