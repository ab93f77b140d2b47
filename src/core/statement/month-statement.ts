import type { MonthClose } from '../close/month-close.ts';
import { formatExact } from '../money/exact-decimal.ts';
import { formatMicro } from '../money/micro.ts';
import { formatMonth } from '../month/month.ts';
import type { Pool } from '../pool/pool.ts';
import { partsByShare } from '../pool/revenue-at-share.ts';
import { compareText } from '../text/compare-text.ts';
import type { Category } from '../usage/categories.ts';
import type { EarningWorker } from '../usage/leaderboard.ts';
import type { MonthWork } from '../usage/month-work.ts';
import { checksumAddress } from '../wallet/checksum-address.ts';

/** The figures of the whole month that a statement rests on, as manifest.json holds them. */
export interface PublishedMonth {
  readonly month: string;
  readonly state: string;
  readonly digest: string;
  readonly share: string;
  readonly netRevenueUsd: string;
  readonly poolUsd: string;
  readonly carriedInUsd: string;
  readonly distributableUsd: string;
  readonly creditedRenderSpark: string;
  /** Where adjustments of months with another share are in it: net revenue by the share that applies to it, own first. */
  readonly netRevenueByShare?: readonly PublishedShare[];
}

/** A share, and the net revenue that it applies to. */
export interface PublishedShare {
  readonly share: string;
  readonly netRevenueUsd: string;
}

/** A wallet's row of payouts.csv, by column, in the order of the columns; month, state and wallet left out. */
export type PayoutCells = Readonly<Record<string, string>>;

/** Jobs and render Spark under a name. */
export interface StatementLine {
  readonly jobs: number;
  readonly renderSpark: string;
}

/**
 * All that a month says about one wallet: the leaf that the month's statement root stands for. Every amount is decimal
 * text, so that its JSON has one form on any machine.
 */
export interface MonthStatement {
  readonly published: PublishedMonth;
  /** With checksum. */
  readonly wallet: string;
  readonly payout: PayoutCells;
  readonly workers: readonly (StatementLine & {
    readonly network: string;
    readonly nft: string;
    readonly earnedUsd: string;
  })[];
  /** A category stands behind the figures; statements of earlier versions have none. */
  readonly models: readonly (StatementLine & { readonly model: string; readonly category?: Category })[];
  readonly late: readonly (StatementLine & { readonly originalMonth: string })[];
  readonly excluded: readonly (StatementLine & { readonly reason: string })[];
}

/** What the statements of a month are made of: the figures of the month, and of each wallet (lower case) its row. */
export interface StatementSource {
  readonly published: PublishedMonth;
  readonly payouts: Pick<ReadonlyMap<string, PayoutCells>, 'keys' | 'get'>;
  /** Of each wallet, see earningWorkers. */
  readonly workers: ReadonlyMap<string, readonly EarningWorker[]>;
  readonly work: MonthWork;
}

/**
 * The statement of every wallet that has a row in payouts.csv or a job in the month, credited or not; sorted by wallet,
 * lower case. Their order is that of the leaves. One by one: there may be hundreds of thousands.
 */
export function* monthStatements(source: StatementSource): Generator<MonthStatement> {
  const { published, payouts, workers, work } = source;
  const models = inTurn(work.models);
  const late = inTurn(work.late);
  const excluded = inTurn(work.excluded);
  // Nearly all wallets have workers, and those are in order already: then sorting is a walk past them.
  const named = new Set([...workers.keys(), ...payouts.keys(), ...work.excluded.map(({ wallet }) => wallet)]);
  const wallets = [...named].sort(compareText);
  for (const wallet of wallets) {
    yield {
      published,
      wallet: checksumAddress(wallet),
      payout: payouts.get(wallet) ?? {},
      workers: (workers.get(wallet) ?? []).map(({ network, nft, jobs, points, earned }) => {
        return { network, nft, jobs, renderSpark: formatMicro(points), earnedUsd: formatMicro(earned) };
      }),
      models: models.of(wallet).map(({ model, jobs, points, category }) => {
        return { model, jobs, renderSpark: formatMicro(points), ...(category === undefined ? {} : { category }) };
      }),
      late: late.of(wallet).map(({ originalMonth, jobs, points }) => {
        return { originalMonth: formatMonth(originalMonth), jobs, renderSpark: formatMicro(points) };
      }),
      excluded: excluded.of(wallet).map(({ reason, jobs, points }) => {
        return { reason, jobs, renderSpark: formatMicro(points) };
      }),
    };
  }
  for (const rows of [models, late, excluded]) rows.end();
}

/** The figures of a closed month, as its manifest prints them. */
export function publishedMonth({ month, pool }: MonthClose, state: string, digest: string): PublishedMonth {
  return {
    month: formatMonth(month),
    state,
    digest,
    share: pool.share,
    netRevenueUsd: formatMicro(pool.netRevenue),
    poolUsd: formatExact(pool.pool),
    carriedInUsd: formatExact(pool.carriedIn),
    distributableUsd: formatMicro(pool.distributable),
    creditedRenderSpark: formatMicro(pool.parts.reduce((sum, part) => sum + part.points, 0n)),
    ...(pool.revenue.ofOtherShares.length === 0 ? {} : { netRevenueByShare: publishedShares(pool) }),
  };
}

function publishedShares({ revenue }: Pool): PublishedShare[] {
  return partsByShare(revenue).map(({ share, netRevenue }) => ({ share, netRevenueUsd: formatMicro(netRevenue) }));
}

/** What is hashed: canonical JSON, its keys in the order of the types above. */
export function statementLeaf(statement: MonthStatement): string {
  return JSON.stringify(statement);
}

/**
 * Hands out rows that are sorted by wallet to wallets that come in the same order.
 *
 * @throws Error where a row is passed over or left: then the rows are in another order, or nobody's
 */
function inTurn<Row extends { readonly wallet: string }>(
  rows: readonly Row[],
): { of: (wallet: string) => Row[]; end: () => void } {
  let at = 0;
  const refuse = (row: Row | undefined): void => {
    if (row !== undefined) throw new Error(`a row of ${row.wallet} has no turn`);
  };
  return {
    of: (wallet) => {
      const row = rows[at];
      if (row !== undefined && row.wallet < wallet) refuse(row);
      const from = at;
      while (rows[at]?.wallet === wallet) at += 1;
      return rows.slice(from, at);
    },
    end: () => refuse(rows[at]),
  };
}
