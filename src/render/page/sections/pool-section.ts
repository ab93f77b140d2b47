import { netRevenueOf, REVENUE_LINES, REVENUE_PROVIDERS, type RevenueLine } from '../../../core/close/net-revenue.ts';
import { floorToMicro } from '../../../core/money/exact-decimal.ts';
import { usd } from '../amounts.ts';
import { chartOf } from '../charts/chart.ts';
import { type WaterfallStep, waterfallChart } from '../charts/waterfall-chart.ts';
import { type Html, html } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** The lines of pool.csv in words. */
const LINE_NAMES: Readonly<Record<RevenueLine, string>> = {
  gross: 'Gross',
  customer_tax: 'Customer tax',
  provider_fee: 'Provider fees',
  refund: 'Refunds',
  dispute: 'Disputes',
  dispute_fee: 'Dispute fees',
  restoration: 'Restorations',
  cost: 'Costs',
  prior_period: 'Prior periods',
};

/** From gross to what is distributed: as a picture, then store by store. */
export function poolSection({ close }: PageFacts): Html {
  const { revenue } = close;
  const providers = REVENUE_PROVIDERS.filter((provider) =>
    REVENUE_LINES.some((line) => revenue.lines[provider][line] !== 0n),
  );
  const lines = REVENUE_LINES.filter(
    (line) => totalOf(close, line) !== 0n || providers.some((provider) => revenue.lines[provider][line] !== 0n),
  );
  const chart = waterfallChart(
    {
      id: 'waterfall',
      title: 'From gross to distributable, USD',
      says: 'Each step from what charges post in the month to what wallets share; the table below has the same figures.',
    },
    stepsOf(close, lines),
  );
  return html`<section><h2 id="pool">From gross to the pool</h2>
<div class="beside">${chartOf(chart)}
<div>${tableOf({
    id: 'pool-lines',
    caption: 'Net revenue by store, USD, each line as it moves net revenue (pool.csv)',
    columns: [{ name: 'Line' }, ...[...providers, 'all'].map((name) => ({ name, kind: 'number' as const }))],
    rows: lines.map((line) => [
      LINE_NAMES[line],
      ...providers.map((provider) => usd(revenue.lines[provider][line])),
      usd(totalOf(close, line)),
    ]),
    total: [
      'Net revenue',
      ...providers.map((provider) => usd(netRevenueOf(revenue.lines[provider]))),
      usd(revenue.total),
    ],
  })}</div></div></section>`;
}

function totalOf({ revenue }: PageFacts['close'], line: RevenueLine): bigint {
  return REVENUE_PROVIDERS.reduce((sum, provider) => sum + revenue.lines[provider][line], 0n);
}

/**
 * Gross to net revenue to distributable. Exact decimals are shown to the micro-dollar here: what is below it stands in the
 * step that takes the rest, so that the steps add up.
 */
function stepsOf(close: PageFacts['close'], lines: readonly RevenueLine[]): WaterfallStep[] {
  const { netRevenue, platform, carriedIn, distributable } = close.pool;
  const platformPart = -floorToMicro(platform);
  const carried = floorToMicro(carriedIn);
  const rest = distributable - (netRevenue + platformPart + carried);
  const steps: WaterfallStep[] = [
    ...lines.map((line) => ({ name: LINE_NAMES[line], amount: totalOf(close, line), isSum: line === 'gross' })),
    { name: 'Net revenue', amount: netRevenue, isSum: true },
    { name: 'Platform’s part', amount: platformPart, isSum: false },
    { name: 'Carried in', amount: carried, isSum: false },
    { name: distributable === 0n ? 'Carried on' : 'Cut to 0.000001', amount: rest, isSum: false },
    { name: 'Distributable', amount: distributable, isSum: true },
  ];
  return steps.filter(({ amount, isSum }) => isSum || amount !== 0n);
}
