import { availableParallelism } from 'node:os';
import type { Lake } from './duckdb.ts';

/** More at once would only wait for the disk. */
const MOST_AT_ONCE = 8;

/**
 * Does something with every item, several at once: while one is at its end, another keeps every core at work. Results
 * come in the order of the items.
 *
 * @param threads how many at most; default: one per core
 * @throws what one of them throws, after all that were begun have ended
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  threads: number | undefined,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      const [at, item] = next;
      try {
        results[at] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const atOnce = Math.min(threads ?? availableParallelism(), MOST_AT_ONCE, items.length);
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}

/**
 * Threads of the engine that reads some files side by side. One does where no file is so large that the others end long
 * before it: then the files keep every core at work, and sharing out the rows of each would cost an eighth more.
 *
 * @param sizes of the files, bytes
 */
export function threadsOfEach(sizes: readonly number[], threads: number): number {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return threads <= MOST_AT_ONCE && Math.max(0, ...sizes) * 2 * threads <= all ? 1 : threads;
}

/** Does something on a session of the engine that ends with it. */
export async function onSession<Result>(lake: Lake, work: (session: Lake) => Promise<Result>): Promise<Result> {
  const session = await lake.another();
  try {
    return await work(session);
  } finally {
    session.close();
  }
}
