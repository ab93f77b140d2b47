import type { ReportedLine } from '../../../core/comparison/comparison.ts';
import { formatMicro } from '../../../core/money/micro.ts';
import { formatMonth } from '../../../core/month/month.ts';
import type { PoolCell } from '../../../core/overview/posting-figures.ts';
import { partsByShare } from '../../../core/pool/revenue-at-share.ts';
import { countOf } from '../../../core/text/count-of.ts';
import { poolLines } from '../../reports/pool-csv.ts';
import { decimalText, usd } from '../amounts.ts';
import { type Html, type HtmlPart, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';
import { walletWays } from './wallet-ways.ts';

/** A figure as pool.csv has it, in a formula. */
type FigureOf = (line: string) => Html;

/** What each line of pool.csv that no posting sums to is made of, with its numbers, and its rule. */
const FORMULAS: Readonly<Record<string, (of: FigureOf) => Html>> = {
  share: () => html`pool.share of revshare.yaml, in force for the month (R14)`,
  carried_in: () => html`what the month before carries out (R10): <code>revshare explain</code> follows it there`,
  distributable: (of) =>
    html`floor(${of('pool')} pool + ${of('carried_in')} carried in) to 0.000001 USD; 0 when that is not positive, or nobody has Spark (R10)`,
  distributed: () =>
    html`the sum of earned_usd in payouts.csv, each floor(distributable x own Spark / all Spark) (R13)`,
  dust: (of) => html`${of('distributable')} distributable - ${of('distributed')} distributed (R13)`,
  carried_out: (of) =>
    html`${of('pool')} pool + ${of('carried_in')} carried in - ${of('distributed')} distributed, unrounded (R10)`,
  platform: (of) => html`${of('net_revenue')} net revenue - ${of('pool')} pool (R10)`,
};

/** The formula of a line of pool.csv that no posting sums to. */
function formulaOf({ close }: PageFacts, lines: readonly ReportedLine[], { line, provider }: ReportedLine): Html {
  const amounts = new Map(lines.map((each) => [`${each.line} ${each.provider}`, each.amount]));
  const of: FigureOf = (name) => decimalText(amounts.get(`${name} all`) ?? '');
  if (line === 'net_revenue') return html`${sumOf(termsOf(lines, provider))} (R10)`;
  if (line === 'pool') {
    const parts = partsByShare(close.pool.revenue).map(({ share, netRevenue }) => {
      return { amount: formatMicro(netRevenue), name: `net revenue x ${share}` };
    });
    return html`${sumOf(parts)}, exact (R10)`;
  }
  return FORMULAS[line]?.(of) ?? html`the part of net revenue that this share applies to (R10)`;
}

/** What a sum is made of: each amount with what it is. */
type Term = { readonly amount: string; readonly name: string };

/** What net revenue is the sum of: of a store its lines, of all the stores. */
function termsOf(lines: readonly ReportedLine[], provider: string): Term[] {
  const all = lines.filter((each) => (each.line === 'net_revenue') === (provider === 'all'));
  const own = all.filter((each) => (provider === 'all' ? each.provider !== 'all' : each.provider === provider));
  return own
    .filter(({ amount }) => /[1-9]/.test(amount))
    .map((each) => ({ amount: each.amount, name: provider === 'all' ? each.provider : each.line }));
}

function sumOf(terms: readonly Term[]): HtmlPart {
  if (terms.length === 0) return '0';
  return terms.map(({ amount, name }, at) => {
    const isLess = amount.startsWith('-');
    const sign = at === 0 ? (isLess ? '-' : '') : isLess ? ' - ' : ' + ';
    return html`${sign}${decimalText(isLess ? amount.slice(1) : amount)} ${name}`;
  });
}

/** The way of every cell of pool.csv to the lines of the exports: the largest postings by name, the rest counted. */
export function waysSection(facts: PageFacts): Html {
  const { close, postings } = facts;
  const cells = new Map(postings.cells.map((cell) => [`${cell.line} ${cell.provider}`, cell]));
  // The header of pool.csv is line 1.
  const lines = poolLines(close);
  const ways = lines.map((of, index) => {
    const { line, provider, amount } = of;
    const cell = cells.get(`${line} ${provider}`);
    if (cell === undefined && line in close.revenue.lines.stripe) return [];
    const head = html`<summary><b>${line}, ${provider}</b> <span>${decimalText(amount)}</span></summary>`;
    const body = cell === undefined ? html`<p>= ${formulaOf(facts, lines, of)}</p>` : cellWay(facts, cell, index + 2);
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
    caption: `${countOf(count, 'posting')}, the largest first, USD`,
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
