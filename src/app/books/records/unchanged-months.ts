import type { Month } from '../../../core/month/month.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { type ChangedRows, changedPostings, changedRows } from '../../../store/months/final-hashes.ts';
import { postedHashes } from '../../../store/months/final-postings.ts';
import { refuseChangedEarned } from './unchanged-earned.ts';

const LAST = 999_999 as Month;

/**
 * R16: holds what final months keep in the books, but for their postings, against the hashes that were taken when they became
 * final, before anything is computed or paid from it. What a wallet earned is named by the published payouts.csv.
 *
 * @throws InvalidInput changed-books
 */
export async function refuseChangedMonths(db: Database, out: string): Promise<void> {
  const changed = await changedRows(db);
  if (changed.some(({ table }) => table === 'final_earned')) await refuseChangedEarned(db, out, LAST);
  refuse(changed);
}

/**
 * R16: the same of what final months posted.
 *
 * @param found hashes of the postings, where they were read anyway; otherwise they are read for it
 * @throws InvalidInput changed-books
 */
export async function refuseChangedPostings(db: Database, found?: ReadonlyMap<string, string>): Promise<void> {
  refuse(await changedPostings(db, found ?? (await postedHashes(db))));
}

function refuse(changed: readonly ChangedRows[]): void {
  if (changed.length === 0) return;
  throw new InvalidInput(
    changed.map(({ table, month }) => {
      return problem('changed-books', { file: table }, `the rows of ${month} are not those with which it became final`);
    }),
  );
}
