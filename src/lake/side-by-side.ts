import { availableParallelism } from 'node:os';
import type { Lake } from './duckdb.ts';

/** More at once would only wait for the disk. */
const MOST_AT_ONCE = 8;

/**
 * Does something with every item, on several sessions of the engine at once: while one is at its end,
 * another keeps every core at work. Results come in the order of the items.
 *
 * @throws what one of them throws, after all that were begun have ended
 */
export async function sideBySide<Item, Result>(
  lake: Lake,
  items: readonly Item[],
  threads: number | undefined,
  work: (session: Lake, item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    let session: Lake | null = null;
    try {
      session = await lake.another();
      for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
        const [at, item] = next;
        results[at] = await work(session, item);
      }
    } catch (error) {
      failures.push(error);
    } finally {
      session?.close();
    }
  };
  const atOnce = Math.min(threads ?? availableParallelism(), MOST_AT_ONCE, items.length);
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
