import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, AUGUST, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { dropGuards, refusedBy, type SmallBooks, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import { insertFinalEarned } from '../../../store/months/final-earned.ts';
import { keepFinalHashes } from '../../../store/months/final-hashes.ts';
import { postedHashes } from '../../../store/months/final-postings.ts';
import { refuseChangedMonths, refuseChangedPostings } from './unchanged-months.ts';

/** August and September, final, with their hashes; August gave Ada 10, and its reports say so. */
async function withFinal(task: (books: SmallBooks) => Promise<void>): Promise<void> {
  await withSmallBooks(async (books) => {
    const { db } = books;
    const sha256 = books.write(
      '2026-08/final/payouts.csv',
      `wallet,jobs,render_spark,earned_usd\n${ADA},1,1.000000,10.000000\n`,
    );
    const manifest = { files: [{ name: 'payouts.csv', sha256 }] };
    await books.close('2026-08', books.write('2026-08/final/manifest.json', JSON.stringify(manifest)));
    await books.close('2026-09', 'f');
    await insertFinalEarned(db, AUGUST, [{ wallet: ADA, jobs: 1, points: 1n, earned: usd('10') }]);
    for (const month of [AUGUST, SEPTEMBER]) await keepFinalHashes(db, month, 0n);
    await task(books);
  });
}

function refused({ db, out }: SmallBooks): Promise<string[]> {
  return refusedBy(refuseChangedMonths(db, out));
}

function why(table: string, month: string): string {
  return `changed-books at ${table}: the rows of ${month} are not those with which it became final`;
}

describe('what final months keep in the books (R16)', () => {
  it('is as it was when they became final', () =>
    withFinal(async (books) => {
      expect(await refused(books)).toEqual([]);
      expect(await refusedBy(refuseChangedPostings(books.db))).toEqual([]);
    }));

  it('is named by its table and month, each that is changed', () =>
    withFinal(async (books) => {
      await dropGuards(books, 'months');
      await books.db.updateTable('months').set({ carried_out: '7' }).execute();
      expect(await refused(books)).toEqual([why('months', '2026-08'), why('months', '2026-09')]);
    }));

  it('is named by the published payouts.csv where it says what a wallet earned', () =>
    withFinal(async (books) => {
      await dropGuards(books, 'final_earned');
      await books.db
        .updateTable('final_earned')
        .set({ earned: usd('11') })
        .execute();
      const path = books.at('2026-08/final/payouts.csv');
      const [first, ...others] = await refused(books);
      expect(others).toEqual([]);
      expect(first).toMatch(/: 2026-08 gave 0x1{40} 10[.]000000; the books say 11[.]000000$/);
      expect(first).toContain(`changed-books at ${path}`);
      // The reports say the same as the changed books: the hash of the rows does not.
      const sha256 = books.write(
        '2026-08/final/payouts.csv',
        `wallet,jobs,render_spark,earned_usd\n${ADA},1,1.000000,11.000000\n`,
      );
      books.write('2026-08/final/manifest.json', JSON.stringify({ files: [{ name: 'payouts.csv', sha256 }] }));
      expect(await refused(books)).toEqual([why('final_earned', '2026-08')]);
    }));

  it('is not named by a payouts.csv where something else is changed', () =>
    withFinal(async (books) => {
      books.write('2026-08/final/payouts.csv', 'damaged');
      expect(await refused(books)).toEqual([]);
      await dropGuards(books, 'months');
      await books.db.updateTable('months').set({ carried_out: '7' }).where('month', '=', '2026-09').execute();
      expect(await refused(books)).toEqual([why('months', '2026-09')]);
    }));
});

describe('what final months posted (R16)', () => {
  it('is held against its hashes, as it was read or read for it', () =>
    withFinal(async ({ db }) => {
      const found = new Map(await postedHashes(db));
      expect(await refusedBy(refuseChangedPostings(db, found))).toEqual([]);
      const other = new Map([['2026-09', 'f'.repeat(64)]]);
      expect(await refusedBy(refuseChangedPostings(db, other))).toEqual([why('final_postings', '2026-09')]);
      expect(await refusedBy(refuseChangedPostings(db))).toEqual([]);
    }));
});
