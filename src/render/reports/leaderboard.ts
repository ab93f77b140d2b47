import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { EarnedPart } from '../../core/pool/split.ts';
import { type EarningWorker, leaderboard, type RankedWorker } from '../../core/usage/leaderboard.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, inBatches, numberColumn, textColumn } from './csv.ts';
import { shareForReading } from './share-for-reading.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  numberColumn('rank'),
  textColumn('worker_type'),
  textColumn('worker'),
  textColumn('wallet'),
  numberColumn('jobs'),
  numberColumn('render_spark'),
  numberColumn('share'),
  numberColumn('earned_usd'),
];

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
  const name = formatMonth(month);
  const head = `{"month":"${name}","state":${JSON.stringify(state)},"workers":[`;
  yield { csv: csvHeader(COLUMNS), json: head };
  let between = '\n';
  for (const workers of inBatches(leaderboard(earning))) {
    const rows = workers.map((worker) => cellsOf(worker, name, state, allPoints));
    yield { csv: csvRows(COLUMNS, rows), json: between + rows.map(jsonRow).join(',\n') };
    between = ',\n';
  }
  yield { csv: '', json: '\n]}\n' };
}

function cellsOf({ rank, worker }: RankedWorker, month: string, state: string, allPoints: bigint): string[] {
  const wallet = checksumAddress(worker.wallet);
  return [
    month,
    state,
    String(rank),
    worker.network,
    workerName(worker, wallet),
    wallet,
    String(worker.jobs),
    formatMicro(worker.points),
    shareForReading(worker.points, allPoints),
    formatMicro(worker.earned),
  ];
}

/** Written by hand: there may be hundreds of thousands. Rank and jobs are numbers, amounts are text. */
function jsonRow([, , rank, network = '', worker = '', wallet, jobs, spark, share, earned]: readonly string[]): string {
  const who = `"worker_type":${JSON.stringify(network)},"worker":${JSON.stringify(worker)},"wallet":"${wallet}"`;
  return `{"rank":${rank},${who},"jobs":${jobs},"render_spark":"${spark}","share":"${share}","earned_usd":"${earned}"}`;
}

/** A fast worker is an NFT; late jobs are known by their month; every other worker is its address. */
function workerName({ nft }: EarningWorker, wallet: string): string {
  return nft === '' ? wallet : nft;
}
