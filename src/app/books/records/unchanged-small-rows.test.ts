import { createHash } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { keepSmallFile } from '../../../../test/worlds/kept-small-file.ts';
import { ADA, BEN } from '../../../../test/worlds/payout-world.ts';
import { refusedBy, type SmallBooks, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import { type DataDirectory, openDataDirectory } from '../directory/data-directory.ts';
import { OF_PAYOUTS, refuseChangedSmallRows } from './unchanged-small-rows.ts';

const PAYEES = `wallet,method,destination,currency,hold,from_month\n${ADA},usdc,,,,2026-08\n${BEN},,,,waits,2026-08\n`;
const SCREENING = `subject,result,date\n${ADA},clear,2026-08-01\n`;
/** The second row says nothing about dollars. */
const FX = 'date,from,to,rate,source\n2026-08-31,EUR,USD,1.16,ECB\n2026-08-31,USD,EUR,0.86,ECB\n';
const COSTS = 'month,description,amount_usd,months\n2026-08,hosting,10.00,\n';
const LEDGER = `balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id
txn_1,2026-08-03 10:00:00,usd,20.00,0.88,19.12,charge,ch_1,ch_1,\n`;
const CHANGED = (name: string): string =>
  `changed-books at small_rows: the rows of ${name} are not those that its evidence gives`;

interface Kept {
  readonly books: SmallBooks;
  readonly data: DataDirectory;
  /** The evidence of payees.csv. */
  readonly evidence: string;
  readonly change: (text: string) => Promise<void>;
  readonly ofPayouts: () => Promise<string[]>;
  readonly ofAll: () => Promise<string[]>;
}

/** Books with payees, a screening and a cost, as they were imported. */
function withSmallFiles(task: (kept: Kept) => Promise<void>): Promise<void> {
  return withSmallBooks(async (books) => {
    const { db } = books;
    const data = openDataDirectory(join(dirname(books.out), 'kept'));
    const evidence = await keepSmallFile(db, data, 'payees', PAYEES);
    await keepSmallFile(db, data, 'screening', SCREENING);
    await keepSmallFile(db, data, 'fx', FX);
    await keepSmallFile(db, data, 'costs', COSTS);
    // What is no small file is held to its own evidence elsewhere.
    await keepSmallFile(db, data, 'stripe-ledger', LEDGER);
    await task({
      ...{ books, data, evidence },
      change: async (text) => {
        const { numAffectedRows } = await sql.raw(text).execute(db);
        expect(numAffectedRows).toBeGreaterThan(0n);
      },
      ofPayouts: () => refusedBy(refuseChangedSmallRows(db, data, OF_PAYOUTS)),
      ofAll: () => refusedBy(refuseChangedSmallRows(db, data, null)),
    });
  });
}

describe('rows of small files in force (R16)', () => {
  it('are what their evidence gives', () =>
    withSmallFiles(async ({ ofPayouts, ofAll }) => {
      expect([await ofPayouts(), await ofAll()]).toEqual([[], []]);
    }));

  it('are named by their file where one is another, one too many or too few', () =>
    withSmallFiles(async ({ change, ofPayouts }) => {
      await change(`insert into small_rows (import_id, line, kind, body)
        select import_id, 9, kind, replace(body, 'waits', '') from small_rows where kind = 'payees' and line = 3`);
      expect(await ofPayouts()).toEqual([CHANGED('payees.csv')]);
      await change('delete from small_rows where line = 9');
      await change("update small_rows set body = replace(body, 'waits', '') where kind = 'payees'");
      expect(await ofPayouts()).toEqual([CHANGED('payees.csv')]);
      await change("delete from small_rows where kind = 'screening'");
      expect(await ofPayouts()).toEqual([CHANGED('payees.csv'), CHANGED('screening.csv')]);
      await change("delete from small_rows where kind = 'payees' and line = 3");
      expect(await ofPayouts()).toEqual([CHANGED('payees.csv'), CHANGED('screening.csv')]);
    }));

  it('of costs pay nobody: they are asked for where a month becomes final', () =>
    withSmallFiles(async ({ change, ofPayouts, ofAll }) => {
      await change("update small_rows set body = replace(body, '10', '11') where kind = 'costs'");
      expect([await ofPayouts(), await ofAll()]).toEqual([[], [CHANGED('costs.csv')]]);
    }));

  it('behind a file of another kind are given by nobody', () =>
    withSmallFiles(async ({ change, ofPayouts }) => {
      const costs = "(select id from imports where kind = 'costs')";
      await change(`update small_rows set import_id = ${costs} where kind = 'screening'`);
      expect(await ofPayouts()).toEqual([CHANGED('costs.csv'), CHANGED('screening.csv')]);
    }));

  it.each(['screening', 'fx', 'coverage', 'job-log'])('whose file is called one of %s now', (kind) =>
    withSmallFiles(async ({ change, ofPayouts }) => {
      await change("update small_rows set body = replace(body, 'waits', '') where kind = 'payees'");
      await change(`update imports set kind = '${kind}' where kind = 'payees'`);
      expect(await ofPayouts()).toEqual([CHANGED('payees.csv')]);
    }),
  );

  it('of a file that is out of force are not asked for, and count for nobody', () =>
    withSmallFiles(async ({ change, ofAll }) => {
      await change("update small_rows set body = replace(body, 'waits', '') where kind = 'payees'");
      await change("update imports set active = 0 where kind = 'payees'");
      expect(await ofAll()).toEqual([]);
    }));

  it('have nothing to be held against where the evidence is gone or another', () =>
    withSmallFiles(async ({ books: { db }, data, evidence, ofPayouts }) => {
      const { sha256 } = await db
        .selectFrom('imports')
        .select('sha256')
        .where('kind', '=', 'payees')
        .executeTakeFirstOrThrow();
      const gone = `changed-books at small_rows: the evidence of payees.csv (SHA-256 ${sha256}) is not there or damaged: its rows cannot be held against it`;
      renameSync(evidence, `${evidence}.away`);
      expect(await ofPayouts()).toEqual([gone]);
      writeFileSync(evidence, brotliCompressSync(PAYEES.replace('waits', '')));
      expect(await ofPayouts()).toEqual([gone]);
      rmSync(evidence);
      await expect(refuseChangedSmallRows(db, data, OF_PAYOUTS)).rejects.toMatchObject({
        problems: [{ remedy: expect.stringContaining('Import the same file again with this --data') }],
      });
    }));

  it('are the same in whatever order their lines are kept', () =>
    withSmallFiles(async ({ books: { db }, data, ofPayouts }) => {
      // As texts line 10 comes before line 2.
      const rows = Array.from({ length: 12 }, (_, at) => `0x${at.toString(16).repeat(40)},clear,2026-08-01\n`);
      await keepSmallFile(db, data, 'screening', `subject,result,date\n${rows.join('')}`);
      expect(await ofPayouts()).toEqual([]);
    }));

  it.each([
    [PAYEES.replace('usdc', 'cash'), 'method "cash" is none of usdc, sogni, spark, fiat'],
    ['a,b\n1,2\n', 'the header lacks the columns wallet, method, destination, currency, hold, from_month'],
  ])('are not vouched for by a file that is refused now: %j', (text, why) =>
    withSmallFiles(async ({ books: { db }, change, data, ofPayouts }) => {
      const sha256 = createHash('sha256').update(text).digest('hex');
      writeFileSync(join(data.evidence, `${sha256}.br`), brotliCompressSync(text));
      await change(`update imports set sha256 = '${sha256}' where kind = 'payees'`);
      expect(await ofPayouts()).toEqual([
        `changed-books at small_rows: the rows of payees.csv cannot be held against its evidence, which is refused now: ${why}`,
      ]);
      await expect(refuseChangedSmallRows(db, data, OF_PAYOUTS)).rejects.toMatchObject({
        problems: [{ remedy: expect.stringContaining('Correct the file where it lies and import it') }],
      });
    }),
  );
});
