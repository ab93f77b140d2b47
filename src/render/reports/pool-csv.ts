import type { MonthClose } from '../../core/close/month-close.ts';
import { netRevenueOf, REVENUE_LINES, REVENUE_PROVIDERS } from '../../core/close/net-revenue.ts';
import { formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('line'),
  textColumn('provider'),
  numberColumn('amount_usd'),
];

/** One line of pool.csv: its name, provider, and amount in dollars. */
export type PoolLine = readonly [line: string, provider: string, amount: string];

/**
 * The lines of pool.csv: what moves net revenue per provider and in total, then what becomes of it (R10, R13).
 * In the order in which they add up.
 */
export function poolLines(close: MonthClose): PoolLine[] {
  const { revenue, pool } = close;
  const lines: PoolLine[] = [];
  for (const provider of REVENUE_PROVIDERS) {
    const own = revenue.lines[provider];
    for (const name of REVENUE_LINES) lines.push([name, provider, formatMicro(own[name])]);
    lines.push(['net_revenue', provider, formatMicro(netRevenueOf(own))]);
  }
  lines.push(
    ['net_revenue', 'all', formatMicro(revenue.total)],
    ['share', 'all', pool.share],
    ['pool', 'all', formatExact(pool.pool)],
    ['carried_in', 'all', formatExact(pool.carriedIn)],
    ['distributable', 'all', formatMicro(pool.distributable)],
    ['distributed', 'all', formatMicro(pool.distributed)],
    ['dust', 'all', formatMicro(pool.dust)],
    ['carried_out', 'all', formatExact(pool.carriedOut)],
    ['platform', 'all', formatExact(pool.platform)],
  );
  return lines;
}

export function poolCsv(close: MonthClose, state: string): string {
  const rows = poolLines(close).map((line) => [formatMonth(close.month), state, ...line]);
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}
