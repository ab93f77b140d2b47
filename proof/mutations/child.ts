import type { Asked } from './in-child.ts';
import { Trial } from './try-mutations.ts';

/** The process that mutations are tried in: it is told which, and sends what became of each. */
process.once('message', async ({ root, seed, from, until, only }: Asked) => {
  const trial = await Trial.begin(root, seed);
  for (let index = from; index < until; index += 1) process.send?.(await trial.run(index, only));
  process.disconnect();
});
