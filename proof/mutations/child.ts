import type { Asked } from './in-child.ts';
import { Trial } from './try-mutations.ts';

/** The process that mutations are tried in: it is told which, and sends what became of each. */
process.once('message', (asked: Asked) => void answer(asked));

async function answer({ root, seed, from, until, only }: Asked): Promise<void> {
  const trial = await Trial.begin(root, seed);
  for (let index = from; index < until; index += 1) process.send?.(await trial.run(index, only));
  process.disconnect();
}
