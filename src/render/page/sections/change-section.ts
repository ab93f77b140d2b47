import { CAUSE_MEANINGS } from '../../../core/comparison/cause.ts';
import { allProviders } from '../../../core/comparison/revenue-change.ts';
import { formatMonth } from '../../../core/month/month.ts';
import { monthInWords, usd } from '../amounts.ts';
import { chartOf } from '../charts/chart.ts';
import { waterfallChart } from '../charts/waterfall-chart.ts';
import { type Html, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

const KNOWN_SINCE = 'what the earlier month would have on top as now known: it was final before, and does not change';

/** Why net revenue is another than the month before: every micro-dollar has one cause. */
export function changeSection({ close, change }: PageFacts): Html {
  if (change === null) {
    return html`<section><h2 id="change">Since the month before</h2><p>It is the first month: there is none before it.</p></section>`;
  }
  const { before, from, to, knownSince } = change;
  const causes = change.causes.map(({ cause, amounts }) => ({
    name: cause.replaceAll('-', ' '),
    amount: allProviders(amounts),
    meaning: CAUSE_MEANINGS[cause] as string,
  }));
  const all =
    knownSince === 0n ? causes : [...causes, { name: 'known since', amount: knownSince, meaning: KNOWN_SINCE }];
  const sides = { from: monthInWords(before), to: monthInWords(close.month) };
  const chart = waterfallChart(
    {
      id: 'changes',
      title: `Net revenue from ${sides.from} to ${sides.to}, USD`,
      says: 'Each cause of the difference between the two months; the table beside it says what each cause is.',
    },
    [
      { name: formatMonth(before), amount: from, isSum: true },
      ...all.map(({ name, amount }) => ({ name, amount, isSum: false })),
      { name: formatMonth(close.month), amount: to, isSum: true },
    ],
  );
  return html`<section><h2 id="change">Since the month before</h2>
<p>Net revenue went from ${usd(from)} USD in ${sides.from} to ${usd(to)} USD, a change of ${usd(to - from)} USD.
<code>revshare flux ${formatMonth(close.month)}</code> names the charges.</p>
<div class="beside">${chartOf(chart)}
<div>${tableOf({
    id: 'causes',
    caption: `Every cause of the change, USD`,
    columns: [{ name: 'Cause' }, { name: 'USD', kind: 'number' }, { name: 'What it is', kind: 'prose' }],
    rows: all.map(({ name, amount, meaning }) => [name, usd(amount), meaning]),
    total: ['All causes', usd(to - from), ''],
  })}</div></div></section>`;
}
