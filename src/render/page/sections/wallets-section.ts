import { distributionOf, largestRows } from '../../../core/overview/distribution.ts';
import { countOf } from '../../../core/text/count-of.ts';
import { percentOf, spark, usd } from '../amounts.ts';
import { chartOf } from '../charts/chart.ts';
import { lorenzChart } from '../charts/lorenz-chart.ts';
import { type Html, html, NOTHING_TO_SHOW } from '../html.ts';
import type { PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** Wallets that are listed, those that earned most: with more the page grows too large to open at once. */
const MOST_WALLETS = 1000;

/** How the pool lies among wallets, and those that earned most. */
export function walletsSection({ close, payouts }: PageFacts): Html {
  const distribution = distributionOf(close.pool.parts);
  const { groups, earned, wallets } = distribution;
  const chart =
    earned === 0n
      ? NOTHING_TO_SHOW
      : chartOf(
          lorenzChart(
            {
              id: 'lorenz',
              title: 'What part of the pool (upwards) what part of the wallets earned, smallest first (to the right)',
              says: 'The Lorenz curve; on the dashed line all wallets would earn the same. The table beside it has the largest and the long tail.',
            },
            distribution,
          ),
        );
  return html`<section><h2 id="by-wallet">Wallets</h2>
<div class="charts">${chart}<div>${tableOf({
    id: 'groups',
    caption: `How ${countOf(wallets, 'wallet')} ${wallets === 1 ? 'has' : 'share'} the pool, those that earned most first`,
    columns: [
      { name: 'Wallets' },
      { name: 'Number', kind: 'number' },
      { name: 'Earned, USD', kind: 'number' },
      { name: 'of the whole', kind: 'number' },
    ],
    rows: groups.map((group) => [group.name, group.wallets, usd(group.earned), percentOf(group.earned, earned)]),
    total: ['all', wallets, usd(earned), ''],
  })}</div></div>
${walletTable(payouts, earned)}</section>`;
}

function walletTable(payouts: PageFacts['payouts'], earned: bigint): Html {
  // The header of payouts.csv is line 1.
  const lines = new Map(payouts.map((row, index) => [row, index + 2]));
  const listed = largestRows(payouts, MOST_WALLETS);
  const rest = payouts.length - listed.length;
  const more = rest === 0 ? '' : ` The other ${rest} stand in payouts.csv.`;
  return html`${tableOf({
    id: 'wallets',
    caption: `The ${countOf(listed.length, 'wallet')} that earned most, of ${payouts.length} in payouts.csv.${more}`,
    search: 'Find a wallet',
    columns: [
      { name: 'Wallet', kind: 'code' },
      { name: 'Jobs', kind: 'number' },
      { name: 'Spark', kind: 'number' },
      { name: 'Earned, USD', kind: 'number' },
      { name: 'of the whole', kind: 'number' },
      { name: 'Balance, USD', kind: 'number' },
      { name: 'Payout, USD', kind: 'number' },
      { name: 'By, and why not all' },
      { name: 'Line', kind: 'number' },
    ],
    rows: listed.map((row) => [
      row.shown,
      row.part.jobs,
      spark(row.part.points),
      usd(row.part.earned),
      percentOf(row.part.earned, earned),
      usd(row.account.balance),
      usd(row.account.payout),
      [row.account.method ?? '–', row.account.reason].filter((each) => each !== '').join(': '),
      lines.get(row) ?? 0,
    ]),
  })}`;
}
