import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact } from '../money/exact-decimal.ts';
import { monthOf } from '../month/month.ts';
import { allAtShare } from '../pool/revenue-at-share.ts';
import { split } from '../pool/split.ts';
import type { ReportedSide } from './comparison.ts';
import { walletCauses } from './wallet-causes.ts';

function side(distributable: bigint, points: readonly bigint[]): ReportedSide {
  const parts = split(
    distributable,
    points.map((each, at) => ({ wallet: `w${at}`, jobs: 1, points: each })),
  );
  const pool = {
    ...{ netRevenue: 0n, share: '0.51', revenue: allAtShare('0.51', 0n), pool: new Exact(0), carriedIn: new Exact(0) },
    ...{ distributable, distributed: distributable, carriedOut: new Exact(0) },
  };
  return { month: monthOf(2026, 10), state: 'final', digest: '', lines: [], pool, parts };
}

describe('why a wallet earned less', () => {
  it('takes pool, own points and the points of others apart', () => {
    // Before: 100 dollars * 1/4 = 25. After: 80 dollars * 2/8 = 20.
    // The amount alone: 80 * 1/4 = 20, 5 less. With its 2 points: 80 * 2/5 = 32, 12 more. The others': 20 - 32 = 12 less.
    const causes = walletCauses({ from: side(100_000_000n, [1n, 3n]), to: side(80_000_000n, [2n, 6n]) }, 'W0');
    expect(causes).toMatchObject({ byPool: -5_000_000n, byOwnPoints: 12_000_000n, byOthersPoints: -12_000_000n });
    expect(walletCauses({ from: side(1n, [1n]), to: side(1n, [1n]) }, 'w9')).toBeNull();
  });

  it('has a cause also where only one side names it, or nobody had points', () => {
    // 50 * 1/4 = 12.50 more, all by its own points: 50 * 1/4.
    expect(walletCauses({ from: side(50_000_000n, [3n]), to: side(50_000_000n, [3n, 1n]) }, 'w1')).toMatchObject({
      ...{ byPool: 0n, byOwnPoints: 12_500_000n, byOthersPoints: 0n, from: { points: 0n, allPoints: 3n, earned: 0n } },
    });
    expect(walletCauses({ from: side(50_000_000n, [3n, 1n]), to: side(50_000_000n, [3n]) }, 'w1')).toMatchObject({
      ...{ byPool: 0n, byOwnPoints: -12_500_000n, byOthersPoints: 0n },
    });
    expect(walletCauses({ from: side(0n, [0n]), to: side(8n, [2n]) }, 'w0')).toMatchObject({
      ...{ byPool: 0n, byOwnPoints: 8n, byOthersPoints: 0n },
    });
  });

  it('sums to the difference', () => {
    const points = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 5 });
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(points, points, amount, amount, (before, after, from, to) => {
        const causes = walletCauses({ from: side(from, before), to: side(to, after) }, 'w0');
        if (causes === null) throw new Error('w0 is on both sides');
        const { byPool, byOwnPoints, byOthersPoints } = causes;
        expect(byPool + byOwnPoints + byOthersPoints).toBe(causes.to.earned - causes.from.earned);
      }),
      { numRuns: 200 },
    );
  });
});
