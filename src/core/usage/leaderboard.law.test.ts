import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthFromText } from '../month/month.ts';
import { type EarnedPart, split } from '../pool/split.ts';
import { earningWorkers, leaderboard } from './leaderboard.ts';
import type { MonthWork, WorkerPoints } from './month-work.ts';

const worker = (wallet: string, network: string, nft: string, points: bigint): WorkerPoints => {
  return { wallet, network, nft, jobs: 1, points };
};

function partsOf(work: MonthWork, distributable: bigint) {
  const points = new Map<string, bigint>();
  for (const each of [...work.workers, ...work.late]) {
    points.set(each.wallet, (points.get(each.wallet) ?? 0n) + each.points);
  }
  return split(
    distributable,
    [...points].map(([wallet, sum]) => ({ wallet, jobs: 1, points: sum })),
  );
}

function ranked(parts: readonly EarnedPart[], work: MonthWork) {
  return [...leaderboard(earningWorkers(parts, work))].map((each) => ({ ...each.worker, rank: each.rank }));
}

describe('leaderboard', () => {
  it('divides what a wallet earned over its workers, late jobs included', () => {
    // 0.000010 for 0xa with points 1, 1, 1: parts trunc(10/3) = 3, trunc(20/3) - 3 = 3, 10 - 6 = 4.
    const work: MonthWork = {
      workers: [worker('0xa', 'fast', '7', 1n), worker('0xa', 'mac', '', 1n), worker('0xb', 'relaxed', '', 2n)],
      models: [],
      excluded: [],
      late: [{ wallet: '0xa', originalMonth: monthFromText('2026-09'), jobs: 1, points: 1n }],
    };
    const rows = ranked(partsOf(work, 16n), work);
    // 16 * 3/5 = 9.6, floored 9, for 0xa: 3, 3, 3; 16 * 2/5 = 6.4, floored 6, for 0xb.
    expect(rows.map(({ rank, wallet, network, nft, earned }) => [rank, wallet, network, nft, earned])).toEqual([
      [1, '0xb', 'relaxed', '', 6n],
      [2, '0xa', 'fast', '7', 3n],
      [2, '0xa', 'late', '2026-09', 3n],
      [2, '0xa', 'mac', '', 3n],
    ]);
  });

  it('sums to every wallet’s jobs, points and earned amount', () => {
    const anyWorker = fc.tuple(
      fc.constantFrom('0xa', '0xb', '0xc'),
      fc.constantFrom('fast', 'mac', ''),
      fc.constantFrom('', '1', '2'),
      fc.bigInt(0n, 10n ** 15n),
    );
    const anyLate = fc.tuple(fc.constantFrom('0xa', '0xd'), fc.bigInt(1n, 10n ** 9n));
    fc.assert(
      fc.property(
        fc.uniqueArray(anyWorker, { selector: ([wallet, network, nft]) => `${wallet} ${network} ${nft}` }),
        fc.uniqueArray(anyLate, { selector: ([wallet]) => wallet }),
        fc.bigInt(0n, 10n ** 14n),
        (workers, late, distributable) => {
          const work: MonthWork = {
            workers: workers.map((each) => worker(...each)),
            models: [],
            excluded: [],
            late: late.map(([wallet, points]) => ({
              wallet,
              originalMonth: monthFromText('2026-09'),
              jobs: 1,
              points,
            })),
          };
          const parts = partsOf(work, distributable);
          const rows = ranked(parts, work);
          expect(rows.length).toBe(workers.length + late.length);
          for (const part of parts) {
            const own = rows.filter(({ wallet }) => wallet === part.wallet);
            expect(own.reduce((sum, each) => sum + each.points, 0n)).toBe(part.points);
            expect(own.reduce((sum, each) => sum + each.earned, 0n)).toBe(part.earned);
            expect(own.every(({ earned }) => earned >= 0n)).toBe(true);
          }
          for (const [at, row] of rows.entries()) {
            expect(row.rank).toBe(1 + rows.filter((other) => other.points > row.points).length);
            expect(row.points <= (rows[at - 1]?.points ?? row.points)).toBe(true);
          }
        },
      ),
    );
  });

  it('ranks by points, equal points the same, then by wallet, network and NFT', () => {
    const rows = [
      ...[worker('0xb', 'mac', '', 5n), worker('0xa', 'mac', '', 5n), worker('0xa', 'fast', '2', 5n)],
      ...[worker('0xa', 'fast', '1', 5n), worker('0xc', 'fast', '1', 7n), worker('0xd', 'fast', '1', 0n)],
    ];
    for (const workers of [rows, rows.toReversed()]) {
      const work: MonthWork = { workers, models: [], excluded: [], late: [] };
      expect(
        ranked(partsOf(work, 0n), work).map((row) => `${row.rank} ${row.wallet} ${row.network} ${row.nft}`),
      ).toEqual([...['1 0xc fast 1', '2 0xa fast 1', '2 0xa fast 2', '2 0xa mac ', '2 0xb mac ', '6 0xd fast 1']]);
    }
  });

  it('refuses workers that do not sum to their wallet', () => {
    const work: MonthWork = { workers: [worker('0xa', 'fast', '1', 1n)], models: [], excluded: [], late: [] };
    expect(() => earningWorkers([{ wallet: '0xa', jobs: 1, points: 2n, earned: 1n }], work)).toThrow('do not sum');
  });
});
