import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN } from '../../../../test/worlds/payout-world.ts';
import { type SmallBooks, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import { NO_RAIL_FEE } from '../../../core/payout/ledger/receipt.ts';
import { batchOf } from '../../../core/payout/preparation/prepare-batch.ts';
import { receiptsCsv } from '../../../render/payouts/receipts-csv.ts';
import { insertBatch, insertReceipts } from '../../../store/payouts/keep-payouts.ts';
import { lookAtRestored } from './restored-books.ts';

const BY = { by: 'ann', at: '2026-10-20T12:00:00.000Z', afterMonth: '2026-08' };

const LINES = [ADA, BEN].map((wallet) => line({ wallet }));
const BATCH = batchOf(AUGUST, 1, LINES);

async function pay({ db }: SmallBooks): Promise<void> {
  const sent = { asset: 'USDC', atMs: 1_797_000_000_000, railFee: NO_RAIL_FEE, marketRate: '' };
  const receipts = [ADA, BEN].map((wallet) => ({ ...sent, wallet, amount: 12_345_678n, reference: `to ${wallet}` }));
  await db.transaction().execute(async (transaction) => {
    await insertBatch(transaction, BATCH, BY);
    await insertReceipts(transaction, BATCH.id, receipts, '', BY);
  });
}

describe('books that were put back, beside the reports (R16)', () => {
  it('are told with what they hold, what is lost, and what they do not know', () =>
    withSmallBooks(async (books) => {
      const { data, out, at, write } = books;
      const empty = { months: [], batches: 0, receipts: 0, lost: [], unknown: [] };
      expect(await lookAtRestored({ data, out })).toEqual(empty);
      await books.close('2026-08', write('2026-08/final/manifest.json', '{}'));
      await books.close('2026-09', 'f');
      await pay(books);
      write('2026-08/payout/batch.json', JSON.stringify({ batch: BATCH.id }));
      const known = { months: ['2026-08', '2026-09'], batches: 1, receipts: 2, lost: ['2026-09'] };
      expect(await lookAtRestored({ data, out })).toEqual({ ...known, unknown: [] });
      write('2026-10/final/manifest.json', '{}');
      // Three receipts that were recorded later: the books hold those of before.
      const later = [...LINES, ...LINES.slice(1)].map((each, index) =>
        sentReceipt(each, { reference: `later ${index}` }),
      );
      write('2026-08/payout/receipts.csv', receiptsCsv([keptBatch(BATCH, later)]));
      const { unknown, ...others } = await lookAtRestored({ data, out });
      expect(others).toEqual(known);
      expect(unknown).toEqual([
        expect.stringContaining(
          `${at('2026-08/payout/receipts.csv')}: the books do not hold 3 of its receipts, the first later 0`,
        ),
        `${at('2026-10/final')}: the books do not know that 2026-10 is final`,
      ]);
    }));
});
