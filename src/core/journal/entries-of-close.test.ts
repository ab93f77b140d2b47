import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { exactFromText, formatExact } from '../money/exact-decimal.ts';
import { computePool } from '../pool/pool.ts';
import { allAtShare } from '../pool/revenue-at-share.ts';
import { accountsOf, DEFAULT_ACCOUNTS } from './accounts.ts';
import { poolEntry } from './entries-of-close.ts';

const accountOf = accountsOf({ accounts: DEFAULT_ACCOUNTS });

describe('the workers’ share', () => {
  const anyPool = fc.record({
    net: fc.bigInt({ min: -500_000_000_000n, max: 500_000_000_000n }),
    share: fc
      .bigInt({ min: 0n, max: 10n ** 18n })
      .map((units) => exactFromText(units.toString()).dividedBy('1e18').toFixed()),
    carriedIn: fc
      .bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
      .map((units) => exactFromText(units.toString()).dividedBy('1e9')),
    points: fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { maxLength: 4 }),
  });

  it('is the exact pool: what is distributed and what the carried balance changes by', () => {
    fc.assert(
      fc.property(anyPool, ({ net, share, carriedIn, points }) => {
        const wallets = points.map((each, index) => ({ wallet: `0x${index}`, jobs: 1, points: each }));
        const pool = computePool(allAtShare(share, net), carriedIn, wallets);
        const entry = poolEntry(pool, month('2026-01'), accountOf);
        const amountOf = (role: 'worker_share' | 'worker_pool_payable' | 'worker_pool_carried') => {
          const line = entry?.lines.find(({ account }) => account === accountOf(role, 'costs'));
          return exactFromText(`${line?.amount ?? 0n}`).dividedBy(exactFromText('10').pow(entry?.decimals ?? 0));
        };
        expect(formatExact(amountOf('worker_share'))).toBe(formatExact(pool.pool));
        expect(formatExact(amountOf('worker_pool_carried').negated().plus(carriedIn))).toBe(
          formatExact(pool.carriedOut),
        );
        expect(formatExact(amountOf('worker_pool_payable').times(-1_000_000))).toBe(`${pool.distributed}.000000`);
        expect(entry?.lines.reduce((sum, { amount }) => sum + amount, 0n) ?? 0n).toBe(0n);
      }),
    );
  });

  it('of October: 355.338443 x 0.51 = 181.22260593, 181.222603 of it owed, 0.00000293 more carried', () => {
    const wallets = [{ wallet: '0xa', jobs: 1, points: 1n }];
    const pool = { ...computePool(allAtShare('0.51', usd('355.338443')), exactFromText('0.00000107'), wallets) };
    // As fixtures/README.md splits it, 4 micro-dollars of dust stay: carried out 0.000004, and 0.000004 - 0.00000107 = 0.00000293.
    const split = { ...pool, distributed: usd('181.222603'), carriedOut: exactFromText('0.000004') };
    expect(poolEntry(split, month('2026-10'), accountOf)).toEqual({
      date: '2026-10-31',
      kind: 'worker share',
      provider: 'pool',
      plan: '',
      event: '',
      month: month('2026-10'),
      charge: '',
      decimals: 8,
      lines: [
        { account: 'Expenses:WorkerShare', amount: 18_122_260_593n },
        { account: 'Liabilities:WorkerPool:Payable', amount: -18_122_260_300n },
        { account: 'Liabilities:WorkerPool:Carried', amount: -293n },
      ],
    });
  });
});
