import { usd } from '../amounts.ts';
import { type Html, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** What each plan brought through each store. */
export function plansSection({ close, postings }: PageFacts): Html {
  return html`<section><h2 id="plans">By store and plan</h2>
${tableOf({
  id: 'by-plan',
  caption: 'Net revenue by store and plan, USD; other: refunds, disputes, restorations, costs, adjustments',
  columns: [
    { name: 'Provider' },
    { name: 'Plan' },
    { name: 'Parts of charges', kind: 'number' },
    { name: 'Gross', kind: 'number' },
    { name: 'Customer tax', kind: 'number' },
    { name: 'Provider fees', kind: 'number' },
    { name: 'Other', kind: 'number' },
    { name: 'Net', kind: 'number' },
  ],
  rows: postings.plans.map(({ provider, plan, parts, gross, tax, fee, other, net }) => [
    provider,
    plan === '' ? '–' : plan,
    parts,
    ...[gross, tax, fee, other, net].map(usd),
  ]),
  total: ['all', '', '', '', '', '', '', usd(close.pool.netRevenue)],
})}</section>`;
}
