import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, AUGUST, BEN, CLEO, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { refusedBy, type SmallBooks, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import type { Month } from '../../../core/month/month.ts';
import { checksumAddress } from '../../../core/wallet/checksum-address.ts';
import { insertFinalEarned } from '../../../store/months/final-earned.ts';
import { refuseChangedEarned } from './unchanged-earned.ts';

const PAYOUTS = '2026-08/final/payouts.csv';

/** The books gave Ada 10, Ben 5 and Cleo nothing; what the reports say is given. */
async function published(books: SmallBooks, rows: Readonly<Record<string, string>>): Promise<void> {
  const part = (wallet: string, earned: string) => ({ wallet, jobs: 1, points: 1n, earned: usd(earned) });
  await insertFinalEarned(books.db, AUGUST, [part(ADA, '10'), part(BEN, '5'), part(CLEO, '0')]);
  publish(books, rows);
}

function publish(books: SmallBooks, rows: Readonly<Record<string, string>>, name = 'payouts.csv'): void {
  const lines = Object.entries(rows).map(([wallet, earned]) => `${wallet},1,1.000000,${earned}\n`);
  const sha256 = books.write(PAYOUTS, `wallet,jobs,render_spark,earned_usd\n${lines.join('')}`);
  books.write('2026-08/final/manifest.json', JSON.stringify({ files: [{ name, sha256 }] }));
}

const refused = ({ db, out }: SmallBooks, through: Month = AUGUST, from?: Month) =>
  refusedBy(refuseChangedEarned(db, out, through, from));

const [ADAS, BENS, CLEOS] = [ADA, BEN, CLEO].map((wallet) => checksumAddress(wallet)) as [string, string, string];

describe('what the books say that a month gave (R16)', () => {
  it('is what its payouts.csv says, wallet by wallet; without a row a wallet has nothing', () =>
    withSmallBooks(async (books) => {
      await published(books, { [ADAS]: '10.000000', [BENS]: '5.000000' });
      expect(await refused(books)).toEqual([]);
      publish(books, { [CLEOS]: '0.000000', [BENS]: '5.000000', [ADAS]: '10.000000' });
      expect(await refused(books)).toEqual([]);
    }));

  it('is changed where a wallet has another amount, or one that nobody published', () =>
    withSmallBooks(async (books) => {
      const why = (wallet: string, reports: string, kept: string) => [
        `changed-books at ${books.at(PAYOUTS)}: 2026-08 gave ${wallet} ${reports}; the books say ${kept}`,
      ];
      await published(books, { [ADAS]: '9.999999', [BENS]: '5.000000' });
      expect(await refused(books)).toEqual(why(ADAS, '9.999999', '10.000000'));
      publish(books, { [ADAS]: '10.000000' });
      expect(await refused(books)).toEqual(why(BENS, '0.000000', '5.000000'));
      publish(books, { [ADAS]: '10.000000', [BENS]: '5.000000', [CLEOS]: '1.000000' });
      expect(await refused(books)).toEqual(why(CLEOS, '1.000000', '0.000000'));
    }));

  it('is held against the months that are asked about', () =>
    withSmallBooks(async (books) => {
      await published(books, {});
      expect(await refused(books, SEPTEMBER, SEPTEMBER)).toEqual([]);
      expect(await refused(books, (AUGUST - 1) as Month)).toEqual([]);
      expect(await refused(books, SEPTEMBER)).toHaveLength(1);
    }));

  it('cannot be compared where no reports lie, or its manifest does not list them', () =>
    withSmallBooks(async (books) => {
      await insertFinalEarned(books.db, AUGUST, [{ wallet: ADA, jobs: 1, points: 1n, earned: 1n }]);
      expect(await refused(books)).toEqual([]);
      publish(books, {}, 'pool.csv');
      expect(await refused(books)).toEqual([]);
    }));

  it('is not held against a payouts.csv that somebody changed', () =>
    withSmallBooks(async (books) => {
      await published(books, { [ADAS]: '10.000000', [BENS]: '5.000000' });
      books.write(PAYOUTS, 'wallet\n');
      expect((await refused(books))[0]).toMatch(/^damaged-reports at /);
    }));
});
