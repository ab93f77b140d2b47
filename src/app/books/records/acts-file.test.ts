import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADA, AUGUST, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { dropGuards, refusedBy, type SmallBooks, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import { actsCsv } from '../../../render/payouts/acts-csv.ts';
import { insertAdjustment } from '../../../store/payouts/keep-payouts.ts';
import { actsFile, heldActs, unlistedActs, unlistedText, writeActs } from './acts-file.ts';

const BY = { by: 'ann', at: '2026-10-20T12:00:00.000Z', afterMonth: '2026-08' };

function adjust({ db }: SmallBooks, month = AUGUST): Promise<void> {
  return db
    .transaction()
    .execute((transaction) => insertAdjustment(transaction, { month, wallet: ADA, amount: 5n }, 'came back', BY));
}

describe('the acts about payouts, held against their rows and acts.csv (R16, R17)', () => {
  it('are as they were, and what an interrupted run did not write is told', () =>
    withSmallBooks(async (books) => {
      const { db, out } = books;
      expect(await unlistedActs(db, out)).toEqual([]);
      await adjust(books);
      // A file that is not there holds none.
      expect(await unlistedActs(db, out)).toMatchObject([{ ordinal: 1, kind: 'adjustment' }]);
      await writeActs(db, out);
      expect(actsFile(out)).toBe(books.at('payout/acts.csv'));
      expect(await unlistedActs(db, out)).toEqual([]);
      await adjust(books, SEPTEMBER);
      const unlisted = await unlistedActs(db, out);
      expect(unlistedText(unlisted)).toEqual([
        'act 2 (adjustment) stands in the books and not in payout/acts.csv: a run was interrupted, or it was put in',
      ]);
    }));

  it('are refused where a row was changed', () =>
    withSmallBooks(async (books) => {
      await adjust(books);
      await dropGuards(books, 'payout_adjustments');
      await books.db.updateTable('payout_adjustments').set({ reason: 'another' }).execute();
      const why = await refusedBy(unlistedActs(books.db, books.out));
      expect(why).toHaveLength(2);
      expect(why[0]).toMatch(/^changed-books at payout_acts: .*no act of the chain left this row/);
    }));

  it('are refused where acts.csv is of other books, or of newer ones', () =>
    withSmallBooks(async (books) => {
      await adjust(books);
      await adjust(books, SEPTEMBER);
      await writeActs(books.db, books.out);
      const path = actsFile(books.out);
      await withSmallBooks(async (older) => {
        await adjust(older);
        expect(await refusedBy(unlistedActs(older.db, books.out))).toEqual([
          `changed-books at ${path}: it holds 2 acts, the books 1`,
        ]);
        await adjust(older);
        const [why] = await refusedBy(unlistedActs(older.db, books.out));
        expect(why).toMatch(/: its act 2 has the SHA-256 [0-9a-f]{64}; the books say [0-9a-f]{64}$/);
      });
    }));

  it('are refused where any line of acts.csv is another, not the last alone', () =>
    withSmallBooks(async (books) => {
      await adjust(books);
      await adjust(books, SEPTEMBER);
      await writeActs(books.db, books.out);
      const path = actsFile(books.out);
      const text = readFileSync(path, 'utf8');
      const [header = '', first = '', second = ''] = text.split('\n');
      const fault = async (changed: string): Promise<string | undefined> => {
        writeFileSync(path, changed);
        const [why, ...others] = await refusedBy(unlistedActs(books.db, books.out));
        expect(others).toEqual([]);
        return why?.replace(`changed-books at ${path}: `, '');
      };
      const line = (number: number): string => `its line ${number} is not what was done`;
      expect(await fault(text)).toBeUndefined();
      // What was kept of an act: lost books would be built again from it.
      expect(await fault(text.replace('came back', 'came bacK'))).toBe(line(2));
      expect(await fault(`${header}\n${first}\n${second.replace('came back', 'came bacK')}\n`)).toBe(line(3));
      expect(await fault(text.replace('1,adjustment', '1,void'))).toBe(line(2));
      expect(await fault(text.replace('2026-08', '2026-07'))).toBe(line(2));
      expect(await fault(`${header}\n${second}\n`)).toBe(line(2));
      expect(await fault(`${header}\n${first}\n${first}\n${second}\n`)).toBe(line(3));
      expect(await fault(`${header}\n1,adjustment\n${second}\n`)).toBe(line(2));
      expect(await fault(`${text}3,vo`)).toBe(line(4));
      expect(await fault(text.slice(0, -1))).toBe(line(3));
      for (const other of [text.replace('kept', 'Kept'), '', 'act,kind\n']) {
        expect(await fault(other)).toBe('its header is not that of a list of acts');
      }
      // An earlier version wrote nothing of what was kept.
      const asBefore = (each: string): string => each.split(',').slice(0, 5).join(',');
      expect(await fault(`${[header, first, second].map(asBefore).join('\n')}\n`)).toBeUndefined();
      expect(await fault(`${asBefore(header)}\n${asBefore(second)}\n`)).toBe(line(2));
    }));

  it('are none in a file without any', () => {
    for (const text of [actsCsv([], new Map()), actsCsv([], null)]) {
      expect(heldActs(text, [])).toEqual({ unlisted: [] });
    }
  });
});
