import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listFinalMonths, markPublished } from '../store/final-months.ts';
import type { Database } from '../store/open-store.ts';

/**
 * Completes what a crash left: a month that the database knows as final and whose directory is still staged gets its
 * name; what was staged and never committed goes away.
 */
export async function recoverFinalMonths(db: Database, out: string): Promise<void> {
  const months = await listFinalMonths(db);
  for (const { month, staged, published } of months) {
    if (published) continue;
    const directory = join(out, month);
    if (existsSync(join(directory, staged))) renameSync(join(directory, staged), join(directory, 'final'));
    if (existsSync(join(directory, 'final'))) await markPublished(db, month);
  }
  const committed = new Set(months.map(({ staged }) => staged));
  if (!existsSync(out)) return;
  for (const month of readdirSync(out)) {
    if (!/^\d{4}-\d{2}$/.test(month)) continue;
    for (const name of readdirSync(join(out, month))) {
      if (name.startsWith('.final-') && !committed.has(name)) rmSync(join(out, month, name), { recursive: true, force: true });
    }
  }
}
