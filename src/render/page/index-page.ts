import { microFromText } from '../../core/money/micro.ts';
import { monthFromText } from '../../core/month/month.ts';
import type { Sha256 } from '../../core/statement/merkle-proof.ts';
import type { PublishedMonth } from '../../core/statement/month-statement.ts';
import { shareForReading } from '../reports/share-for-reading.ts';
import { decimalText } from './amounts.ts';
import { chartOf } from './charts/chart.ts';
import { monthBars } from './charts/month-bars.ts';
import { documentOf } from './document.ts';
import { type Html, type HtmlPart, html, NOTHING_TO_SHOW } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { tableOf } from './table.ts';

/** A month among the reports: its newest state. */
export interface IndexedMonth {
  readonly month: string;
  readonly state: string;
  /** Relative to the index; null where it has no page. */
  readonly page: string | null;
  /** As its manifest has it; null where that cannot be read. */
  readonly published: PublishedMonth | null;
}

const MOST_BARS = 24;

/** reports/index.html: every month with reports, the newest first. */
export function indexPage(months: readonly IndexedMonth[], hash: Sha256): string {
  const newestFirst = months.toReversed();
  const body = html`<main><p class="state">revshare</p>
<h1>Worker revenue share, month by month</h1>
${picture(months)}
${tableOf({
  id: 'months',
  caption: `${months.length} months with reports, the newest first; each leads to its page`,
  columns: [
    { name: 'Month' },
    { name: 'State' },
    { name: 'Net revenue, USD', kind: 'number' },
    { name: 'Distributable, USD', kind: 'number' },
    { name: 'Spark', kind: 'number' },
    { name: 'One Spark, USD', kind: 'number' },
    { name: 'Digest', kind: 'code' },
  ],
  rows: newestFirst.map(rowOf),
})}</main>`;
  return documentOf({ title: 'Worker revenue share', style: PAGE_STYLE, script: PAGE_SCRIPT, body }, hash);
}

function picture(months: readonly IndexedMonth[]): Html {
  const known = months.flatMap(({ published }) => published ?? []).slice(-MOST_BARS);
  if (known.length < 2) return NOTHING_TO_SHOW;
  const bars = known.map(({ month, distributableUsd }) => {
    const amount = microFromText(distributableUsd);
    return { month: monthFromText(month), parts: [{ look: 'mark', name: '', amount }] };
  });
  const says = 'What wallets share in each month; the table below has the figures.';
  return chartOf(monthBars({ id: 'pools', title: 'Distributable, month by month, USD', says }, bars));
}

function rowOf({ month, state, page, published }: IndexedMonth): HtmlPart[] {
  const name = page === null ? month : html`<a href="${page}">${month}</a>`;
  if (published === null) return [name, `${state}; its manifest.json cannot be read`, '', '', '', '', ''];
  const { netRevenueUsd, distributableUsd, creditedRenderSpark, digest } = published;
  const points = microFromText(creditedRenderSpark);
  return [
    name,
    state,
    decimalText(netRevenueUsd),
    decimalText(distributableUsd),
    decimalText(creditedRenderSpark),
    points === 0n ? '–' : decimalText(shareForReading(microFromText(distributableUsd), points)),
    digest.slice(0, 16),
  ];
}
