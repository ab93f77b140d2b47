import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareDatabases, inspectDatabase } from '../../store/compare-databases.ts';
import { type FinalMonth, listFinalMonths } from '../../store/final-months.ts';
import { type ImportRecord, listImports } from '../../store/imports.ts';
import { openStore } from '../../store/open-store.ts';
import { type KeptPayouts, listAdjustments, listBatches } from '../../store/payouts.ts';
import { checkSeal, DATABASE_FILE, SEAL_FILE } from '../../store/seal.ts';
import { isSmallKind } from '../take-small-file.ts';
import { isStatementKind } from '../take-statement.ts';
import { type Findings, sayingOf } from './findings.ts';

/** A data directory's database, copied: opening it where it is would change files beside it. */
export interface DatabaseCopy {
  /** The database as a person names it. */
  readonly shown: string;
  readonly path: string;
  /** It is as the last run closed it, byte by byte. */
  readonly intact: boolean;
  readonly imports: readonly ImportRecord[];
  readonly months: readonly FinalMonth[];
  /** What was prepared, sent, voided and adjusted: no input gives it, so the database itself vouches for it. */
  readonly payouts: KeptPayouts;
}

const TRIES = 5;

/** Copies the database and looks at it. Null, with a difference found, when it cannot be read. */
export async function copyDatabase(root: string, directory: string, findings: Findings): Promise<DatabaseCopy | null> {
  const shown = join(root, DATABASE_FILE);
  if (!existsSync(shown)) {
    findings.add('database', shown, 'the database is missing');
    return null;
  }
  mkdirSync(directory, { recursive: true });
  copyWhole(root, directory);
  const seal = checkSeal(directory);
  const path = join(directory, DATABASE_FILE);
  try {
    const store = await openStore(directory);
    let imports: ImportRecord[];
    let months: FinalMonth[];
    let payouts: KeptPayouts;
    try {
      imports = await listImports(store.db);
      months = await listFinalMonths(store.db);
      payouts = { batches: await listBatches(store.db), adjustments: await listAdjustments(store.db) };
    } finally {
      await store.close();
    }
    for (const what of inspectDatabase(path).slice(0, 1)) findings.add('database', shown, `SQLite says: ${what}`);
    return { shown, path, intact: seal === 'fits', imports, months, payouts };
  } catch (error) {
    findings.add('database', shown, `the database cannot be read: ${sayingOf(error)}`);
    return null;
  } finally {
    // Said last: what shows in a row says more.
    if (seal === 'differs') {
      findings.add(
        'database',
        `${shown} (bytes)`,
        `its bytes do not fit ${SEAL_FILE}: it changed after the last run closed it`,
      );
    }
  }
}

/** What was imported after the last final month may be out of force only where something stands in its place. */
export function checkInForce({ imports, shown }: DatabaseCopy, findings: Findings): void {
  for (const { kind, period, name, active } of imports) {
    const others = imports.filter((other) => other.active && other.kind === kind);
    const isReport = kind === 'apple-subscriber' || kind === 'google-earnings' || isStatementKind(kind);
    const isReplaced = isReport
      ? others.some((other) => other.period === period)
      : isSmallKind(kind) && others.length > 0;
    if (active || isReplaced) continue;
    findings.add(
      'database',
      `${shown} imports (${name})`,
      'active: the database says 0, and nothing replaces this input',
    );
  }
}

/** Row by row against the rebuilt database. */
export function compareContents(copy: DatabaseCopy, rebuiltRoot: string, upTo: string, findings: Findings): void {
  const names = new Map(copy.imports.map(({ sha256, name }) => [sha256, name]));
  const { differences } = compareDatabases(copy.path, join(rebuiltRoot, DATABASE_FILE), upTo);
  for (const { table, row, what } of differences) {
    const named = row.replaceAll(/[0-9a-f]{64}/g, (sha256) => names.get(sha256) ?? sha256);
    findings.add('database', `${copy.shown} ${table}${named === '' ? '' : ` (${named})`}`, what);
  }
}

/** Database, log and seal as they are together at one moment. */
function copyWhole(root: string, directory: string): void {
  const names = [DATABASE_FILE, `${DATABASE_FILE}-wal`, SEAL_FILE];
  const state = (): string =>
    names
      .map((name) => statSync(join(root, name), { bigint: true, throwIfNoEntry: false }))
      .map((stat) => (stat === undefined ? '' : `${stat.size} ${stat.mtimeNs}`))
      .join(', ');
  for (let tried = 0; tried < TRIES; tried += 1) {
    const before = state();
    for (const name of names) {
      rmSync(join(directory, name), { force: true });
      if (existsSync(join(root, name))) copyFileSync(join(root, name), join(directory, name));
    }
    if (state() === before) return;
  }
  throw new Error(`${join(root, DATABASE_FILE)} is being written; verify it when that run has ended`);
}
