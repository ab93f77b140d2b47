import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_AMOUNTS_FOR_THREE, searchGap } from './gap-search.ts';

const candidates = (...effects: bigint[]) => effects.map((effect, index) => ({ effect, index }));
const placesOf = (rows: readonly { index: number }[] | null) => rows?.map(({ index }) => index) ?? null;

describe('the search for rows behind a gap', () => {
  it('takes one row before two, and the first of equal ones', () => {
    const found = searchGap(-5n, candidates(-2n, -3n, -5n, 9n, -5n));
    expect(placesOf(found.rows)).toEqual([2]);
    // Places 2 and 4.
    expect(found.alike).toBe(2n);
  });

  it('takes two rows, also of one amount', () => {
    expect(placesOf(searchGap(10n, candidates(4n, 7n, 6n)).rows)).toEqual([0, 2]);
    expect(placesOf(searchGap(8n, candidates(4n, 7n)).rows)).toBeNull();
    const twins = searchGap(8n, candidates(4n, 7n, 4n, 4n));
    expect(placesOf(twins.rows)).toEqual([0, 2]);
    // Two of three rows of 4.
    expect(twins.alike).toBe(3n);
  });

  it('takes three rows where neither one nor two do', () => {
    expect(placesOf(searchGap(111n, candidates(1n, 200n, 10n, 100n)).rows)).toEqual([0, 2, 3]);
    expect(placesOf(searchGap(9n, candidates(3n, 3n, 50n, 3n)).rows)).toEqual([0, 1, 3]);
    expect(placesOf(searchGap(5n, candidates(2n, 1n, 2n)).rows)).toEqual([0, 1, 2]);
  });

  it('takes the first of several sets, also where the second row of an amount stands late', () => {
    // 4 + 4 + 7 is places 0, 4 and 2; 4 + 1 + 10 is places 0, 1 and 3, which stand earlier.
    expect(placesOf(searchGap(15n, candidates(4n, 1n, 7n, 10n, 4n)).rows)).toEqual([0, 1, 3]);
    // 4 + 4 + 7 is places 0, 1 and 2 here; 4 + 1 + 10 is places 0, 3 and 4.
    expect(placesOf(searchGap(15n, candidates(4n, 4n, 7n, 1n, 10n)).rows)).toEqual([0, 1, 2]);
  });

  it('never takes rows that are worth nothing', () => {
    expect(searchGap(0n, candidates(0n, 0n)).rows).toBeNull();
    expect(placesOf(searchGap(0n, candidates(0n, 4n, -4n)).rows)).toEqual([1, 2]);
  });

  it('says when there are too many different amounts to try three', () => {
    // Powers that no two or three of sum to the gap, beyond the limit.
    const many = Array.from({ length: MOST_AMOUNTS_FOR_THREE + 1 }, (_, index) => BigInt(index + 1) * 10n);
    const found = searchGap(31n, candidates(...many));
    expect([found.rows, found.triedThree]).toEqual([null, false]);
    expect(searchGap(31n, candidates(...many.slice(1))).triedThree).toBe(true);
  });

  it('goes through a hundred thousand rows', () => {
    // Amounts of a few prices, and one pair that fits: 7 + 13.
    const rows = Array.from({ length: 100_000 }, (_, index) => BigInt(1000 * (1 + (index % 1500))));
    rows[70_000] = 7n;
    rows[90_000] = 13n;
    expect(placesOf(searchGap(20n, candidates(...rows)).rows)).toEqual([70_000, 90_000]);
    // 3000 - 7 + 13 is no sum of two; three rows: 1000, 7 and 13.
    expect(placesOf(searchGap(1020n, candidates(...rows)).rows)).toEqual([0, 70_000, 90_000]);
  });
});

/** All sets of up to three, the smallest first, then by their places: slow and plain. */
function plainly(gap: bigint, effects: readonly bigint[]): number[] | null {
  const worth = effects.flatMap((effect, index) => (effect === 0n ? [] : [index]));
  const at = (index: number): bigint => effects[index] ?? 0n;
  for (const i of worth) if (at(i) === gap) return [i];
  for (const i of worth) for (const j of worth) if (j > i && at(i) + at(j) === gap) return [i, j];
  for (const i of worth)
    for (const j of worth) for (const k of worth) if (j > i && k > j && at(i) + at(j) + at(k) === gap) return [i, j, k];
  return null;
}

describe('laws of the search', () => {
  const effects = fc.array(fc.bigInt({ min: -12n, max: 12n }), { maxLength: 12 });

  it('finds what a plain search finds: the smallest set, the first of that size', () => {
    fc.assert(
      fc.property(effects, fc.bigInt({ min: -30n, max: 30n }), (all, gap) => {
        expect(placesOf(searchGap(gap, candidates(...all)).rows)).toEqual(plainly(gap, all));
      }),
      { numRuns: 500 },
    );
  });

  it('what it finds sums to the gap, in three rows at most', () => {
    const large = fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(large, fc.nat(), fc.nat(), fc.nat(), (all, a, b, c) => {
        const picked = new Set([a, b, c].map((each) => each % all.length));
        const gap = [...picked].reduce((sum, index) => sum + (all[index] ?? 0n), 0n);
        const { rows } = searchGap(gap, candidates(...all));
        const worth = [...picked].filter((index) => all[index] !== 0n).length;
        if (worth === 0) return;
        expect(rows?.length).toBeLessThanOrEqual(worth);
        expect(rows?.reduce((sum, { effect }) => sum + effect, 0n)).toBe(gap);
      }),
    );
  });
});
