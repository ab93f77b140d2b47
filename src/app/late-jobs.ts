import type { ClosedBooks } from '../core/close/closed-books.ts';
import { formatMicro } from '../core/money/micro.ts';
import { type Month, parseMonth } from '../core/month/month.ts';
import type { MonthUsage, UsagePolicy } from '../core/usage/month-usage.ts';
import { checksumAddress } from '../core/wallet/checksum-address.ts';
import { listFinalMonths } from '../store/final-months.ts';
import { creditedFor, finalSmallRows } from '../store/final-usage.ts';
import { listImports } from '../store/imports.ts';
import type { Workspace } from './workspace.ts';

/** Jobs of a final month that were not known when it became final: one entry per month and wallet. */
export interface LateJobs {
  readonly month: string;
  readonly wallet: string;
  readonly jobs: number;
  readonly points: bigint;
  /** Names month, wallet and points: more late jobs need a decision of their own. */
  readonly subject: string;
  readonly what: string;
}

type QueryFinalMonth = (
  months: readonly Month[],
  links: Pick<UsagePolicy, 'walletLinks' | 'participation'>,
) => Promise<MonthUsage[]>;

/**
 * Compares what the job logs now say of each final month, by the links and participation it used, with what was
 * credited for it (R16). Costs nothing while no job log is new.
 */
export async function lateJobsOf(
  { store: { db } }: Workspace,
  books: ClosedBooks,
  query: QueryFinalMonth,
): Promise<LateJobs[]> {
  if (books.lastFinal === null) return [];
  const logs = (await listImports(db)).filter((record) => record.kind === 'job-log').map(({ sha256 }) => sha256);
  const late: LateJobs[] = [];
  for (const { month } of await listFinalMonths(db)) {
    const known = new Set(await finalSmallRows(db, month, 'job-log'));
    if (logs.every((sha256) => known.has(sha256))) continue;
    const links = await linksOf(db, month);
    const [usage] = await query([parseMonth(month) as Month], links);
    const credited = await creditedFor(db, month);
    for (const { wallet, jobs, points } of usage?.wallets ?? []) {
      const before = credited.get(wallet);
      const morePoints = points - (before?.points ?? 0n);
      if (morePoints > 0n) late.push(entry(month, wallet, Math.max(jobs - (before?.jobs ?? 0), 0), morePoints));
    }
  }
  return late;
}

async function linksOf(
  db: Parameters<typeof finalSmallRows>[0],
  month: string,
): Promise<Pick<UsagePolicy, 'walletLinks' | 'participation'>> {
  const links = await finalSmallRows(db, month, 'wallet-links');
  const participation = await finalSmallRows(db, month, 'participation');
  return {
    walletLinks: links.map((body) => JSON.parse(body) as UsagePolicy['walletLinks'][number]),
    participation:
      participation.length === 0
        ? null
        : participation.map((body) => JSON.parse(body) as NonNullable<UsagePolicy['participation']>[number]),
  };
}

function entry(month: string, wallet: string, jobs: number, points: bigint): LateJobs {
  const address = checksumAddress(wallet);
  const amount = formatMicro(points);
  const subject = `${month} ${address} ${amount}`;
  return { month, wallet, jobs, points, subject, what: `${jobs} late job(s) of ${month}, ${amount} Spark, by ${address}` };
}

