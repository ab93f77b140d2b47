import type { KeptBatch } from '../../../core/payout/ledger/kept-payouts.ts';
import type { Problem } from '../../../problems/problem.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { unknownActs } from './acts-file.ts';
import { unknownReports } from './known-reports.ts';

/** R16: everything that was final or paid among the reports and that the books, put back from a backup say, do not know. */
export async function laterThanBooks(db: Database, out: string, batches: readonly KeptBatch[]): Promise<Problem[]> {
  return [...(await unknownReports(db, out, batches, () => true)), ...(await unknownActs(db, out))];
}
