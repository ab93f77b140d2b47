import type { Exact } from '../../../core/money/exact-decimal.ts';
import { leftOut, type Moved } from '../../../core/overview/left-out.ts';
import { decimalText, spark, usd } from '../amounts.ts';
import { type Html, type HtmlPart, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** What was left out, why, and what that moved. */
export function leftOutSection({ close }: PageFacts): Html {
  const rows = leftOut(close);
  return html`<section><h2 id="left-out">Left out</h2>
<p>What counting the rows would have changed, everything else as it is: money would move the pool by the workers’ share of
it, jobs would divide the same pool over more Spark.</p>
${tableOf({
  id: 'exclusions',
  caption: 'What was left out, and what that moved (exclusions.csv)',
  columns: [
    { name: 'Reason' },
    { name: 'Of' },
    { name: 'Rows', kind: 'number' },
    { name: 'USD or Spark', kind: 'number' },
    { name: 'Counted, it would change', kind: 'prose' },
    { name: 'Because', kind: 'prose' },
  ],
  rows: rows.map(({ total, because, moved }) => [
    total.reason,
    total.source,
    total.rows,
    'points' in total ? html`${spark(total.points)} Spark` : html`${usd(total.amount)} USD`,
    movedText(moved),
    because,
  ]),
})}</section>`;
}

function movedText(moved: Moved): HtmlPart {
  if (moved === null) return 'nothing';
  if (moved.what === 'pool') return html`the pool by ${decimalText(cut(moved.usd, 6))} USD`;
  return html`one Spark from ${decimalText(cut(moved.fromUsd, 9))} to ${decimalText(cut(moved.toUsd, 9))} USD`;
}

/** For reading: cut, never rounded up. */
function cut(amount: Exact, decimals: number): string {
  return amount.toFixed(decimals, 1);
}
