import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { addMonths } from '../../src/core/month/month.ts';
import { readInvoice } from '../../src/sources/stripe/invoice-body.ts';
import { type Database, openStore } from '../../src/store/database/open-store.ts';
import { readSetting } from '../../src/store/database/settings.ts';
import { listImports } from '../../src/store/inputs/imports.ts';
import { InvoiceKeeper } from '../../src/store/inputs/kept-invoices.ts';
import { keptRows } from '../../src/store/inputs/row-counts.ts';
import { chargeRows } from '../../src/store/inputs/transactions.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { finalEarned, insertFinalEarned } from '../../src/store/months/final-earned.ts';
import { changedRows, keepFinalHashes, monthsWithoutHashes } from '../../src/store/months/final-hashes.ts';
import { readAddress } from '../../src/store/postgres/address.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { PORTABLE_TYPES } from '../../src/store/postgres/portable-types.ts';
import { serverDialect } from '../../src/store/postgres/server-dialect.ts';
import { makeServerTables, type ServerTables } from '../../src/store/postgres/server-tables.ts';
import { ask, DATABASES, type DatabaseName, freshDatabase, withServer } from '../running/both-databases.ts';
import { AUGUST, OCTOBER, SEPTEMBER } from '../worlds/payout-world.ts';
import { part } from '../worlds/stored-payouts.ts';
import { all, row, take } from '../worlds/stored-rows.ts';
import { scratch } from '../worlds/world.ts';

const server = withServer();
const steps = MIGRATIONS.map((_, at) => at + 1);

const ONE_IMPORT =
  'insert into imports (sha256, kind, name, bytes, rows, period, profile, active) ' +
  "values ('a', 'costs', 'n', 1, 1, '', '', 1)";

/** Books with rows, as the program of an older version left them; opens them anew each time. */
const OLDER: Readonly<Record<DatabaseName, (version: number, rows?: string) => Promise<() => Promise<Database>>>> = {
  sqlite: async (version, rows = ONE_IMPORT) => {
    const data = scratch();
    await (await openStore(data, version)).close();
    const sqlite = new SQLite(join(data, 'revshare.sqlite'));
    sqlite.exec(rows);
    sqlite.close();
    return async () => (await openStore(data)).db;
  },
  postgres: async (version, rows = ONE_IMPORT) => {
    const url = await freshDatabase(server());
    const db = new Kysely<ServerTables>({ dialect: serverDialect(readAddress(url), () => Promise.resolve()) });
    await makeServerTables(db);
    const tables = db.withPlugin(PORTABLE_TYPES) as unknown as Kysely<unknown>;
    for (const migration of MIGRATIONS.slice(0, version)) await migration.up(tables, 'postgres');
    await db.destroy();
    await ask(url, `update revshare_books set version = ${version}`);
    await ask(url, rows);
    return async () => (await openPostgres(url)).db;
  },
};

describe('migrations', () => {
  it.each(steps.flatMap((version) => DATABASES.map((name) => [name, version] as const)))(
    'on %s bring version %i up to the newest and keep its rows',
    async (name, version) => {
      const open = await OLDER[name](version);
      const db = await open();
      expect((await listImports(db)).map(({ sha256, evidenceSha256 }) => [sha256, evidenceSha256])).toEqual([
        ['a', ''],
      ]);
      await take(db, 'b', [row(1)]);
      await db.destroy();
      const again = await open();
      expect(await listImports(again)).toHaveLength(2);
      await again.destroy();
    },
  );

  it.each(DATABASES)(
    'on %s give final months of a version without payouts what they gave each wallet',
    async (name) => {
      const usage = [
        "('2026-08', '2026-08', 'a', 1, 1), ('2026-08', '2026-08', 'b', 1, 2)",
        "('2026-08', '2026-07', 'c', 1, 1), ('2026-08', '2026-08', 'c', 1, 3)",
        "('2026-09', '2026-09', 'a', 1, 2), ('2026-09', '2026-09', 'b', 1, 1), ('2026-09', '2026-09', 'c', 1, 0)",
        "('2026-10', '2026-10', 'a', 1, 5)",
      ];
      const months = [
        `('2026-08', '', '', '0', '', '', '{"distributable_usd":"10.000000"}', '', 1)`,
        `('2026-09', '', '', '0', '', '', '{"distributable_usd":"0.000002"}', '', 1)`,
        `('2026-10', '', '', '0', '', '', '{"distributable_usd":"0.000000"}', '', 1)`,
        `('2026-11', '', '', '0', '', '', '{"distributable_usd":"0.000000"}', '', 1)`,
      ];
      const open = await OLDER[name](
        3,
        `insert into final_usage values ${usage.join(', ')}; insert into months values ${months.join(', ')}`,
      );
      const db = await open();
      // August: 10 over 1, 2 and 4 of 7 points, 1.428571|4, 2.857142|8, 5.714285|7. September: 2 micro-dollars over 2, 1
      // and 0 of 3 points, 1|3, 0|6, 0. In October there is nothing to give, in November nobody to give to.
      const earned = await finalEarned(db, addMonths(OCTOBER, 1));
      expect(earned.map(({ month, wallet, amount }) => [month, wallet, amount])).toEqual([
        [AUGUST, 'a', 1_428_571n],
        [AUGUST, 'b', 2_857_142n],
        [AUGUST, 'c', 5_714_285n],
        [SEPTEMBER, 'a', 1n],
        [SEPTEMBER, 'b', 0n],
        [SEPTEMBER, 'c', 0n],
        [OCTOBER, 'a', 0n],
      ]);
      const more = insertFinalEarned(db, AUGUST, [part('d', 1n)]);
      await expect(more).rejects.toThrow('a final month is never changed');
      await db.destroy();
    },
  );

  it.each(DATABASES)('on %s leave the hashes of final months to be taken, and of those alone', async (name) => {
    const open = await OLDER[name](10, "insert into months values ('2026-08', '', '', '0', '', '', '{}', '', 1)");
    const db = await open();
    expect(await monthsWithoutHashes(db)).toEqual([AUGUST]);
    expect(new Set((await changedRows(db)).map(({ month }) => month))).toEqual(new Set(['2026-08']));
    await keepFinalHashes(db, AUGUST, 0n);
    expect([await monthsWithoutHashes(db), await changedRows(db)]).toEqual([[], []]);
    await expect(keepFinalHashes(db, AUGUST, 0n)).rejects.toThrow('a final month is never changed');
    await db.destroy();
  });

  it.each(DATABASES)('on %s settle copies of rows anew, and find the charge of a failed payment', async (name) => {
    const columns =
      'import_id, line, provider, row_id, group_key, kind, at_ms, currency, gross, fee, source_id, invoice, product, terms, active, conflict';
    const stored = (line: number, id: string, rest: string): string =>
      `(1, ${line}, 'stripe', '${id}', ${rest.replace('~', "1000, 'USD', -5, 0")})`;
    const rows = [
      // The smaller line stood, and the customer's amount of the other was lost.
      stored(2, 'txn_r', "'ch_1', 'refund', ~, 're_1', '', '', '', 1, 0"),
      stored(3, 'txn_r', "'ch_1', 'refund', ~, 're_1', '', '', 'EUR -4', 0, 0"),
      // One lacks the invoice: that was a contradiction.
      stored(4, 'txn_s', "'ch_2', 'refund', ~, 're_2', 'in_2', '', '', 1, 1"),
      stored(5, 'txn_s', "'ch_2', 'refund', ~, 're_2', '', '', 'EUR -4', 1, 1"),
      stored(6, 'txn_t', "'ch_3', 'refund', ~, 're_3', '', '', 'EUR -4', 1, 0"),
      stored(7, 'txn_t', "'ch_3', 'refund', ~, 're_3', '', '', 'EUR -5', 0, 0"),
      stored(8, 'txn_f', "'', 'charge_failure', ~, 'py_4', '', '', '', 1, 0"),
    ];
    const open = await OLDER[name](4, `${ONE_IMPORT}; insert into transactions (${columns}) values ${rows.join(', ')}`);
    const db = await open();
    const found = await all(chargeRows(db, 'stripe'));
    expect(
      found.map(({ group, source, invoice, terms, conflict }) => [group, source.line, invoice, terms, conflict]),
    ).toEqual([
      ['ch_1', 3, '', 'EUR -4', false],
      ['ch_2', 4, 'in_2', 'EUR -4', false],
      ['ch_3', 6, '', 'EUR -4', true],
      ['ch_3', 7, '', 'EUR -5', true],
      ['py_4', 8, '', '', false],
    ]);
    await db.destroy();
  });

  it.each(DATABASES)('on %s leave invoices as they were read, and ask for them to be read again', async (name) => {
    const body = '{"id":"in_1","from":"csv","total":"20000000n"}';
    const open = await OLDER[name](
      5,
      `${ONE_IMPORT};
      insert into imports (sha256, kind, name, bytes, rows, period, profile, active)
        values ('b', 'stripe-invoices-csv', 'n', 1, 2, '', '', 1);
      insert into stripe_invoices (id, import_id, line, rank, money, conflict, at_ms, no_charge_reason, currency, total, body)
        values ('in_1', 1, 2, 2, 'USD 20', 0, 1000, '', 'USD', 20000000, '${body}');
      insert into small_rows (import_id, line, kind, body) values (1, 3, 'replaced-invoice', '{"id":"in_1"}')`,
    );
    const db = await open();
    const [counts, lost] = (await new InvoiceKeeper(db).versionsOf(['in_1'])).get('in_1') ?? [];
    expect(readInvoice(counts?.body ?? '')).toMatchObject({
      id: 'in_1',
      total: 20_000_000n,
      madeMs: 1000,
      payments: [],
    });
    expect(lost).toEqual({ importId: 1, line: 3, body: '' });
    expect((await keptRows(db)).get(1)?.kept).toBe(2);
    expect(await readSetting(db, 'reread')).toBe('stripe');
    await db.destroy();
  });

  it('make the same tables and columns on both', async () => {
    const file = scratch();
    await (await openStore(file)).close();
    const sqlite = new SQLite(join(file, 'revshare.sqlite'), { readonly: true });
    const ofFile = sqlite
      .prepare(
        'select m.name as t, c.name as c, c."notnull" as n from sqlite_master m join pragma_table_info(m.name) c where m.type = \'table\'',
      )
      .all() as { t: string; c: string; n: number }[];
    sqlite.close();
    const url = await freshDatabase(server());
    await (await openPostgres(url)).close();
    const ofServer = await ask(
      url,
      "select table_name as t, column_name as c, is_nullable as n, collation_name as text, data_type as type from information_schema.columns where table_schema = 'public' and table_name not like 'revshare_%'",
    );
    const key = (t: unknown, c: unknown): string => `${String(t)}.${String(c)}`;
    expect(ofServer.map(({ t, c }) => key(t, c)).sort()).toEqual(ofFile.map(({ t, c }) => key(t, c)).sort());
    for (const { type, text } of ofServer)
      expect([type, text]).toEqual(type === 'text' ? ['text', 'C'] : ['bigint', null]);
  });

  it('of two programs that open new books at the same moment both succeed', async () => {
    const url = await freshDatabase(server());
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgres(url)));
    expect(new Set(stores.map(({ booksId }) => booksId)).size).toBe(1);
    for (const store of stores) await store.close();
  });

  it('that fail leave nothing behind', async () => {
    const url = await freshDatabase(server());
    await ask(url, 'create table reviews (id integer)');
    await expect(openPostgres(url)).rejects.toThrow('relation "reviews" already exists');
    expect(await ask(url, "select to_regclass('imports') as imports")).toEqual([{ imports: null }]);
    await ask(url, 'drop table reviews');
    await (await openPostgres(url)).close();
  });
});
