import { formatMicro } from '../../../core/money/micro.ts';
import { formatMonth } from '../../../core/month/month.ts';
import { largestRows } from '../../../core/overview/distribution.ts';
import { countOf } from '../../../core/text/count-of.ts';
import { JOBS_PER_WALLET, type LargestJob, WALLETS_WITH_JOBS } from '../../../core/usage/largest-jobs.ts';
import type { PayoutRow } from '../../reports/payouts-csv.ts';
import { decimalText, spark, usd } from '../amounts.ts';
import { type Html, type HtmlPart, html, NOTHING_TO_SHOW } from '../html.ts';
import { creditedPoints, type PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** The way of the rows of payouts.csv that earned most: every cell to its formula, the Spark to the lines of the job logs. */
export function walletWays(facts: PageFacts): Html {
  const { payouts } = facts;
  const walked = largestRows(payouts, WALLETS_WITH_JOBS);
  if (walked.length === 0) return NOTHING_TO_SHOW;
  const work = workOf(facts, new Set(walked.map(({ part }) => part.wallet)));
  const largest = largestByWallet(facts);
  const lines = new Map(payouts.map((row, index) => [row, index + 2]));
  const credited = creditedPoints(facts.close);
  const rest = payouts.length - walked.length;
  const others = rest === 0 ? '' : ` The other ${rest} stand in the file.`;
  return html`<h3>Of payouts.csv, the ${countOf(walked.length, 'row')} that earned most</h3>
<p>Each with its ${JOBS_PER_WALLET} largest jobs, down to the line of the job log; <code>revshare explain</code> prints
all of them as they stand there.${others}</p>
${walked.map((row) => {
  const { wallet } = row.part;
  const inFile = lines.get(row) ?? 0;
  const walk = { row, inFile, credited, jobs: largest.get(wallet) ?? [], work: work.get(wallet) ?? [] };
  return html`<details><summary><b>${row.shown}</b> <span>${usd(row.part.earned)}</span></summary>
${walletWay(facts, walk)}</details>\n`;
})}`;
}

/** A row of payouts.csv, its line in the file, and the jobs behind it. */
interface WalkedRow {
  readonly row: PayoutRow;
  readonly inFile: number;
  /** The Spark of all wallets. */
  readonly credited: bigint;
  readonly jobs: readonly LargestJob[];
  readonly work: readonly JobRow[];
}

function largestByWallet({ largest }: PageFacts): ReadonlyMap<string, readonly LargestJob[]> {
  const byWallet = new Map<string, LargestJob[]>();
  for (const job of largest) {
    const own = byWallet.get(job.wallet) ?? [];
    byWallet.set(job.wallet, own);
    own.push(job);
  }
  return byWallet;
}

/** Earned by R13, the balance by R17, each with its numbers; then the jobs. */
function walletWay(facts: PageFacts, walk: WalkedRow): Html {
  const { part, account, share, shown } = walk.row;
  const [all, { distributable }] = [walk.credited, facts.close.pool];
  const earned =
    all === 0n
      ? html`<p>earned = 0: nobody has Spark, and nothing is distributed (R10)</p>\n`
      : html`<p>earned = floor(${usd(distributable)} x ${spark(part.points)} / ${spark(all)}) = ${usd(part.earned)} USD (R13);
share = ${spark(part.points)} / ${spark(all)} = ${decimalText(share)}</p>\n`;
  return html`${part.jobs === 0 ? NOTHING_TO_SHOW : earned}<p>balance = ${usd(account.broughtForward)} brought forward + ${usd(part.earned)} earned + ${usd(account.adjustments)} adjustments
= ${usd(account.balance)} USD; of it ${usd(account.payout)} is paid and ${usd(account.carriedForward)} carried forward (R17)</p>
${part.jobs === 0 ? NOTHING_TO_SHOW : largestJobs(facts, walk)}
<p><code>${explainRow(facts, walk)}</code></p>
${walk.work.length === 0 ? NOTHING_TO_SHOW : jobsTable(shown, walk.work)}`;
}

function explainRow({ close }: PageFacts, { inFile }: WalkedRow): string {
  return `revshare explain payouts.csv:${inFile} --month ${formatMonth(close.month)}`;
}

/** The largest credited jobs with their lines; the others counted, so that all sum to the row's jobs and Spark. */
function largestJobs({ fileOf }: PageFacts, { row, jobs }: WalkedRow): Html {
  const { part, shown } = row;
  const named = jobs.reduce((sum, { points }) => sum + points, 0n);
  const rest = part.jobs - jobs.length;
  const others = html`<p>${jobs.length === 0 ? 'its jobs:' : 'and'} ${rest} ${jobs.length === 0 ? '' : 'more'}, ${spark(part.points - named)} Spark together</p>`;
  if (jobs.length === 0) return others;
  return html`${tableOf({
    id: `jobs-${shown}`,
    caption: `${countOf(part.jobs, 'credited job')}, ${formatMicro(part.points)} Spark; the largest first`,
    columns: [
      { name: 'Job', kind: 'code' },
      { name: 'Spark', kind: 'number' },
      { name: 'Line of the job log', kind: 'code' },
      { name: 'Model', kind: 'code' },
    ],
    rows: jobs.map(({ jobId, model, points, source }) => [
      jobId,
      spark(points),
      `${fileOf(source.input)}:${source.line}`,
      model,
    ]),
  })}${rest === 0 ? NOTHING_TO_SHOW : others}`;
}

type JobRow = readonly HtmlPart[];

function jobsTable(shown: string, rows: readonly JobRow[]): Html {
  return tableOf({
    id: `way-${shown}`,
    caption: 'Its jobs by model, then those left out by reason (wallet-jobs.csv)',
    columns: [
      { name: 'Jobs of' },
      { name: 'Counted' },
      { name: 'Jobs', kind: 'number' },
      { name: 'Spark', kind: 'number' },
    ],
    rows,
  });
}

/** The jobs of some wallets: there may be hundreds of thousands of others. */
function workOf({ work }: PageFacts, wallets: ReadonlySet<string>): ReadonlyMap<string, readonly JobRow[]> {
  const rows = new Map<string, JobRow[]>();
  const add = (wallet: string, name: string, counted: string, line: { jobs: number; points: bigint }): void => {
    if (!wallets.has(wallet)) return;
    const own = rows.get(wallet) ?? [];
    rows.set(wallet, own);
    own.push([name, counted, line.jobs, spark(line.points)]);
  };
  for (const each of work.models) add(each.wallet, each.model, 'credited', each);
  for (const each of work.late) add(each.wallet, `late, of ${formatMonth(each.originalMonth)}`, 'credited', each);
  for (const each of work.excluded) add(each.wallet, each.reason, 'left out', each);
  return rows;
}
