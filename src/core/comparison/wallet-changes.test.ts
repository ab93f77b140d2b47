import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { short, usd } from '../../../test/worlds/charges.ts';
import { split } from '../pool/split.ts';
import { earningWallets, type ReportedPart, walletChanges } from './wallet-changes.ts';

const part = (wallet: string, points: string, earned: string): ReportedPart => {
  return { wallet, points: usd(points), earned: usd(earned) };
};

describe('why a wallet earns another amount', () => {
  it('by the pool and by points', () => {
    // 12 over 1 : 3 is 3 and 9. The pool is 20 now: 5 and 15. A third wallet with 4 halves it: 2.50, 7.50, 10.
    const from = [part('a', '1', '3.00'), part('b', '3', '9.00')];
    const to = [part('a', '1', '2.50'), part('b', '3', '7.50'), part('c', '4', '10.00')];
    expect(
      walletChanges(from, to, usd('20.00')).map(({ wallet, byPool, byPoints }) => [
        wallet,
        short(byPool),
        short(byPoints),
      ]),
    ).toEqual([
      ['c', '0.00', '10.00'],
      ['b', '6.00', '-7.50'],
      ['a', '2.00', '-2.50'],
    ]);
  });

  it('lists only what changes', () => {
    const same = part('a', '1', '3.00');
    const [changed, ...others] = walletChanges([same, part('b', '0', '0')], [same, part('b', '1', '0')], usd('3.00'));
    expect([changed?.wallet, others]).toEqual(['b', []]);
    expect(walletChanges([], [part('b', '2', '1.00')], usd('1.00'))[0]?.byPoints).toBe(usd('1.00'));
  });

  it('the two sum to the difference of every wallet, and all to the difference of what is distributed', () => {
    const wallets = fc.uniqueArray(
      fc.record({ wallet: fc.constantFrom('a', 'b', 'c', 'd'), points: fc.bigInt({ min: 0n, max: 1000n }) }),
      {
        selector: ({ wallet }) => wallet,
      },
    );
    const pool = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(wallets, wallets, pool, pool, (a, b, before, after) => {
        const parts = (each: typeof a, amount: bigint) =>
          split(
            amount,
            each.map((one) => ({ ...one, jobs: 1 })),
          );
        const [from, to] = [parts(a, before), parts(b, after)];
        const changes = walletChanges(from, to, after);
        for (const each of changes) expect(each.byPool + each.byPoints).toBe(each.to.earned - each.from.earned);
        const earned = (all: readonly { earned: bigint }[]): bigint => all.reduce((sum, one) => sum + one.earned, 0n);
        expect(changes.reduce((sum, each) => sum + each.byPool + each.byPoints, 0n)).toBe(earned(to) - earned(from));
      }),
    );
  });
});

describe('the wallets that a month distributes to', () => {
  it('are those with points or jobs: a balance alone is of another month', () => {
    const [both, jobs, points, none] = [
      { jobs: 2, points: 5n },
      { jobs: 1, points: 0n },
      { jobs: 0, points: 5n },
      { jobs: 0, points: 0n },
    ];
    expect([both, jobs, points, none].map((part) => earningWallets([part]))).toEqual([1, 1, 1, 0]);
    expect(earningWallets([both, jobs, points, none])).toBe(3);
  });
});
