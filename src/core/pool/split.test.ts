import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { split, type WalletPoints } from './split.ts';

const wallets = (...points: bigint[]): WalletPoints[] =>
  points.map((each, index) => ({ wallet: `0x${index}`, jobs: 1, points: each }));
const earned = (pool: bigint, ...points: bigint[]): bigint[] =>
  split(pool, wallets(...points)).map((each) => each.earned);

describe('split (R13)', () => {
  it('floors distributable x points / all points, product before division', () => {
    // 1.00 over 1, 2, 4: 1000000/7 = 142857.14, 285714.28, 571428.57.
    expect(earned(1_000_000n, 1n, 2n, 4n)).toEqual([142_857n, 285_714n, 571_428n]);
    // 10.00 over three equal wallets; one micro-dollar is dust.
    expect(earned(10_000_000n, 5n, 5n, 5n)).toEqual([3_333_333n, 3_333_333n, 3_333_333n]);
    // Division first would give 0 to everyone: 2 x 3 / 4 = 1.5, 2 x 1 / 4 = 0.5.
    expect(earned(2n, 3n, 1n)).toEqual([1n, 0n]);
  });

  it('keeps every wallet, also at 0, sorted by wallet', () => {
    const parts = split(10n, [
      { wallet: '0xb', jobs: 2, points: 0n },
      { wallet: '0xa', jobs: 1, points: 5n },
    ]);
    expect(parts).toEqual([
      { wallet: '0xa', jobs: 1, points: 5n, earned: 10n },
      { wallet: '0xb', jobs: 2, points: 0n, earned: 0n },
    ]);
    expect(earned(10n, 0n, 0n)).toEqual([0n, 0n]);
    expect(split(10n, [])).toEqual([]);
  });

  it('counts large points exactly', () => {
    // A third each of 10^15 micro-dollars: 333333333333333.33.
    const points = 123_456_789_012_345_678n;
    expect(earned(10n ** 15n, points, points, points)).toEqual([
      333_333_333_333_333n,
      333_333_333_333_333n,
      333_333_333_333_333n,
    ]);
  });
});

it('never gives more than there is: points below nothing, which no log can have, are refused', () => {
  // All points are 3: trunc(-5/3) = -1 twice, and trunc(25/3) = 8. Together 6 of 5.
  expect(() => earned(5n, -1n, -1n, 5n)).toThrow('split of 0.000005 USD gave 0.000006: more than there is');
});

describe('laws of the split (R13)', () => {
  const pool = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const some = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 10n }), { minLength: 1, maxLength: 20 })
    .map((points) => wallets(...points));

  it('parts and dust are the pool, and the dust is less than one micro-dollar a wallet', () => {
    fc.assert(
      fc.property(pool, some, (amount, each) => {
        fc.pre(each.some((wallet) => wallet.points > 0n));
        const dust = split(amount, each).reduce((rest, part) => rest - part.earned, amount);
        expect(dust >= 0n && dust < BigInt(each.length)).toBe(true);
      }),
    );
  });

  it('more points never earn less, and equal points earn equal', () => {
    fc.assert(
      fc.property(pool, some, (amount, each) => {
        const parts = [...split(amount, each)].sort((a, b) => (a.points < b.points ? -1 : a.points > b.points ? 1 : 0));
        for (const [index, part] of parts.entries()) {
          const next = parts[index + 1];
          if (next === undefined) continue;
          if (next.points === part.points) expect(next.earned).toBe(part.earned);
          else expect(next.earned >= part.earned).toBe(true);
        }
      }),
    );
  });

  it('the order of the wallets never matters', () => {
    fc.assert(
      fc.property(
        pool,
        some.chain((each) => fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length }))),
        (amount, [each, shuffled]) => {
          expect(split(amount, shuffled)).toEqual(split(amount, each));
        },
      ),
    );
  });
});
