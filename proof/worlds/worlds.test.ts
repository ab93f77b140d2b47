import { describe, expect, it } from 'vitest';
import { times } from '../../test/running/long-form.ts';
import { compareInScratch } from './compare-worlds.ts';
import { randomWorld } from './random-world.ts';

/** The short form of `npm run proof -- worlds N`: the same worlds at every change. */
const FIRST_SEED = 1;

describe('the second opinion and the program', () => {
  it('come to the same figures in every world', async () => {
    const differing: string[] = [];
    let months = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + times(12, 1000); seed += 1) {
      const compared = await compareInScratch(randomWorld(seed));
      months += compared.months;
      differing.push(...compared.differences.map((each) => `seed ${seed}: ${each}`));
    }
    expect(differing).toEqual([]);
    expect(months).toBeGreaterThan(12);
  });
});
