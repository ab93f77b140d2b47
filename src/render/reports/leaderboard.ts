import { formatMonth, type Month } from '../../core/month/month.ts';
import type { EarnedPart } from '../../core/pool/split.ts';
import { CATEGORIES, type Category } from '../../core/usage/categories.ts';
import { type EarningWorker, leaderboard, type RankedWorker } from '../../core/usage/leaderboard.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import {
  type Columns,
  cellsInFile,
  count,
  csvHeader,
  csvLinesOf,
  HEAD,
  micro,
  plain,
  type ReportHead,
  text,
} from './columns.ts';
import { inBatches } from './csv.ts';
import { shareForReading } from './share-for-reading.ts';

interface LeaderboardRow extends ReportHead, RankedWorker {
  /** With checksum. */
  readonly wallet: string;
  readonly share: string;
}

const COLUMNS = {
  ...HEAD,
  rank: count.of(({ rank }) => rank),
  worker_type: text.of(({ worker }) => worker.network),
  worker: text.of(({ worker, wallet }) => workerName(worker, wallet)),
  wallet: text.of(({ wallet }) => wallet),
  jobs: count.of(({ worker }) => worker.jobs),
  render_spark: micro.of(({ worker }) => worker.points),
  share: plain.of(({ share }) => share),
  earned_usd: micro.of(({ worker }) => worker.earned),
  image_render_spark: pointsOf('image'),
  video_render_spark: pointsOf('video'),
  music_render_spark: pointsOf('music'),
  llm_render_spark: pointsOf('llm'),
  other_render_spark: pointsOf('other'),
} satisfies Columns<LeaderboardRow>;

/** The part of a row's Spark that a category has; late jobs have no model that a report knows. */
function pointsOf(category: Category) {
  return micro.orEmpty(({ worker }: LeaderboardRow) => worker.byCategory?.[category] ?? null);
}

/** What of the two files comes next. */
interface LeaderboardChunk {
  readonly csv: string;
  readonly json: string;
}

/**
 * leaderboard.csv and leaderboard.json piece by piece: the same rows, most points first. Those of a wallet sum to its
 * figures.
 */
export function* leaderboardChunks(
  month: Month,
  state: string,
  parts: readonly EarnedPart[],
  earning: ReadonlyMap<string, readonly EarningWorker[]>,
): Generator<LeaderboardChunk> {
  const allPoints = parts.reduce((sum, part) => sum + part.points, 0n);
  const head = `{"month":"${formatMonth(month)}","state":${JSON.stringify(state)},"workers":[`;
  yield { csv: csvHeader(COLUMNS), json: head };
  let between = '\n';
  for (const workers of inBatches(leaderboard(earning))) {
    const rows = workers.map(({ rank, worker }) => {
      const share = shareForReading(worker.points, allPoints);
      return { month, state, rank, worker, wallet: checksumAddress(worker.wallet), share };
    });
    const cells = cellsInFile(COLUMNS, rows);
    yield { csv: csvLinesOf(cells), json: between + rows.map((row, at) => jsonRow(row, cells[at] ?? [])).join(',\n') };
    between = ',\n';
  }
  yield { csv: '', json: '\n]}\n' };
}

/** Written by hand: there may be hundreds of thousands. Rank and jobs are numbers, amounts are text. */
function jsonRow({ worker, wallet }: LeaderboardRow, cells: readonly string[]): string {
  const [, , rank, , , , jobs, spark, share, earned, ...byCategory] = cells;
  const ofCategories = CATEGORIES.map((category, at) => `,"${category}_render_spark":"${byCategory[at]}"`).join('');
  const name = JSON.stringify(workerName(worker, wallet));
  const who = `"worker_type":${JSON.stringify(worker.network)},"worker":${name},"wallet":"${wallet}"`;
  return `{"rank":${rank},${who},"jobs":${jobs},"render_spark":"${spark}","share":"${share}","earned_usd":"${earned}"${ofCategories}}`;
}

/** A fast worker is an NFT; late jobs are known by their month; every other worker is its address. */
function workerName({ nft }: EarningWorker, wallet: string): string {
  return nft === '' ? wallet : nft;
}
