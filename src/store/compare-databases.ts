import SQLite from 'better-sqlite3';

/** Where two databases first differ in one table. */
export interface RowDifference {
  readonly table: string;
  /** Which row, by what names it. */
  readonly row: string;
  readonly what: string;
}

interface ComparedTable {
  readonly name: string;
  readonly query: string;
  /** Columns that name a row and sort the query; rows that they leave equal are in the order in which they were written. */
  readonly key: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/**
 * What evidence, policy and decisions determine. Ids say nothing: rows are named by their input and line. `?` is the
 * last month that counts.
 */
const TABLES: readonly ComparedTable[] = [
  {
    name: 'imports',
    key: ['sha256'],
    query: `select sha256, kind, name, bytes, rows, first_ms, last_ms, period, profile, active from imports
      where ? is not null order by sha256`,
  },
  {
    name: 'transactions',
    key: ['input', 'line'],
    query: `select coalesce(i.sha256, '') as input, t.line, t.provider, t.row_id, t.group_key, t.kind, t.at_ms, t.currency,
      t.gross, t.fee, t.source_id, t.invoice, t.product, t.terms, t.active, t.conflict
      from transactions t left join imports i on i.id = t.import_id where ? is not null order by 1, 2, t.id`,
  },
  {
    name: 'stripe_invoices',
    key: ['id'],
    query: `select s.id, coalesce(i.sha256, '') as input, s.line, s.rank, s.money, s.conflict, s.at_ms, s.no_charge_reason,
      s.currency, s.total, s.body from stripe_invoices s left join imports i on i.id = s.import_id
      where ? is not null order by s.id`,
  },
  {
    name: 'small_rows',
    key: ['input', 'line', 'kind'],
    query: `select coalesce(i.sha256, '') as input, r.line, r.kind, r.body
      from small_rows r left join imports i on i.id = r.import_id where ? is not null order by 1, 2, 3, r.id`,
  },
  {
    name: 'decisions',
    key: ['month', 'code', 'subject', 'final_month'],
    query: `select month, code, subject, final_month, decision, note, decided_by, decided_at, withdrawn
      from decisions where final_month <= ? order by 1, 2, 3, 4, id`,
  },
  {
    name: 'months',
    key: ['month'],
    query: `select month, digest, manifest_sha256, carried_out, document, published from months where month <= ? order by month`,
  },
  {
    name: 'final_postings',
    key: ['posted_month', 'provider', 'charge', 'original_month', 'entry', 'source', 'line'],
    query: `select posted_month, provider, charge, original_month, entry, source, line, gross, tax, fee
      from final_postings where posted_month <= ? order by 1, 2, 3, 4, 5, 6, 7, id`,
  },
  {
    name: 'final_usage',
    key: ['month', 'original_month', 'wallet'],
    query: `select month, original_month, wallet, jobs, points from final_usage where month <= ? order by 1, 2, 3, 4, 5`,
  },
  {
    name: 'final_earned',
    key: ['month', 'wallet'],
    query: `select month, wallet, earned from final_earned where month <= ? order by 1, 2`,
  },
  {
    name: 'final_small_rows',
    key: ['month', 'kind', 'body'],
    query: `select month, kind, body from final_small_rows where month <= ? order by 1, 2, 3`,
  },
];

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
    for (const table of TABLES) {
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
