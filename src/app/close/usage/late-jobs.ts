import type { ClosedBooks } from '../../../core/close/closed-books.ts';
import type { DecisionBook } from '../../../core/close/decision.ts';
import { formatMicro, parseMicro } from '../../../core/money/micro.ts';
import { type Month, parseMonth } from '../../../core/month/month.ts';
import type { MonthUsage, UsagePolicy } from '../../../core/usage/month-usage.ts';
import { checksumAddress } from '../../../core/wallet/checksum-address.ts';
import { listFinalMonths } from '../../../store/final-months.ts';
import { creditedFor, finalSmallRows, rowsOfFinalMonths } from '../../../store/final-usage.ts';
import { listImports } from '../../../store/imports.ts';
import type { Workspace } from '../../books/workspace.ts';

/** Jobs of a final month that were not known when it became final: one entry per month and wallet. */
export interface LateJobs {
  readonly month: string;
  readonly wallet: string;
  readonly jobs: number;
  readonly points: bigint;
  /** All that the wallet is now seen to have been due for the month, what was credited before included. */
  readonly seen: { readonly jobs: number; readonly points: bigint };
  /** Names month, wallet, jobs and points: more late jobs need a decision of their own. */
  readonly subject: string;
  readonly what: string;
}

type QueryFinalMonth = (
  months: readonly Month[],
  links: Pick<UsagePolicy, 'walletLinks' | 'participation'>,
) => Promise<MonthUsage[]>;

/**
 * Compares what the job logs now say of each final month, by the links and participation it used, with what was
 * credited for it (R16). Costs nothing while no job log is new; rows of a table on a server may come at any time.
 */
export async function lateJobsOf(
  { store: { db } }: Workspace,
  books: ClosedBooks,
  decisions: DecisionBook,
  isTable: boolean,
  query: QueryFinalMonth,
): Promise<LateJobs[]> {
  if (books.lastFinal === null) return [];
  const logs = (await listImports(db)).filter((record) => record.kind === 'job-log').map(({ sha256 }) => sha256);
  const known = new Map((await rowsOfFinalMonths(db, 'job-log')).map(({ body, months }) => [body, months]));
  const late: LateJobs[] = [];
  for (const { month } of await listFinalMonths(db)) {
    if (!isTable && logs.every((sha256) => known.get(sha256)?.includes(month))) continue;
    const links = await linksOf(db, month);
    const [usage] = await query([parseMonth(month) as Month], links);
    const credited = await creditedFor(db, month);
    for (const { wallet, jobs, points } of usage?.wallets ?? []) {
      const before = credited.get(wallet) ?? { jobs: 0, points: 0n };
      const settled = settledLeftOut(decisions, month, wallet);
      const morePoints = points - before.points - settled.points;
      const moreJobs = Math.max(jobs - before.jobs - settled.jobs, 0);
      if (morePoints > 0n) late.push({ ...entry(month, wallet, moreJobs, morePoints), seen: { jobs, points } });
    }
  }
  return late;
}

/** What a person left out for good: a later credit is not about these any more. */
function settledLeftOut(decisions: DecisionBook, month: string, wallet: string): { jobs: number; points: bigint } {
  const start = `${month} ${checksumAddress(wallet)} `;
  const settled = decisions.all.filter(({ code, subject, decision, finalMonth }) => {
    return code === 'late-jobs' && decision === 'leave-out' && finalMonth !== null && subject.startsWith(start);
  });
  return settled.reduce(
    (sum, { subject }) => {
      const [jobs = '', amount = ''] = subject.slice(start.length).split(' ');
      return { jobs: sum.jobs + Number(jobs), points: sum.points + exactMicro(amount) };
    },
    { jobs: 0, points: 0n },
  );
}

/** Points as a subject of ours names them. */
function exactMicro(amount: string): bigint {
  const points = parseMicro(amount);
  if (typeof points !== 'bigint') throw new Error(`late-jobs subject with "${amount}"`);
  return points;
}

/** The wallet links and the participation list that a final month used. */
export async function linksOf(
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

function entry(month: string, wallet: string, jobs: number, points: bigint): Omit<LateJobs, 'seen'> {
  const address = checksumAddress(wallet);
  const amount = formatMicro(points);
  const subject = `${month} ${address} ${jobs} ${amount}`;
  return {
    month,
    wallet,
    jobs,
    points,
    subject,
    what: `${jobs} late job(s) of ${month}, ${amount} Spark, by ${address}`,
  };
}
