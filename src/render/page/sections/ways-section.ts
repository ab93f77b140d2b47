import { formatMonth } from '../../../core/month/month.ts';
import type { PoolCell } from '../../../core/overview/posting-figures.ts';
import { poolLines } from '../../reports/pool-csv.ts';
import { decimalText, usd } from '../amounts.ts';
import { type Html, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';
import { walletWays } from './wallet-ways.ts';

/** What each line of pool.csv that no posting sums to is made of, and its rule. */
const FORMULAS: Readonly<Record<string, string>> = {
  net_revenue: 'the sum of the lines above it (R10)',
  share: 'pool.share of revshare.yaml, in force for the month (R14)',
  pool: 'net revenue x share, exact (R10)',
  carried_in: 'what the month before carries out (R10)',
  distributable:
    'the floor of pool + carried in to 0.000001 USD; 0 when that is not positive, or nobody has Spark (R10)',
  distributed: 'the sum of what wallets earned, each floor(distributable x own Spark / all Spark) (R13)',
  dust: 'distributable - distributed (R13)',
  carried_out: 'pool + carried in - distributed, unrounded (R10)',
  platform: 'net revenue - pool (R10)',
};

/** The way of every cell of pool.csv to the lines of the exports: the largest postings by name, the rest counted. */
export function waysSection(facts: PageFacts): Html {
  const { close, postings } = facts;
  const cells = new Map(postings.cells.map((cell) => [`${cell.line} ${cell.provider}`, cell]));
  // The header of pool.csv is line 1.
  const ways = poolLines(close).map(({ line, provider, amount }, index) => {
    const cell = cells.get(`${line} ${provider}`);
    if (cell === undefined && line in close.revenue.lines.stripe) return [];
    const head = html`<summary><b>${line}, ${provider}</b> <span>${decimalText(amount)}</span></summary>`;
    const body =
      cell === undefined
        ? html`<p>${FORMULAS[line] ?? 'net revenue that this share applies to (R10)'}</p>`
        : cellWay(facts, cell, index + 2);
    return html`<details>${head}\n${body}</details>\n`;
  });
  return html`<section><h2 id="ways">Where each figure comes from</h2>
<p>Every cell of pool.csv that is not zero, with the export lines behind it; <code>revshare explain</code> walks any other.
</p>
${ways}
${walletWays(facts)}</section>`;
}

function cellWay(
  { close, fileOf }: PageFacts,
  { line, provider, count, sum, largest }: PoolCell,
  inFile: number,
): Html {
  const rest = count - largest.length;
  const named = largest.reduce((all, { amount }) => all + amount, 0n);
  const more =
    rest === 0
      ? ''
      : html`<p>and ${rest} more, ${usd(sum - named)} USD together: <code>revshare explain pool.csv:${inFile} --month ${formatMonth(close.month)}</code></p>`;
  return html`${tableOf({
    id: `way-${line}-${provider}`,
    caption: `${count} postings, the largest first, USD`,
    columns: [
      { name: 'Charge', kind: 'code' },
      { name: 'Kind' },
      { name: 'Plan' },
      { name: 'Part' },
      { name: 'USD', kind: 'number' },
      { name: 'Export line', kind: 'code' },
    ],
    rows: largest.map(({ posting, amount }) => [
      posting.charge,
      posting.kind,
      posting.plan,
      posting.coverage === null ? '' : `${posting.coverage.k} of ${posting.coverage.months}`,
      usd(amount),
      `${fileOf(posting.source.input)}:${posting.source.line}`,
    ]),
  })}${more}`;
}
