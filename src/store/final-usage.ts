import type { WalletLists } from '../core/close/checks/shrunk-lists.ts';
import { formatMonth, type Month } from '../core/month/month.ts';
import type { WalletPoints } from '../core/pool/split.ts';
import { small } from './codec.ts';
import { insertRows } from './insert-rows.ts';
import type { Database } from './open-store.ts';

/** Points of a wallet that belong to a month: its own, or late ones of an earlier month. */
export interface CreditedPoints extends WalletPoints {
  readonly originalMonth: Month;
}

/** Keeps what a final month credited. */
export async function insertFinalUsage(db: Database, month: Month, credited: readonly CreditedPoints[]): Promise<void> {
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

/** What a final month used and what it leaves to the next one, beside its postings and points. */
type FinalRowKind = 'wallet-links' | 'participation' | 'job-log' | 'fx' | 'payees' | 'deferred' | 'controls';

/** Keeps the small rows that a final month used. */
export async function insertFinalSmallRows(
  db: Database,
  month: Month,
  kind: FinalRowKind,
  bodies: readonly string[],
): Promise<void> {
  const name = formatMonth(month);
  await insertRows(db, 'final_small_rows', bodies, (body) => ({ month: name, kind, body }));
}

/** Hashes of the providers' statements that final months were compared with. */
export async function finalControls(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('final_small_rows').select('body').where('kind', '=', 'controls').execute();
  return rows.map((row) => row.body);
}

/** The wallet links and the participation list that a final month used. */
export async function finalWalletLists(db: Database, month: Month): Promise<WalletLists> {
  const links = await finalSmallRows(db, month, 'wallet-links');
  const participation = await finalSmallRows(db, month, 'participation');
  return {
    walletLinks: links.map((body) => JSON.parse(body) as WalletLists['walletLinks'][number]),
    participation:
      participation.length === 0
        ? null
        : participation.map((body) => JSON.parse(body) as NonNullable<WalletLists['participation']>[number]),
  };
}

/** The rows of a kind that a final month used, as they were kept. */
export async function finalSmallRows(db: Database, month: Month, kind: FinalRowKind): Promise<string[]> {
  const rows = await db
    .selectFrom('final_small_rows')
    .select('body')
    .where('month', '=', formatMonth(month))
    .where('kind', '=', kind)
    .orderBy('body')
    .execute();
  return rows.map((row) => row.body);
}
