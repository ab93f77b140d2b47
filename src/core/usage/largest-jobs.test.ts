import { expect, it } from 'vitest';
import { WALLETS_WITH_JOBS, walletsWithJobs } from './largest-jobs.ts';

it('names the wallets with most points, equal ones by address, and no more than are shown', () => {
  const wallets = [
    ...[
      { wallet: '0xb', points: 5n },
      { wallet: '0xc', points: 9n },
      { wallet: '0xa', points: 5n },
    ],
    ...Array.from({ length: WALLETS_WITH_JOBS }, (_, at) => ({ wallet: `0xf${at + 100}`, points: 1n })),
  ];
  for (const each of [wallets, wallets.toReversed()]) {
    const named = walletsWithJobs(each);
    expect(named.slice(0, 4)).toEqual(['0xc', '0xa', '0xb', '0xf100']);
    expect(named).toHaveLength(WALLETS_WITH_JOBS);
  }
});
