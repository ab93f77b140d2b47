import { formatMicro } from '../../../core/money/micro.ts';
import { formatMonth } from '../../../core/month/month.ts';
import { largestRows } from '../../../core/overview/distribution.ts';
import type { PayoutRow } from '../../reports/payouts-csv.ts';
import { spark, usd } from '../amounts.ts';
import { type Html, type HtmlPart, html } from '../html.ts';
import { creditedPoints, type PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** Wallets whose row of payouts.csv is walked on the page. */
const WALKED = 50;

/** The way of the rows of payouts.csv that earned most: to their formulas, and to jobs by model and by reason. */
export function walletWays(facts: PageFacts): Html {
  const { payouts } = facts;
  const walked = largestRows(payouts, WALKED).filter(({ part }) => part.jobs > 0);
  if (walked.length === 0) return html``;
  const work = workOf(facts, new Set(walked.map(({ part }) => part.wallet)));
  const lines = new Map(payouts.map((row, index) => [row, index + 2]));
  return html`<h3>Of payouts.csv, the ${walked.length} rows that earned most</h3>
<p>The lines of a wallet’s jobs stand in too many files for a page: <code>revshare explain</code> prints them.</p>
${walked.map(
  (row) => html`<details><summary><b>${row.shown}</b> <span>${usd(row.part.earned)}</span></summary>
${walletWay(facts, row, lines.get(row) ?? 0)}
${jobsTable(row, work.get(row.part.wallet) ?? [])}</details>\n`,
)}`;
}

/** Earned by R13, the balance by R17, each with its numbers. */
function walletWay({ close }: PageFacts, { part, account }: PayoutRow, line: number): Html {
  const [all, { distributable }] = [creditedPoints(close), close.pool];
  return html`<p>earned = floor(${usd(distributable)} x ${spark(part.points)} / ${spark(all)}) = ${usd(part.earned)} USD (R13)</p>
<p>balance = ${usd(account.broughtForward)} brought forward + ${usd(part.earned)} earned + ${usd(account.adjustments)} adjustments
= ${usd(account.balance)} USD; of it ${usd(account.payout)} is paid and ${usd(account.carriedForward)} carried forward (R17)</p>
<p><code>revshare explain payouts.csv:${line} --month ${formatMonth(close.month)}</code></p>`;
}

type JobRow = readonly HtmlPart[];

function jobsTable({ shown }: PayoutRow, rows: readonly JobRow[]): Html {
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
    own.push([name, counted, line.jobs, formatMicro(line.points)]);
  };
  for (const each of work.models) add(each.wallet, each.model, 'credited', each);
  for (const each of work.late) add(each.wallet, `late, of ${formatMonth(each.originalMonth)}`, 'credited', each);
  for (const each of work.excluded) add(each.wallet, each.reason, 'left out', each);
  return rows;
}
