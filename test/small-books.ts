import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monthFromText } from '../src/core/month/month.ts';
import { type Database, openStore } from '../src/store/database/open-store.ts';
import { insertFinalMonth } from '../src/store/months/final-months.ts';

/** Books and reports in a directory of their own, for tests of what app holds against each other: no process is started. */
export interface SmallBooks {
  readonly db: Database;
  /** Where reports lie. */
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
  const store = await openStore(join(root, 'data'));
  try {
    await task({
      db: store.db,
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
