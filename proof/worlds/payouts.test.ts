import { describe, expect, it } from 'vitest';
import { times } from '../../test/running/long-form.ts';
import { comparePayouts } from './compare-payouts.ts';

/** The short form of `npm run proof -- payouts N`: the same worlds at every change. */
const FIRST_SEED = 1;

describe('the second opinion on payouts and the program', () => {
  it('owe every wallet the same after every act', async () => {
    const differing: string[] = [];
    let acts = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + times(8, 400); seed += 1) {
      const compared = await comparePayouts(seed);
      acts += compared.acts.length;
      differing.push(...compared.differences.map((each) => `seed ${seed}: ${each}`));
    }
    expect(differing).toEqual([]);
    expect(acts).toBeGreaterThan(40);
  });
});
