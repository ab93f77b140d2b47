import { REVENUE_LINES, REVENUE_PROVIDERS } from '../../core/close/net-revenue.ts';
import type { ReportedSide, WhatIf } from '../../core/comparison/comparison.ts';
import { earningWallets } from '../../core/comparison/wallet-changes.ts';
import { Exact, exactFromMicro, exactFromText, formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import { alignedTable } from '../terminal/text-table.ts';
import { sideName, walletsText } from './comparison-text.ts';

/** whatif for people: the month line by line, side by side, and the wallets that change most. */
export function whatIfText({ reported, change, supposed, months }: WhatIf, wide: boolean): string {
  const { from, to } = change;
  const sides = reported === null ? [from, to] : [reported, from, to];
  const rows = [
    ...REVENUE_LINES,
    'net_revenue',
    'pool',
    'carried_in',
    'distributable',
    'distributed',
    'carried_out',
  ].map((name) => [
    name,
    ...sides.map((side) => formatExact(sumOf(side, name))),
    formatExact(sumOf(to, name).minus(sumOf(from, name))),
  ]);
  const share = ['share', ...sides.map((side) => side.pool.share), ''];
  const wallets = [
    'wallets',
    ...sides.map(({ parts }) => String(earningWallets(parts))),
    String(earningWallets(to.parts) - earningWallets(from.parts)),
  ];
  const used = rows.filter((row) => row.slice(1).some((amount) => !exactFromText(amount).isZero()));
  const names = sides.map((side) => (side === reported ? `as reported (${side.state})` : side.state));
  const at = used.findIndex(([name]) => name === 'pool');
  return [
    [`whatif ${formatMonth(to.month)}; nothing is stored`, ...supposed].join('\n'),
    alignedTable([
      ['USD', ...names, 'difference'],
      ...(at === -1 ? [...used, share] : [...used.slice(0, at), share, ...used.slice(at)]),
      wallets,
    ]),
    monthsText(months),
    walletsText(change, wide) || `no wallet changes from ${sideName(from)} to ${sideName(to)}`,
    change.notes.map((note) => `note: ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** What the refunded charge posts in each of its months, and what the pool loses by it. */
function monthsText(months: WhatIf['months']): string {
  if (months.length === 0) return '';
  const poolOf = ({ before, after, share }: WhatIf['months'][number]): Exact =>
    exactFromMicro(after - before).times(new Exact(share));
  const rows = months.map((each) => [
    formatMonth(each.month),
    formatMicro(each.before),
    formatMicro(each.after),
    formatMicro(each.after - each.before),
    formatExact(poolOf(each)),
  ]);
  const sum = (of: (each: WhatIf['months'][number]) => bigint): string =>
    formatMicro(months.reduce((total, each) => total + of(each), 0n));
  const pool = months.reduce((total, each) => total.plus(poolOf(each)), new Exact(0));
  const all = [
    'in all',
    sum(({ before }) => before),
    sum(({ after }) => after),
    sum(({ before, after }) => after - before),
  ];
  const table = alignedTable([
    ['', 'posts', 'would post', 'difference', 'of it the pool'],
    ...rows,
    [...all, formatExact(pool)],
  ]);
  return `the charge, net, USD\n${table}`;
}

/** A line of pool.csv over all providers. */
function sumOf({ lines }: ReportedSide, name: string): Exact {
  const own = lines.filter(({ line, provider }) => {
    return line === name && (provider === 'all' || (REVENUE_PROVIDERS as readonly string[]).includes(provider));
  });
  const total = own.find(({ provider }) => provider === 'all');
  return total === undefined
    ? own.reduce((sum, { amount }) => sum.plus(exactFromText(amount)), new Exact(0))
    : exactFromText(total.amount);
}
