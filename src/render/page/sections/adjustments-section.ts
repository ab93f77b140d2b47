import { formatMonth } from '../../../core/month/month.ts';
import { usd } from '../amounts.ts';
import { type Html, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** What adjusts final months (R16). */
export function adjustmentsSection({ postings, fileOf }: PageFacts): Html {
  const { count, sum, largest } = postings.adjustments;
  const head = html`<h2 id="adjustments">Adjustments of final months</h2>`;
  if (count === 0)
    return html`<section>${head}<p>Nothing of an earlier, final month is adjusted in this one.</p></section>`;
  return html`<section>${head}
${tableOf({
  id: 'adjusted',
  caption: `${largest.length} of ${count} adjustments, the largest first, net in USD (adjustments.csv)`,
  search: 'Find an adjustment',
  columns: [
    { name: 'Of month' },
    { name: 'Provider' },
    { name: 'Charge', kind: 'code' },
    { name: 'Why' },
    { name: 'Net, USD', kind: 'number' },
    { name: 'Export line', kind: 'code' },
  ],
  rows: largest.map(({ posting, amount }) => [
    formatMonth(posting.originalMonth),
    posting.provider,
    posting.charge,
    posting.event,
    usd(amount),
    `${fileOf(posting.source.input)}:${posting.source.line}`,
  ]),
  total: ['all', '', '', '', usd(sum), ''],
})}</section>`;
}
