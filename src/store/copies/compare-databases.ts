import SQLite from 'better-sqlite3';
import { COMPARED_TABLES, type ComparedTable } from './compared-tables.ts';

/** Where two databases first differ in one table. */
export interface RowDifference {
  readonly table: string;
  /** Which row, by what names it. */
  readonly row: string;
  readonly what: string;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Compares a database with the one rebuilt from evidence, table by table and row by row, up to a final month.
 *
 * @param upTo the last month whose rows are compared; `9999-12` for all
 */
export function compareDatabases(
  path: string,
  rebuiltPath: string,
  upTo: string,
): { rows: number; differences: RowDifference[] } {
  const own = connect(path);
  const rebuilt = connect(rebuiltPath);
  const differences: RowDifference[] = [];
  let rows = 0;
  try {
    for (const table of COMPARED_TABLES) {
      try {
        const difference = firstDifference(table, own, rebuilt, upTo, () => {
          rows += 1;
        });
        if (difference !== null) differences.push({ table: table.name, ...difference });
      } catch (error) {
        differences.push({ table: table.name, row: '', what: `cannot be read: ${(error as Error).message}` });
      }
    }
  } finally {
    own.close();
    rebuilt.close();
  }
  return { rows, differences };
}

/** What SQLite itself finds wrong: the structure of the file, references to rows that are not there. */
export function inspectDatabase(path: string): string[] {
  const database = connect(path);
  try {
    const integrity = (database.pragma('integrity_check') as { integrity_check: string }[])
      .map((each) => each.integrity_check)
      .filter((text) => text !== 'ok');
    const references = (database.pragma('foreign_key_check') as { table: string; rowid: bigint; parent: string }[]).map(
      ({ table, rowid, parent }) => `${table} row ${rowid} refers to a row of ${parent} that is not there`,
    );
    return [...integrity, ...references];
  } finally {
    database.close();
  }
}

function connect(path: string): SQLite.Database {
  const database = new SQLite(path, { readonly: true });
  database.defaultSafeIntegers(true);
  return database;
}

function firstDifference(
  { query, key }: ComparedTable,
  own: SQLite.Database,
  rebuilt: SQLite.Database,
  upTo: string,
  onRow: () => void,
): { row: string; what: string } | null {
  const left = own.prepare(query).iterate(upTo) as IterableIterator<Row>;
  const right = rebuilt.prepare(query).iterate(upTo) as IterableIterator<Row>;
  try {
    for (;;) {
      const [a, b] = [next(left), next(right)];
      if (a === null && b === null) return null;
      const order = a === null ? 1 : b === null ? -1 : compareKeys(key, a, b);
      if (order < 0)
        return { row: nameOf(key, a as Row), what: 'the database has a row that the evidence does not give' };
      if (order > 0) return { row: nameOf(key, b as Row), what: 'the database lacks a row that the evidence gives' };
      const column = Object.keys(b as Row).find((name) => !isSame(a?.[name], b?.[name]));
      if (column !== undefined) {
        const what = `${column}: the database says ${shown(a?.[column])}, the evidence gives ${shown(b?.[column])}`;
        return { row: nameOf(key, b as Row), what };
      }
      onRow();
    }
  } finally {
    left.return?.();
    right.return?.();
  }
}

function next(rows: IterableIterator<Row>): Row | null {
  const result = rows.next();
  return result.done === true ? null : result.value;
}

function compareKeys(key: readonly string[], a: Row, b: Row): number {
  for (const column of key) {
    const [x, y] = [a[column], b[column]];
    if (isSame(x, y)) continue;
    if (typeof x === 'bigint' && typeof y === 'bigint') return x < y ? -1 : 1;
    return String(x) < String(y) ? -1 : 1;
  }
  return 0;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Buffer.isBuffer(a) && Buffer.isBuffer(b) && a.equals(b));
}

function nameOf(key: readonly string[], row: Row): string {
  return key.map((column) => `${column} ${String(row[column])}`).join(', ');
}

const LONGEST = 200;

function shown(value: unknown): string {
  if (Buffer.isBuffer(value)) return `the bytes ${value.toString('hex').slice(0, LONGEST)}`;
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString();
  if (typeof value !== 'string') return 'nothing';
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value);
}
