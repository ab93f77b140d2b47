import type { MonthClose } from '../../core/close/month-close.ts';
import { netRevenueOf, REVENUE_LINES, REVENUE_PROVIDERS } from '../../core/close/net-revenue.ts';
import type { ReportedLine } from '../../core/comparison/comparison.ts';
import type { ReportedPool } from '../../core/comparison/pool-change.ts';
import { exactFromText, formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro, microFromText } from '../../core/money/micro.ts';
import { byShare, partsByShare } from '../../core/pool/revenue-at-share.ts';
import { type Header, readersOf } from './column-readers.ts';
import { type Columns, csvText, HEAD, plain, type ReportHead, text } from './columns.ts';

const COLUMNS = {
  ...HEAD,
  line: text.of(({ line }) => line),
  provider: text.of(({ provider }) => provider),
  amount_usd: plain.of(({ amount }) => amount),
} satisfies Columns<ReportedLine & ReportHead>;

/** Begins the name of a line with the net revenue that one of several shares applies to, e.g. `net_revenue_at_0.51`. */
const AT_SHARE = 'net_revenue_at_';

/**
 * The lines of pool.csv: what moves net revenue per provider and in total, then what becomes of it (R10, R13).
 * In the order in which they add up. Where adjustments of months with another share are in it, net revenue by share
 * stands before the share: the pool is their sum, each times its share.
 */
export function poolLines(close: MonthClose): ReportedLine[] {
  const { revenue, pool } = close;
  const lines: ReportedLine[] = [];
  const add = (line: string, provider: string, amount: string): number => lines.push({ line, provider, amount });
  for (const provider of REVENUE_PROVIDERS) {
    const own = revenue.lines[provider];
    for (const name of REVENUE_LINES) add(name, provider, formatMicro(own[name]));
    add('net_revenue', provider, formatMicro(netRevenueOf(own)));
  }
  add('net_revenue', 'all', formatMicro(revenue.total));
  if (pool.revenue.ofOtherShares.length > 0) {
    for (const { share, netRevenue } of partsByShare(pool.revenue))
      add(AT_SHARE + share, 'all', formatMicro(netRevenue));
  }
  add('share', 'all', pool.share);
  add('pool', 'all', formatExact(pool.pool));
  add('carried_in', 'all', formatExact(pool.carriedIn));
  add('distributable', 'all', formatMicro(pool.distributable));
  add('distributed', 'all', formatMicro(pool.distributed));
  add('dust', 'all', formatMicro(pool.dust));
  add('carried_out', 'all', formatExact(pool.carriedOut));
  add('platform', 'all', formatExact(pool.platform));
  return lines;
}

export function poolCsv(close: MonthClose, state: string): string {
  const { month } = close;
  return csvText(
    COLUMNS,
    poolLines(close).map((line) => ({ ...line, month, state })),
  );
}

/** Reads pool.csv. */
export function poolReader(header: Header): (record: readonly string[]) => ReportedLine {
  const of = readersOf(COLUMNS, header);
  return (record) => ({ line: of.line(record), provider: of.provider(record), amount: of.amount_usd(record) });
}

/** What pool.csv says of the whole month. */
export function reportedPool(lines: readonly ReportedLine[]): ReportedPool {
  const amount = (name: string): string => {
    const found = lines.find(({ line, provider }) => line === name && provider === 'all');
    if (found === undefined) throw new Error(`pool.csv has no line ${name}`);
    return found.amount;
  };
  const netRevenue = microFromText(amount('net_revenue'));
  const share = amount('share');
  const atShares = lines.flatMap(({ line, provider, amount: net }) => {
    if (!line.startsWith(AT_SHARE) || provider !== 'all') return [];
    return [{ share: line.slice(AT_SHARE.length), netRevenue: microFromText(net) }];
  });
  return {
    netRevenue,
    share,
    revenue: byShare(share, netRevenue, atShares),
    pool: exactFromText(amount('pool')),
    carriedIn: exactFromText(amount('carried_in')),
    distributable: microFromText(amount('distributable')),
    distributed: microFromText(amount('distributed')),
    carriedOut: exactFromText(amount('carried_out')),
  };
}
