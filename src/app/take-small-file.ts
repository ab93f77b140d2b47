import { InvalidInput, problem } from '../problems/problem.ts';
import type { SourceInput } from '../sources/input.ts';
import { COSTS_FILE } from '../sources/small/costs-file.ts';
import { COVERAGE_FILE } from '../sources/small/coverage-file.ts';
import { FX_FILE } from '../sources/small/fx-file.ts';
import { openingTransaction } from '../sources/small/opening-charge.ts';
import { OPENING_FILE } from '../sources/small/opening-file.ts';
import { readSmallFile, type SmallFile } from '../sources/small/small-file.ts';
import { PARTICIPATION_FILE, WALLET_LINKS_FILE } from '../sources/small/wallet-files.ts';
import { completeImport } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { insertSmallRows } from '../store/small-rows.ts';
import { insertTransactions } from '../store/transactions.ts';

const SMALL_FILES = {
  fx: FX_FILE,
  costs: COSTS_FILE,
  'wallet-links': WALLET_LINKS_FILE,
  participation: PARTICIPATION_FILE,
  coverage: COVERAGE_FILE,
  opening: OPENING_FILE,
} as const satisfies Record<string, SmallFile<unknown>>;

export type SmallKind = keyof typeof SMALL_FILES;

export function isSmallKind(kind: string): kind is SmallKind {
  return kind in SMALL_FILES;
}

/** Keeps the rows of a small file. @throws InvalidInput */
export async function takeSmallFile(
  db: Database,
  importId: number,
  kind: SmallKind,
  input: SourceInput,
): Promise<void> {
  if (kind === 'opening') return takeOpening(db, importId, input);
  const rows = await readSmallFile<unknown>(SMALL_FILES[kind], input);
  const kept = rows.filter(({ row }) => row !== null).map(({ row, line }) => ({ line, body: JSON.stringify(row) }));
  if (kind === 'fx') refuseTwoRates(input.name, kept);
  await insertSmallRows(db, importId, kind, kept);
  // Rates to other currencies than dollars say nothing, but were read: every row is accounted for.
  const unused = rows.filter(({ row }) => row === null).map(({ line }) => ({ line, body: 'null' }));
  await insertSmallRows(db, importId, `unused-${kind}`, unused);
  await completeImport(db, importId, { rows: rows.length, firstMs: null, lastMs: null });
}

/** An opening schedule stands among the transactions of its charge, where its refunds find it (R8). */
async function takeOpening(db: Database, importId: number, input: SourceInput): Promise<void> {
  const rows = await readSmallFile(OPENING_FILE, input);
  const lines = rows.map(({ row, line }) => ({ ...openingTransaction(row), line }));
  await insertTransactions(db, importId, lines, () => undefined);
  await completeImport(db, importId, { rows: rows.length, firstMs: null, lastMs: null });
}

/** One pair has one rate a day. */
function refuseTwoRates(file: string, rows: readonly { readonly line: number; readonly body: string }[]): void {
  const seen = new Map<string, { rate: string; line: number }>();
  for (const { line, body } of rows) {
    const { date, currency, rate } = JSON.parse(body) as { date: string; currency: string; rate: string };
    const before = seen.get(`${date} ${currency}`);
    if (before !== undefined && before.rate !== rate) {
      throw new InvalidInput([
        problem(
          'conflicting-rows',
          { file, line },
          `${currency} on ${date} is ${rate} here and ${before.rate} in line ${before.line}`,
        ),
      ]);
    }
    seen.set(`${date} ${currency}`, { rate, line });
  }
}
