import { formatMonth, type Month } from '../../core/month/month.ts';
import type { WalletPoints } from '../../core/pool/split.ts';
import type { PointsOfMonth } from '../../core/usage/month-work.ts';
import { small } from '../database/codec.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';

/** Keeps what a final month credited. */
export async function insertFinalUsage(db: Database, month: Month, credited: readonly PointsOfMonth[]): Promise<void> {
  const name = formatMonth(month);
  await insertRows(db, 'final_usage', credited, ({ originalMonth, wallet, jobs, points }) => {
    return { month: name, original_month: formatMonth(originalMonth), wallet, jobs, points };
  });
}

/** What final months credited for jobs of a month, whenever that was, per wallet. */
export async function creditedFor(db: Database, originalMonth: Month): Promise<Map<string, WalletPoints>> {
  const rows = await db
    .selectFrom('final_usage')
    .select(['wallet', (eb) => eb.fn.sum<bigint>('jobs').as('jobs'), (eb) => eb.fn.sum<bigint>('points').as('points')])
    .where('original_month', '=', formatMonth(originalMonth))
    .groupBy('wallet')
    .orderBy('wallet')
    .execute();
  return new Map(rows.map((row) => [row.wallet, { wallet: row.wallet, jobs: small(row.jobs), points: row.points }]));
}
