import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { said } from '../../../test/judging/final-by-hand.ts';
import { ADA, AUGUST } from '../../../test/worlds/payout-world.ts';
import { refusedBy, type SmallBooks, withSmallBooks } from '../../../test/worlds/small-books.ts';
import { TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { openStore } from '../../store/database/open-store.ts';
import { writeSeal } from '../../store/database/seal.ts';
import { insertImport } from '../../store/inputs/imports.ts';
import { insertAdjustment } from '../../store/payouts/keep-payouts.ts';
import { copyDatabase, type DatabaseCopy } from './database-copy.ts';
import { Findings } from './findings.ts';

const BY = { by: 'ann', at: '2026-10-20T12:00:00.000Z', afterMonth: '2026-08' };

interface Place {
  /** A closed database, for tests to change. */
  readonly data: string;
  readonly file: string;
  /** Copies it, with what is found; everything of an earlier copy is gone. */
  readonly copy: (data?: string) => Promise<{ readonly copy: DatabaseCopy | null; readonly found: string[] }>;
}

/** Books with August final, one input and one adjustment; closed and without a seal. */
async function withBooks(task: (place: Place) => Promise<void>): Promise<void> {
  await withSmallBooks(async (books) => {
    const target = join(dirname(books.data), 'for', 'copy');
    await fill(books);
    const data = join(dirname(books.data), 'closed');
    mkdirSync(data);
    const file = join(data, 'revshare.sqlite');
    await new SQLite(join(books.data, 'revshare.sqlite'), { readonly: true }).backup(file);
    await task({
      ...{ data, file },
      async copy(from = data) {
        rmSync(target, { recursive: true, force: true });
        const findings = new Findings();
        const copy = await copyDatabase({ data: from }, target, findings);
        // It is closed again.
        expect(openUnder(target)).toEqual([]);
        return { copy, found: [...said(findings), ...findings.notes] };
      },
    });
  });
}

async function fill(books: SmallBooks): Promise<void> {
  const { db } = books;
  await books.close('2026-08', 'f');
  const nothing = { bytes: 0, rows: 0, firstMs: null, lastMs: null, period: '', profile: '', unfinished: false };
  await insertImport(db, { ...nothing, kind: 'costs', sha256: 'c', name: 'costs.csv' });
  await db.transaction().execute((transaction) => {
    return insertAdjustment(transaction, { month: AUGUST, wallet: ADA, amount: 5n }, 'came back', BY);
  });
}

/** Files of a directory that this process has open, where the system tells it. */
function openUnder(directory: string): string[] {
  const open = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : [];
  const paths = open.map((name) => readlinkOf(join('/proc/self/fd', name)));
  return paths.filter((path) => path.startsWith(directory));
}

/** One that was open for the list alone is gone. */
function readlinkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Changes a database past the program. */
function change(file: string, ...statements: readonly string[]): void {
  const database = new SQLite(file);
  database.pragma('foreign_keys = OFF');
  const guards = database.prepare("select name from sqlite_master where type = 'trigger'").all() as { name: string }[];
  for (const { name } of guards) database.exec(`drop trigger ${name}`);
  for (const statement of statements) database.exec(statement);
  database.close();
}

describe('the copy of a database that is verified (R16)', () => {
  it('holds what the books say, and the books stay as they are', () =>
    withBooks(async ({ data, file, copy }) => {
      const before = readFileSync(file);
      const { copy: books, found } = await copy();
      expect(found).toEqual([]);
      expect(books).toMatchObject({ shown: file, intact: false, jobTimes: TIMES_AS_WRITTEN, manifests: new Map() });
      expect(books?.path).not.toBe(file);
      expect(books?.months.map(({ month, manifestSha256 }) => [month, manifestSha256])).toEqual([[AUGUST, 'f']]);
      expect(books?.imports.map(({ name }) => name)).toEqual(['costs.csv']);
      expect(books?.payouts).toMatchObject({ batches: [], adjustments: [{ wallet: ADA, amount: 5n, by: 'ann' }] });
      expect(books?.acts.map(({ kind }) => kind)).toEqual(['adjustment']);
      expect(readFileSync(file)).toEqual(before);
      expect(existsSync(join(data, 'revshare.sqlite-wal'))).toBe(false);
    }));

  it('is intact where it fits its seal, and a byte that does not is told last', () =>
    withBooks(async ({ data, file, copy }) => {
      writeSeal(data);
      expect(await copy()).toMatchObject({ copy: { intact: true }, found: [] });
      change(file, "update payout_adjustments set reason = 'another'");
      const { copy: books, found } = await copy();
      expect(books?.intact).toBe(false);
      expect(found.map((what) => what.replace(/ [0-9a-f]{64}/g, ' HASH'))).toEqual([
        expect.stringMatching(/^database \S+ payout_adjustments .*: the acts about payouts are not as they were done$/),
        expect.stringMatching(/^database \S+ act 1 .*: the acts about payouts are not as they were done$/),
        `database ${file} (bytes): its bytes do not fit revshare.sqlite.sha256: it changed after the last run closed it`,
      ]);
    }));

  it('has the hashes of a month that an earlier version closed taken in it', () =>
    withBooks(async ({ file, copy }) => {
      change(file, "insert into final_hashes values ('2026-08', 'months', '')");
      const { copy: books, found } = await copy();
      expect(found).toEqual([]);
      const store = await openStore(dirname(books?.path ?? ''));
      const rows = await store.db.selectFrom('final_hashes').select('sha256').execute();
      await store.close();
      expect(rows.length).toBeGreaterThan(1);
      expect(rows.filter(({ sha256 }) => sha256 === '')).toEqual([]);
    }));
});

describe('a database that cannot be verified (R16)', () => {
  it('is missing', () =>
    withBooks(async ({ data, file, copy }) => {
      const missing = (path: string) => ({ copy: null, found: [`database ${path}: the database is missing`] });
      const elsewhere = join(data, 'nowhere');
      expect(await copy(elsewhere)).toEqual(missing(join(elsewhere, 'revshare.sqlite')));
      rmSync(file);
      expect(await copy()).toEqual(missing(file));
    }));

  it('cannot be read', () =>
    withBooks(async ({ data, file, copy }) => {
      writeSeal(data);
      writeFileSync(file, 'no database, and longer than a hundred bytes. '.repeat(3));
      const { copy: books, found } = await copy();
      expect([books, found]).toEqual([
        null,
        [
          `database ${file}: the database cannot be read: revshare.sqlite cannot be read: file is not a database`,
          `database ${file} (bytes): its bytes do not fit revshare.sqlite.sha256: it changed after the last run closed it`,
        ],
      ]);
    }));

  it('is one in which SQLite itself finds something', () =>
    withBooks(async ({ file, copy }) => {
      expect((await copy()).found).toEqual([]);
      const lines = 'batch, wallet, method, destination, currency, balance_usd, fee_usd, pay_usd, asset_amount, scale';
      change(file, `insert into payout_lines (${lines}) values ('gone', 'w', '', '', '', 2, 0, 1, '1', 6)`);
      expect((await copy()).found).toEqual([
        `database ${file}: SQLite says: payout_lines row 1 refers to a row of payout_batches that is not there`,
      ]);
    }));

  it('is on a server that was forgotten, or cannot be reached', () =>
    withBooks(async ({ data, file, copy }) => {
      rmSync(file);
      const databaseUrl = 'postgres://ann:secret@127.0.0.1:1/books';
      const copying = copyDatabase({ data, databaseUrl }, join(data, 'copy'), new Findings());
      expect((await refusedBy(copying))[0]).toMatch(/ at postgres:\/\/ann@127[.]0[.]0[.]1:1\/books: /);
      writeFileSync(join(data, 'database.json'), JSON.stringify({ id: '1', database: 'postgres://host/books' }));
      const [why] = await refusedBy(copy());
      expect(why).toContain(`books-elsewhere at ${data}: its books are in postgres://host/books`);
    }));
});
