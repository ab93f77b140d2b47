import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { monthFromText } from '../../src/core/month/month.ts';
import { type Database, openStore } from '../../src/store/database/open-store.ts';
import { insertFinalMonth } from '../../src/store/months/final-months.ts';

/** Books and reports in a directory of their own, for tests of what app holds against each other: no process is started. */
export interface SmallBooks {
  readonly db: Database;
  /** The data directory, and where reports lie. */
  readonly data: string;
  readonly out: string;
  /** Writes a file among the reports, and gives its SHA-256. */
  readonly write: (name: string, text: string) => string;
  /** The same of a path, as it is told. */
  readonly at: (name: string) => string;
  /** Makes a month final in the books. */
  readonly close: (month: string, manifestSha256: string) => Promise<void>;
}

/** Does something with new books, and takes them away. */
export async function withSmallBooks(task: (books: SmallBooks) => Promise<void>): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-books-')));
  const out = join(root, 'out');
  const at = (name: string): string => join(out, name);
  const data = join(root, 'data');
  const store = await openStore(data);
  try {
    await task({
      db: store.db,
      data,
      out,
      at,
      write(name, text) {
        mkdirSync(dirname(at(name)), { recursive: true });
        writeFileSync(at(name), text);
        return createHash('sha256').update(text).digest('hex');
      },
      async close(month, manifestSha256) {
        const row = { digest: '', carriedOut: '0', finalizedAt: '', finalizedBy: '', staged: '', document: '{}' };
        await insertFinalMonth(store.db, { ...row, month: monthFromText(month), manifestSha256 });
      },
    });
  } finally {
    await store.close();
    rmSync(root, { recursive: true });
  }
}

/** Takes the guards of a table away, as whoever changes a row past the program does first. */
export async function dropGuards({ db }: SmallBooks, table: string): Promise<void> {
  const guards = sql<{ name: string }>`select name from sqlite_master where type = 'trigger' and tbl_name = ${table}`;
  for (const { name } of (await guards.execute(db)).rows) await sql.raw(`drop trigger ${name}`).execute(db);
}

/** What refuses something, as `code at the place: why` a line; empty where nothing does. */
export async function refusedBy(task: Promise<unknown>): Promise<string[]> {
  try {
    await task;
    return [];
  } catch (error) {
    const { problems } = error as {
      readonly problems?: readonly { code: string; place: { file: string }; message: string }[];
    };
    if (problems === undefined) throw error;
    if (problems.length === 0) return ['refused, and nothing says why'];
    return problems.map(({ code, place, message }) => `${code} at ${place.file}: ${message}`);
  }
}
