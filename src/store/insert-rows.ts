import type { CompiledQuery, InsertObject } from 'kysely';
import type { Database } from './open-store.ts';
import type { Tables } from './schema.ts';

const BATCH = 1000;

/**
 * Inserts many rows, a thousand at a time. The statement of a full batch is written once and run with the values of each:
 * writing it takes longer than the rows.
 *
 * @param toRow gives every row the same columns in the same order
 */
export async function insertRows<Name extends keyof Tables & string, Item>(
  db: Database,
  table: Name,
  items: readonly Item[],
  toRow: (item: Item) => InsertObject<Tables, Name>,
): Promise<void> {
  let full: CompiledQuery | null = null;
  for (let start = 0; start < items.length; start += BATCH) {
    const rows = items.slice(start, start + BATCH).map(toRow);
    if (full === null || rows.length < BATCH) {
      full = db.insertInto(table).values(rows).compile();
      await db.executeQuery(full);
    } else {
      await db.executeQuery({ ...full, parameters: rows.flatMap((row) => Object.values(row)) });
    }
  }
}
