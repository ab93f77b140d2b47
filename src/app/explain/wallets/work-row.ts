import { sparkValueOf } from '../../../core/explanation/pool/spark-value.ts';
import type { Explanation } from '../../../core/explanation/tree/explanation.ts';
import { type ExplainedRow, microIn, textIn } from '../../../core/explanation/tree/report-row.ts';
import { earnedInShort } from '../../../core/explanation/wallets/payout-cell.ts';
import { leaderboardCell, type WorkFigures, walletJobsCell } from '../../../core/explanation/wallets/work-row.ts';
import type { EarnedPart } from '../../../core/pool/split.ts';
import { compareText } from '../../../core/text/compare-text.ts';
import { CATEGORIES, categoriesBy } from '../../../core/usage/categories.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { explainedMonth } from '../month/explained-month.ts';
import { numberedRows, type ReportedMonth } from '../month/reported-month.ts';
import { walletJobs } from './wallet-figures.ts';

/** The columns that say what jobs come to: for the others no job is read. */
const FIGURES: ReadonlySet<string> = new Set([
  ...['rank', 'jobs', 'render_spark', 'share', 'earned_usd'],
  ...CATEGORIES.map((category) => `${category}_render_spark`),
]);

/** Explains a cell of wallet-jobs.csv, down to the rows of the job logs. */
export async function walletJobsRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  if (column !== null && !FIGURES.has(column)) return null;
  return walletJobsCell((await workOf(request, reports, row)).figures, column);
}

/** Explains a cell of leaderboard.csv: what of its wallet's earned amount is the worker's, and its jobs. */
export async function leaderboardRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  if (column !== null && !FIGURES.has(column)) return null;
  const { figures, wallet, part } = await workOf(request, reports, row);
  if (wallet === null || part === null) return null;
  const before = await pointsBefore(reports, row);
  return leaderboardCell({ ...figures, earned: part.earned, before, wallet }, column);
}

/** The jobs of the wallet that a row names, and its row of payouts.csv: null for one that has no credited job. */
async function workOf(request: ExplainRequest, reports: ReportedMonth, row: ExplainedRow) {
  const { figures } = await explainedMonth(request, reports.month, false);
  const address = textIn(row, 'wallet').toLowerCase();
  const at = figures.parts.findIndex(({ wallet }) => wallet.toLowerCase() === address);
  const part: EarnedPart | null = figures.parts[at] ?? null;
  const value = sparkValueOf(figures);
  const work: WorkFigures = {
    row,
    jobs: await walletJobs(request, reports, address),
    value,
    points: part?.points ?? 0n,
    most: request.most,
    categoryOf: categoriesBy(reports.manifest.policy.look.categories),
  };
  return { figures: work, part, wallet: part === null ? null : earnedInShort(figures, part, at) };
}

/** The Spark of a wallet's workers before one, in the order in which what it earned is divided: by network and NFT, late last. */
async function pointsBefore(reports: ReportedMonth, row: ExplainedRow): Promise<bigint> {
  const wallet = textIn(row, 'wallet');
  let points = 0n;
  for await (const { columns, records } of numberedRows(reports, row.file)) {
    for (const record of records) {
      if (record[columns.get('wallet') ?? -1] !== wallet) continue;
      const other = { cells: new Map([...columns].map(([name, at]) => [name, record[at] ?? ''])) };
      if (comesBefore(other, row)) points += microIn(other, 'render_spark');
    }
  }
  return points;
}

function comesBefore(one: Pick<ExplainedRow, 'cells'>, other: ExplainedRow): boolean {
  const [a, b] = [textIn(one, 'worker_type'), textIn(other, 'worker_type')];
  if ((a === 'late') !== (b === 'late')) return b === 'late';
  const nft = (row: Pick<ExplainedRow, 'cells'>): string =>
    textIn(row, 'worker') === textIn(row, 'wallet') ? '' : textIn(row, 'worker');
  return (compareText(a, b) || compareText(nft(one), nft(other))) < 0;
}
