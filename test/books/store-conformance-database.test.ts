import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommitUnknown, TextWithNul } from '../../src/store/database/guarded-dialect.ts';
import { openStore } from '../../src/store/database/open-store.ts';
import { readSetting, writeSetting } from '../../src/store/database/settings.ts';
import { listImports } from '../../src/store/inputs/imports.ts';
import { settleRepeatedRows } from '../../src/store/inputs/repeated-rows.ts';
import { ledgerTotals } from '../../src/store/inputs/row-counts.ts';
import { chargeRows, looseRows, type TransactionLine } from '../../src/store/inputs/transactions.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { ask, freshDatabase, onBoth, withServer } from '../running/both-databases.ts';
import { all, row, take } from '../worlds/stored-rows.ts';
import { scratch } from '../worlds/world.ts';

const LARGEST = 2n ** 63n - 1n;

onBoth((fresh) => {
  it('keeps whole numbers of 64 bits exactly, and refuses a larger one', async () => {
    const { db } = await fresh();
    const amounts = [LARGEST, -LARGEST - 1n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 0n];
    await take(
      db,
      'a',
      amounts.map((gross, at) => row(at + 1, { atMs: at, gross, fee: -gross - 1n })),
    );
    const rows = await all(chargeRows(db, 'stripe'));
    expect(rows.map(({ gross, fee }) => [gross, fee])).toEqual(amounts.map((gross) => [gross, -gross - 1n]));
    await expect(take(db, 'b', [row(1, { gross: LARGEST + 1n })])).rejects.toThrow(/range|int64|too big/i);
  });

  it('keeps every text as it is, but one with NUL', async () => {
    const { db } = await fresh();
    const texts = ["'; drop table imports; --", '\\', '$1 ? :a', 'ß ẞ İ ı', '\u{1f600}', '\ufeff', 'a\u0301', '\u0001'];
    await take(
      db,
      'a',
      texts.map((sourceId, at) => row(at + 1, { atMs: at, sourceId })),
    );
    expect((await all(chargeRows(db, 'stripe'))).map(({ sourceId }) => sourceId)).toEqual(texts);
    await expect(writeSetting(db, 'config-path', 'a\u0000b')).rejects.toThrow(TextWithNul);
    const asked = db.selectFrom('imports').select('id').where('name', '=', '\u0000').stream();
    await expect(all(asked)).rejects.toThrow(TextWithNul);
    // Neither is the connection unfit for more, nor was anything written.
    expect(await readSetting(db, 'config-path')).toBeNull();
  });

  it('rolls back a transaction that fails, whole, and takes the next one', async () => {
    const { db } = await fresh();
    const failed = db.transaction().execute(async (transaction) => {
      await take(transaction, 'a', [row(1)]);
      await take(transaction, 'a', [row(2)]);
    });
    await expect(failed).rejects.toThrow(/unique/i);
    expect(await listImports(db)).toEqual([]);
    await db.transaction().execute((transaction) => take(transaction, 'a', [row(3)]));
    expect((await all(chargeRows(db, 'stripe'))).map(({ source }) => source.line)).toEqual([3]);
  });

  it('refuses a row of an import that is not there', async () => {
    const { db } = await fresh();
    const orphan = db.insertInto('small_rows').values({ import_id: 99, line: 1, kind: 'fx', body: '' }).execute();
    await expect(orphan).rejects.toThrow(/foreign key/i);
  });

  it('leaves a stream that is not read to its end, and goes on', async () => {
    const { db } = await fresh();
    await take(
      db,
      'a',
      Array.from({ length: 2500 }, (_, at) => row(at + 1, { atMs: at })),
    );
    for await (const { source } of chargeRows(db, 'stripe')) if (source.line === 1001) break;
    expect(await all(chargeRows(db, 'stripe'))).toHaveLength(2500);
  });
});

const server = withServer();

describe('a connection that ends', () => {
  it('rolls back, or says that nobody knows, when it ends in a commit', async () => {
    const url = await freshDatabase(server());
    const store = await openPostgres(url);
    await ask(
      url,
      `create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
       create constraint trigger die after insert on settings deferrable initially deferred for each row execute function die()`,
    );
    const write = store.db.transaction().execute((transaction) => writeSetting(transaction, 'config-path', '/a'));
    await expect(write).rejects.toThrow(CommitUnknown);
    // The pool opens another connection.
    expect(await readSetting(store.db, 'config-path')).toBeNull();
    await store.close();
  });
});

describe('any rows', () => {
  const text = fc.constantFrom('', 'a', 'A', 'b', 'Z', 'ä', 'é', '_', '-', 'ch_1', 'ch_10', 'CH_1', '\u{1f600}', 'ß');
  const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  const line = fc.record({
    rowId: fc.option(text),
    group: text,
    kind: fc.constantFrom('charge', 'refund'),
    atMs: fc.integer({ min: -3, max: 3 }),
    currency: fc.constantFrom('usd', 'EUR', 'eur'),
    gross: amount,
    fee: amount,
  });

  it('come back alike from both, in the same order, with the same sums', { timeout: 1_800_000 }, async () => {
    const [file, books] = [await openStore(scratch()), await openPostgres(await freshDatabase(server()))];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), async (inputs) => {
        run += 1;
        const both = [file.db, books.db];
        for (const db of both) {
          for (const table of ['transactions', 'imports'] as const) await db.deleteFrom(table).execute();
          for (const [at, rows] of inputs.entries()) {
            const lines = rows.map((fields, index): TransactionLine => row(index + 1, fields));
            // Hashes fall as imports come, so that neither order stands for the other.
            await settleRepeatedRows(db, await take(db, `${9 - at}-${run}`, lines));
          }
        }
        const [ofFile, ofServer] = await Promise.all(
          both.map(async (db) => ({
            charges: await all(chargeRows(db, 'stripe')),
            loose: await all(looseRows(db, 'stripe')),
            totals: await ledgerTotals(db, -2, 3),
          })),
        );
        expect(ofServer).toEqual(ofFile);
      }),
    );
    await file.close();
    await books.close();
  });
});
