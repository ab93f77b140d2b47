import { formatMonth } from '../../../core/month/month.ts';
import { shareForReading } from '../../reports/share-for-reading.ts';
import { decimalText, spark, usd } from '../amounts.ts';
import { chartOf } from '../charts/chart.ts';
import { monthBars } from '../charts/month-bars.ts';
import { type Html, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** How many months the pictures show; the table has all. */
const MOST_BARS = 24;
const A_THOUSAND = 1000n;
const MICRO = 1_000_000n;

/** Pool and value of a Spark, month by month. */
export function monthsSection({ months }: PageFacts): Html {
  const shown = months.slice(-MOST_BARS);
  const pool = monthBars(
    {
      id: 'pools',
      title: 'Distributable, month by month, USD',
      says: 'What wallets shared in each month; the table below has the figures.',
    },
    shown.map(({ month, distributable }) => ({ month, parts: [{ look: 'mark', name: '', amount: distributable }] })),
  );
  const value = monthBars(
    {
      id: 'values',
      title: 'What 1,000 Spark were worth, month by month, USD',
      says: 'The distributable amount of each month divided by its credited Spark; the table below has the figures.',
    },
    shown.map(({ month, distributable, points }) => {
      const amount = points === 0n ? 0n : (distributable * A_THOUSAND * MICRO) / points;
      return { month, parts: [{ look: 'google', name: '1,000 Spark', amount }] };
    }),
  );
  return html`<section><h2 id="months">Month by month</h2>
<div class="charts">${chartOf(pool)}${chartOf(value)}</div>
${tableOf({
  id: 'all-months',
  caption: 'The months so far; the value of one Spark is cut to twelve decimals',
  columns: [
    { name: 'Month' },
    { name: 'State' },
    { name: 'Net revenue, USD', kind: 'number' },
    { name: 'Distributable, USD', kind: 'number' },
    { name: 'Wallets', kind: 'number' },
    { name: 'Spark', kind: 'number' },
    { name: 'One Spark, USD', kind: 'number' },
  ],
  rows: months.map(({ month, isFinal, netRevenue, distributable, wallets, points }) => [
    formatMonth(month),
    isFinal ? 'final' : 'open',
    usd(netRevenue),
    usd(distributable),
    wallets,
    spark(points),
    points === 0n ? '–' : decimalText(shareForReading(distributable, points)),
  ]),
})}</section>`;
}
