import type { CompiledQuery, InsertObject, Kysely } from 'kysely';

/**
 * Rows of one INSERT. SQLite takes at most 32,766 parameters, so a table has at most 32 columns; larger batches gain
 * nothing.
 */
const BATCH = 1000;

/**
 * Inserts rows as they come, a thousand at a time. The statement of a full batch is written once and run with the values
 * of each: writing it takes longer than the rows. Every row has the same columns in the same order.
 */
export class RowInserter<Tables, Name extends keyof Tables & string> {
  readonly #db: Kysely<Tables>;
  readonly #table: Name;
  #waiting: InsertObject<Tables, Name>[] = [];
  #full: CompiledQuery | null = null;

  constructor(db: Kysely<Tables>, table: Name) {
    this.#db = db;
    this.#table = table;
  }

  /** Whether a batch is full: then `flush` is due. */
  add(row: InsertObject<Tables, Name>): boolean {
    return this.#waiting.push(row) >= BATCH;
  }

  /** Writes the rows that wait. */
  async flush(): Promise<void> {
    const rows = this.#waiting;
    if (rows.length === 0) return;
    this.#waiting = [];
    if (rows.length === BATCH && this.#full !== null) {
      await this.#db.executeQuery({ ...this.#full, parameters: rows.flatMap((row) => Object.values(row)) });
      return;
    }
    const query = this.#db.insertInto(this.#table).values(rows).compile();
    if (rows.length === BATCH) this.#full = query;
    await this.#db.executeQuery(query);
  }
}

/** Inserts many rows. @param toRow gives every row the same columns in the same order */
export async function insertRows<Tables, Name extends keyof Tables & string, Item>(
  db: Kysely<Tables>,
  table: Name,
  items: Iterable<Item> | AsyncIterable<Item>,
  toRow: (item: Item) => InsertObject<Tables, Name>,
): Promise<void> {
  const inserter = new RowInserter(db, table);
  for await (const item of items) if (inserter.add(toRow(item))) await inserter.flush();
  await inserter.flush();
}
