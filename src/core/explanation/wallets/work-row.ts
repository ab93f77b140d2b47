import { formatMicro, type MicroSpark } from '../../money/micro.ts';
import { truncatedProportion } from '../../money/proportion.ts';
import { formatMonth } from '../../month/month.ts';
import { countOf } from '../../text/count-of.ts';
import type { AskedJob } from '../../usage/asked-job.ts';
import { CATEGORIES, type Category } from '../../usage/categories.ts';
import { type SparkValue, shareFormula } from '../pool/spark-value.ts';
import { counted, shareAmount, spark, usd } from '../tree/amount.ts';
import { type Explanation, explained } from '../tree/explanation.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';
import { jobParts, leftOutJob, pointParts, type WalletJobs } from './wallet-jobs.ts';

/** A row of leaderboard.csv or wallet-jobs.csv: some of a wallet's jobs. */
export interface WorkFigures {
  readonly row: ExplainedRow;
  /** All jobs of the wallet. */
  readonly jobs: WalletJobs;
  readonly value: SparkValue;
  /** The points of the wallet. */
  readonly points: MicroSpark;
  /** How many jobs are shown one by one. */
  readonly most: number;
  /** What a model makes, by the patterns that the month was looked at with. */
  readonly categoryOf: (model: string) => Category;
}

/** A row of leaderboard.csv, with what its wallet earned and the worker's place among the wallet's. */
export interface WorkerFigures extends WorkFigures {
  readonly earned: bigint;
  /** The points of the wallet's workers before this one, by network and NFT. */
  readonly before: MicroSpark;
  /** The wallet's row of payouts.csv. */
  readonly wallet: Explanation;
}

/** Explains a cell of wallet-jobs.csv. Without a column its Spark. Null for what is no figure. */
export function walletJobsCell(figures: WorkFigures, column: string | null): Explanation | null {
  const { row } = figures;
  const [kind, name, nft] = [textIn(row, 'kind'), textIn(row, 'name'), textIn(row, 'worker_nft_id')];
  const what = `${textIn(row, 'wallet')}, ${kind} ${name}${nft === '' ? '' : ` ${nft}`}`;
  if (kind === 'excluded') return leftOutCell(figures, column, { name, what });
  const own = ofKind(figures.jobs, kind, { name, nft });
  return workCell({ ...figures, jobs: own }, column, what);
}

/** Explains a cell of leaderboard.csv. Without a column what the worker earned. Null for what is no figure. */
export function leaderboardCell(figures: WorkerFigures, column: string | null): Explanation | null {
  const { row } = figures;
  const [network, worker] = [textIn(row, 'worker_type'), textIn(row, 'worker')];
  const what = `${network} worker ${worker}`;
  if (column === 'rank') return rankOf(row, what);
  const kind = network === 'late' ? 'late' : 'worker';
  const nft = worker === textIn(row, 'wallet') ? '' : worker;
  const own = ofKind(figures.jobs, kind, kind === 'late' ? { name: worker, nft: '' } : { name: network, nft });
  const work = { ...figures, jobs: own };
  if (column === null || column === 'earned_usd') return earnedBy(figures, what, sparkOf(work, what));
  const category = CATEGORIES.find((each) => column === `${each}_render_spark`);
  if (category !== undefined) return categoryCell(work, category, what);
  if (column !== 'share') return workCell(work, column, what);
  return explained({
    label: `share of ${what}`,
    amount: shareAmount(textIn(row, 'share')),
    formula: shareFormula(microIn(row, 'render_spark'), figures.value.allPoints),
    note: 'for reading only: nothing is computed from it',
    rule: 'R13',
    cell: cellIn(row, 'share'),
  });
}

function rankOf(row: ExplainedRow, what: string): Explanation {
  const text = textIn(row, 'rank');
  const note = 'its place by Spark, most first; equal Spark shares a place';
  return explained({ label: `rank of ${what}: ${text}`, note, rule: 'R11', cell: cellIn(row, 'rank') });
}

/** What its wallet earned, divided over the wallet's workers by Spark, cumulatively (R2). */
function earnedBy(
  { row, earned, before, points, wallet }: WorkerFigures,
  what: string,
  jobs: Explanation,
): Explanation {
  const own = microIn(row, 'render_spark');
  const upTo = (through: MicroSpark): string =>
    `trunc(${formatMicro(earned)} * ${formatMicro(through)} / ${formatMicro(points)})`;
  const stated = microIn(row, 'earned_usd');
  const isOnly = own === points;
  const computed =
    points === 0n
      ? 0n
      : truncatedProportion(earned, before + own, points) - truncatedProportion(earned, before, points);
  if (computed !== stated)
    throw new Error(`${what} earned ${formatMicro(stated)}, and its wallet makes ${formatMicro(computed)} of it`);
  return explained({
    label: `earned by ${what}`,
    amount: usd(stated),
    formula: isOnly
      ? 'all that its wallet earned: no other worker of it has Spark'
      : `${upTo(before + own)} - ${upTo(before)}`,
    rule: 'R2',
    note: 'what the wallet earned, divided over its workers by Spark, one after the other',
    cell: cellIn(row, 'earned_usd'),
    factors: [jobs, wallet],
  });
}

function workCell(figures: WorkFigures, column: string | null, what: string): Explanation | null {
  if (column === 'jobs') return jobsOf(figures, what);
  return column === null || column === 'render_spark' ? sparkOf(figures, what) : null;
}

function jobsOf({ row, jobs, most }: WorkFigures, what: string): Explanation {
  const stated = statedIn(row);
  return explained({
    label: `jobs of ${what}`,
    amount: counted(stated.jobs, 'jobs'),
    formula: 'its credited rows of the job log',
    rule: 'R11',
    cell: cellIn(row, 'jobs'),
    parts: jobParts(jobs, stated, most),
  });
}

function sparkOf({ row, jobs, most }: WorkFigures, what: string): Explanation {
  const stated = statedIn(row);
  return explained({
    label: `render Spark of ${what}`,
    amount: spark(stated.points),
    formula: `the Spark of ${countOf(stated.jobs, 'credited row')} of the job log`,
    rule: 'R11',
    cell: cellIn(row, 'render_spark'),
    parts: pointParts(jobs, stated, most),
  });
}

function statedIn(row: ExplainedRow): { readonly jobs: number; readonly points: MicroSpark } {
  return { jobs: Number(textIn(row, 'jobs')), points: microIn(row, 'render_spark') };
}

/** Which of a worker's Spark its jobs of one category had. */
function categoryCell({ row, jobs, most, categoryOf }: WorkFigures, category: Category, what: string): Explanation {
  const column = `${category}_render_spark`;
  const own = { ...jobs, rows: jobs.rows.filter(({ model }) => categoryOf(model) === category) };
  const stated = { jobs: own.rows.length, points: microIn(row, column) };
  return explained({
    label: `render Spark of ${what} for ${category}`,
    amount: spark(stated.points),
    formula: `the Spark of its credited jobs whose model is of the category ${category}`,
    rule: 'R11',
    note: 'categories are for reading: nothing is computed from them',
    cell: cellIn(row, column),
    parts: pointParts(own, stated, most),
  });
}

function leftOutCell(
  { row, jobs, value, points, most }: WorkFigures,
  column: string | null,
  { name, what }: { readonly name: string; readonly what: string },
): Explanation | null {
  if (column !== null && column !== 'jobs' && column !== 'render_spark') return null;
  const own = jobs.rows.filter(({ reason }) => reason === name);
  return explained({
    label: `left out of ${what}`,
    amount: column === 'jobs' ? counted(Number(textIn(row, 'jobs')), 'jobs') : spark(microIn(row, 'render_spark')),
    formula: `${countOf(Number(textIn(row, 'jobs')), 'row')} of the job log`,
    rule: 'R11',
    cell: cellIn(row, column ?? 'render_spark'),
    note: 'what each would have been worth stands with it',
    factors: own.slice(0, most).map((job) => leftOutJob(job, points, value)),
  });
}

/** The jobs of a wallet that a row of its work sums up. */
function ofKind(
  { rows, late, elsewhere }: WalletJobs,
  kind: string,
  { name, nft }: { readonly name: string; readonly nft: string },
): WalletJobs {
  const isOwn = (job: AskedJob): boolean =>
    job.reason === null && (kind === 'model' ? job.model === name : job.network === name && job.nft === nft);
  return kind === 'late'
    ? { rows: [], late: late.filter(({ originalMonth }) => formatMonth(originalMonth) === name), elsewhere }
    : { rows: rows.filter(isOwn), late: [], elsewhere };
}
