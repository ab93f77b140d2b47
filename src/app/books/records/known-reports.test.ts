import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { refusedBy, type SmallBooks, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import type { KeptBatch } from '../../../core/payout/ledger/kept-payouts.ts';
import { batchOf } from '../../../core/payout/preparation/prepare-batch.ts';
import { receiptsCsv } from '../../../render/payouts/receipts-csv.ts';
import { hasFinalReports, refuseUnknownFinal, refuseUnknownReports, unvouchedText } from './known-reports.ts';

const LINES = [ADA, BEN].map((wallet) => line({ wallet }));
const RECEIPTS = LINES.map((each) => sentReceipt(each));
const BATCH = keptBatch(batchOf(AUGUST, 1, LINES), RECEIPTS);
const MANIFEST = '2026-08/final/manifest.json';

function refused({ db, out }: SmallBooks, batches: readonly KeptBatch[] = [], receiptsOf: typeof AUGUST | null = null) {
  return refusedBy(refuseUnknownReports(db, out, { batches, receiptsOf }));
}

describe('reports that the books do not know (R16)', () => {
  it('are none where there are no reports, or other things', () =>
    withSmallBooks(async (books) => {
      expect(await refused(books)).toEqual([]);
      books.write('notes/final/manifest.json', '{}');
      books.write('2026-08/review/manifest.json', '{}');
      expect(await refused(books)).toEqual([]);
      expect(await refusedBy(refuseUnknownFinal(books.db, books.out, AUGUST))).toEqual([]);
    }));

  it('are those of a month that is not final in them', () =>
    withSmallBooks(async (books) => {
      books.write(MANIFEST, '{}');
      books.write('2026-09/final/pool.csv', '');
      const why = (name: string) =>
        `unknown-reports at ${books.at(`${name}/final`)}: the books do not know that ${name} is final`;
      expect(await refused(books)).toEqual([why('2026-08'), why('2026-09')]);
      expect(await refusedBy(refuseUnknownFinal(books.db, books.out, SEPTEMBER))).toEqual([why('2026-09')]);
    }));

  it('are those with another manifest than the month was closed with', () =>
    withSmallBooks(async (books) => {
      await books.close('2026-08', books.write(MANIFEST, '{}'));
      expect(await refused(books)).toEqual([]);
      expect(hasFinalReports(books.out, AUGUST)).toBe(true);
      const sha256 = books.write(MANIFEST, '{"other":1}');
      const [why, ...others] = await refused(books);
      expect(others).toEqual([]);
      expect(why).toMatch(
        new RegExp(
          `^unknown-reports at ${books.at(MANIFEST)}: its SHA-256 is ${sha256}; the books made 2026-08 final with [0-9a-f]{64}$`,
        ),
      );
      expect(await refusedBy(refuseUnknownFinal(books.db, books.out, AUGUST))).toEqual([why]);
    }));

  it('are missed where a payment is prepared: nothing beside the books knows of others then', () =>
    withSmallBooks(async ({ out, at, write }) => {
      const said = (manifestSha256: string): string =>
        unvouchedText(out, { month: AUGUST, manifestSha256 } as Parameters<typeof unvouchedText>[1]);
      expect(said('f')).toBe(
        `${at(MANIFEST)} is not there: only these books say that nothing else of 2026-08 was paid; name the directory of its reports with --out`,
      );
      // A month that was taken over from before has no manifest.
      expect(said('')).toBe('');
      write(MANIFEST, '{}');
      expect(said('f')).toBe('');
    }));

  it('are not those whose manifest is lost', () =>
    withSmallBooks(async (books) => {
      await books.close('2026-08', 'f');
      books.write('2026-08/final/pool.csv', '');
      expect(await refused(books)).toEqual([]);
      expect(hasFinalReports(books.out, AUGUST)).toBe(false);
    }));
});

describe('payments that the books do not know (R16)', () => {
  const batchJson = (id: unknown): string => JSON.stringify({ batch: id });
  const PREPARED = '2026-08/payout/batch.json';

  it('are those of a month that is not final in them', () =>
    withSmallBooks(async (books) => {
      books.write(PREPARED, batchJson(BATCH.batch.id));
      expect(await refused(books, [BATCH])).toEqual([
        `unknown-reports at ${books.at('2026-08/payout')}: payments of 2026-08 lie here, and the books do not know that it is final`,
      ]);
    }));

  it('are of another batch than any of the month in the books', () =>
    withSmallBooks(async (books) => {
      await books.close('2026-08', '');
      books.write('2026-08/payout/balances.csv', '');
      expect(await refused(books)).toEqual([]);
      books.write(PREPARED, batchJson(BATCH.batch.id));
      expect(await refused(books, [BATCH])).toEqual([]);
      const why = (id: string) => [
        `unknown-reports at ${books.at(PREPARED)}: the books do not hold the batch ${id} of 2026-08`,
      ];
      expect(await refused(books)).toEqual(why(BATCH.batch.id));
      // The same batch under another month is not that of this one.
      const elsewhere = { ...BATCH, batch: { ...BATCH.batch, month: SEPTEMBER } };
      expect(await refused(books, [elsewhere])).toEqual(why(BATCH.batch.id));
      const other = { ...BATCH, batch: { ...BATCH.batch, id: 'other' } };
      expect(await refused(books, [other, BATCH])).toEqual([]);
      books.write(PREPARED, '{"batch":');
      expect(await refused(books, [BATCH])).toEqual(why('that cannot be read'));
      books.write(PREPARED, '{}');
      expect(await refused(books, [BATCH])).toEqual(why('undefined'));
    }));

  it('are not told of a batch.json that cannot be opened: that is no answer', () =>
    withSmallBooks(async (books) => {
      await books.close('2026-08', '');
      books.write(`${PREPARED}/file`, '');
      await expect(refused(books, [BATCH])).rejects.toThrow('EISDIR');
    }));

  it('are receipts of the month that is asked about, of whatever batch of it', () =>
    withSmallBooks(async (books) => {
      await books.close('2026-08', '');
      const path = '2026-08/payout/receipts.csv';
      books.write(path, receiptsCsv([BATCH]));
      expect(await refused(books, [BATCH], AUGUST)).toEqual([]);
      const one = { ...BATCH, receipts: RECEIPTS.slice(0, 1) };
      const [why, ...others] = await refused(books, [one], AUGUST);
      expect(others).toEqual([]);
      expect(why).toContain(
        `unknown-reports at ${books.at(path)}: the books do not hold 1 of its receipts, the first ref ${BEN}: 12.345678 USDC`,
      );
      expect((await refused(books, [], AUGUST))[0]).toContain('do not hold 2 of its receipts');
      expect(await refused(books, [one], SEPTEMBER)).toEqual([]);
      expect(await refused(books, [one])).toEqual([]);
      for (const nothing of [receiptsCsv([]), '']) {
        books.write(path, nothing);
        expect(await refused(books, [], AUGUST)).toEqual([]);
      }
    }));
});
