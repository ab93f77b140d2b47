import { REVENUE_PROVIDERS } from '../../core/close/net-revenue.ts';
import { CAUSE_MEANINGS } from '../../core/comparison/cause.ts';
import type { Comparison, ReportedSide } from '../../core/comparison/comparison.ts';
import { allProviders, type ByProvider } from '../../core/comparison/revenue-change.ts';
import type { WalletChange } from '../../core/comparison/wallet-changes.ts';
import { earningWallets } from '../../core/comparison/wallet-changes.ts';
import { formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import { countOf } from '../../core/text/count-of.ts';
import { shortWallet } from '../terminal/short-wallet.ts';
import { alignedTable } from '../terminal/text-table.ts';

const MOST_CHANGES = 15;
const MOST_WALLETS = 20;

/**
 * flux, bridge and restate for people: net revenue by cause, the pool, the largest single changes, the wallets.
 *
 * @param wide whole wallets and their points too
 */
export function comparisonText(comparison: Comparison, wide: boolean): string {
  return [
    sideNames(comparison).join(' -> '),
    causesTable(comparison),
    poolTable(comparison),
    largestText(comparison),
    walletsText(comparison, wide),
    comparison.notes.map((note) => `note: ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** A side in words: `2026-10 review`. */
export function sideName({ month, state }: Pick<ReportedSide, 'month' | 'state'>): string {
  return `${formatMonth(month)} ${state}`;
}

/** Both sides in words; two of one name are told apart by their place. */
function sideNames({ from, to }: Comparison): [from: string, to: string] {
  const names: [string, string] = [sideName(from), sideName(to)];
  return names[0] === names[1] ? [`${names[0]} (from)`, `${names[1]} (to)`] : names;
}

function causesTable(comparison: Comparison): string {
  const { revenue } = comparison;
  const [from, to] = sideNames(comparison);
  const difference = Object.fromEntries(
    REVENUE_PROVIDERS.map((provider) => [provider, revenue.to[provider] - revenue.from[provider]]),
  ) as ByProvider;
  const table = alignedTable([
    ['net revenue, USD', ...REVENUE_PROVIDERS, 'all'],
    amountRow(from, revenue.from),
    ...revenue.causes.map(({ cause, amounts }) => amountRow(`  ${cause}`, amounts)),
    amountRow(to, revenue.to),
    amountRow('difference', difference),
  ]);
  const sum = formatMicro(allProviders(difference));
  const proof =
    revenue.causes.length === 0
      ? 'no difference'
      : `the ${revenue.causes.length} causes sum to the difference, ${sum}, exactly`;
  const meanings = revenue.causes.map(({ cause }) => [`  ${cause}`, CAUSE_MEANINGS[cause]]);
  const width = Math.max(0, ...meanings.map(([name = '']) => name.length));
  const legend = meanings.map(([name = '', meaning = '']) => `${name.padEnd(width)}  ${meaning}`);
  return [table, proof, ...legend].join('\n');
}

function amountRow(name: string, amounts: ByProvider): string[] {
  return [
    name,
    ...REVENUE_PROVIDERS.map((provider) => (amounts[provider] === 0n ? '-' : formatMicro(amounts[provider]))),
    formatMicro(allProviders(amounts)),
  ];
}

function poolTable(comparison: Comparison): string {
  const { from, to, pool } = comparison;
  const exact = (name: string, of: (side: ReportedSide) => ReportedSide['pool']['pool']): string[] => {
    return [name, formatExact(of(from)), formatExact(of(to)), formatExact(of(to).minus(of(from)))];
  };
  const micro = (name: string, of: (side: ReportedSide) => bigint): string[] => {
    return [name, formatMicro(of(from)), formatMicro(of(to)), formatMicro(of(to) - of(from))];
  };
  const wallets = [earningWallets(from.parts), earningWallets(to.parts)] as const;
  const rows = [
    ['pool, USD', ...sideNames(comparison), 'difference'],
    micro('net revenue', (side) => side.pool.netRevenue),
    ['share', from.pool.share, to.pool.share, ''],
    exact('pool', (side) => side.pool.pool),
    ['  by net revenue', '', '', formatExact(pool.byNetRevenue)],
    ['  by share', '', '', formatExact(pool.byShare)],
    exact('carried in', (side) => side.pool.carriedIn),
    micro('distributable', (side) => side.pool.distributable),
    micro('distributed', (side) => side.pool.distributed),
    ['wallets', ...wallets.map(String), String(wallets[1] - wallets[0])],
  ];
  return alignedTable(rows);
}

function largestText({ revenue }: Comparison): string {
  if (revenue.largest.length === 0) return '';
  const shown = revenue.largest.slice(0, MOST_CHANGES).map(({ cause, provider, charge, event, amount }) => {
    return [
      `  ${[provider, charge, event === charge ? '' : event].filter((part) => part !== '').join(' ')}`,
      cause,
      formatMicro(amount),
    ];
  });
  const more = revenue.largest.length > MOST_CHANGES ? ['  more with --json'] : [];
  return ['largest single changes', alignedTable(shown), ...more].join('\n');
}

/** The wallets that change most; nothing where none does. @param wide whole wallets and their points too */
export function walletsText({ wallets }: Pick<Comparison, 'wallets'>, wide: boolean): string {
  if (wallets.length === 0) return '';
  const shown = wallets.slice(0, MOST_WALLETS);
  const table = wide
    ? [WIDE_WALLETS, ...shown.map((each) => [`  ${each.wallet}`, ...pointsOf(each), ...amountsOf(each)])]
    : [WALLETS, ...shown.map((each) => [`  ${shortWallet(each.wallet)}`, ...amountsOf(each)])];
  const more = wallets.length - shown.length;
  return [
    wallets.length === 1 ? '1 wallet changes' : `${countOf(wallets.length, 'wallet')} change, the largest change first`,
    alignedTable(table),
    ...(more > 0 ? [`  and ${more} more with --json`] : []),
  ].join('\n');
}

const WALLETS = ['', 'earned before', 'after', 'difference', 'by pool', 'by points'];
const WIDE_WALLETS = ['', 'Spark before', 'after', ...WALLETS.slice(1)];

function pointsOf({ from, to }: WalletChange): string[] {
  return [from.points, to.points].map(formatMicro);
}

function amountsOf({ from, to, byPool, byPoints }: WalletChange): string[] {
  return [from.earned, to.earned, to.earned - from.earned, byPool, byPoints].map(formatMicro);
}
