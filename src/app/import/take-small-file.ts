import type { SmallRows } from '../../core/close/small-rows.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import type { SourceInput } from '../../sources/input.ts';
import { COSTS_FILE } from '../../sources/small/costs-file.ts';
import { COVERAGE_FILE } from '../../sources/small/coverage-file.ts';
import { FX_FILE } from '../../sources/small/fx-file.ts';
import { openingTransaction } from '../../sources/small/opening-charge.ts';
import { OPENING_FILE } from '../../sources/small/opening-file.ts';
import { PAYEES_FILE } from '../../sources/small/payees-file.ts';
import { readSmallFile, type SmallFile } from '../../sources/small/small-file.ts';
import { SUBSCRIBERS_FILE } from '../../sources/small/subscribers-file.ts';
import { PARTICIPATION_FILE, WALLET_LINKS_FILE } from '../../sources/small/wallet-files.ts';
import { completeImport } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { activeSmallRows, insertSmallRows } from '../../store/small-rows.ts';
import { insertTransactions } from '../../store/transactions.ts';

const SMALL_FILES: { readonly [Kind in KeptKind]: SmallFile<SmallRows[Kind] | null> } = {
  fx: FX_FILE,
  costs: COSTS_FILE,
  'wallet-links': WALLET_LINKS_FILE,
  participation: PARTICIPATION_FILE,
  coverage: COVERAGE_FILE,
  subscribers: SUBSCRIBERS_FILE,
  payees: PAYEES_FILE,
};

type KeptKind = 'fx' | 'costs' | 'wallet-links' | 'participation' | 'coverage' | 'subscribers' | 'payees';

export type SmallKind = KeptKind | 'opening';

export function isSmallKind(kind: string): kind is SmallKind {
  return kind === 'opening' || kind in SMALL_FILES;
}

/** Keeps the rows of a small file. @throws InvalidInput */
export async function takeSmallFile(
  db: Database,
  importId: number,
  kind: SmallKind,
  input: SourceInput,
): Promise<void> {
  if (kind === 'opening') return takeOpening(db, importId, input);
  const rows = await keepRows(db, importId, kind, input);
  await completeImport(db, importId, { rows: rows.length, firstMs: null, lastMs: null });
}

async function keepRows<Kind extends KeptKind>(
  db: Database,
  importId: number,
  kind: Kind,
  input: SourceInput,
): Promise<readonly unknown[]> {
  const rows = await readSmallFile(SMALL_FILES[kind], input);
  await insertSmallRows(db, importId, kind, rows);
  return rows;
}

/** An opening schedule stands among the transactions of its charge, where its refunds find it (R8). */
async function takeOpening(db: Database, importId: number, input: SourceInput): Promise<void> {
  const rows = await readSmallFile(OPENING_FILE, input);
  const lines = rows.map(({ row, line }) => ({ ...openingTransaction(row), line }));
  await insertTransactions(db, importId, lines, () => undefined);
  await completeImport(db, importId, { rows: rows.length, firstMs: null, lastMs: null });
}

/**
 * R3: one pair has one rate a day, also over several files in force.
 *
 * @param nameOf how the person named the file of a hash; @throws InvalidInput conflicting-rows
 */
export async function refuseTwoRates(db: Database, nameOf: (sha256: string) => string): Promise<void> {
  const rows = (await activeSmallRows(db, 'fx')).map(({ row, source }) => {
    return { ...row, file: nameOf(source.input), line: source.line };
  });
  rows.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  const seen = new Map<string, (typeof rows)[number]>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const key = `${row.date} ${row.currency}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    else if (before.rate !== row.rate) {
      const other = `${before.rate} in ${before.file}:${before.line}`;
      const message = `${row.currency} on ${row.date} is ${row.rate} here and ${other}`;
      problems.push(problem('conflicting-rows', { file: row.file, line: row.line }, message));
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems.slice(0, 1000));
}
