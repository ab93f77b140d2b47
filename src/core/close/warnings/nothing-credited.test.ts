import { expect, it } from 'vitest';
import { nothingCredited } from './nothing-credited.ts';

const excluded = [
  { reason: 'self-matched', jobs: 3, points: 5_000_000n },
  { reason: 'not-participating', jobs: 19, points: 700_000_000n },
] as const;

it('tells of a month whose jobs are all left out, and by what', () => {
  expect(nothingCredited({ wallets: [], rows: 22, excluded })).toEqual([
    {
      ...{ code: 'nothing-credited', provider: '', subject: '', amount: null, source: null },
      what: 'none of 22 rows is credited: 3 self-matched, 19 not-participating',
    },
  ]);
});

it('tells nothing where one is credited, or no row falls in the month', () => {
  const wallets = [{ wallet: '0xa', jobs: 1, points: 0n }];
  expect([
    nothingCredited({ wallets, rows: 23, excluded }),
    nothingCredited({ wallets: [], rows: 0, excluded: [] }),
  ]).toEqual([[], []]);
});
