import { DAY_MS } from '../../core/month/durations.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { parseUtcDate } from '../reading/utc-time.ts';

/** Subscriber and product of a group `subscriber-product-date`: what its neighbouring days are looked for by. */
export function subscriberAndProduct(group: string): string {
  return dayOfGroup(group) === null ? group : group.slice(0, -'-2026-10-31'.length);
}

/**
 * The rows of one subscriber and product by purchase day. A refund whose Purchase Date is one day off the sale's Event Date
 * goes to that sale: the two reports' days are not cut by the same clock. Of sales on both neighbouring days the one of
 * exactly its amount is meant; otherwise nothing is guessed, and it stays by itself.
 *
 * @param isSale also of a charge that only an opening schedule knows
 */
export function byPurchaseDay<Row extends SourcedTransaction>(
  rows: readonly Row[],
  isSale: (row: Row) => boolean,
): Row[][] {
  const sales = new Map<string, Row[]>();
  for (const row of rows) {
    if (isSale(row) && row.gross !== 0n) sales.set(row.group, [...(sales.get(row.group) ?? []), row]);
  }
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = row.kind === 'refund' && !sales.has(row.group) ? neighbourOf(row, sales) : row.group;
    groups.set(group, [...(groups.get(group) ?? []), row.group === group ? row : { ...row, group }]);
  }
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, own]) => own);
}

function neighbourOf<Row extends SourcedTransaction>(refund: Row, sales: ReadonlyMap<string, readonly Row[]>): string {
  const day = dayOfGroup(refund.group);
  if (day === null) return refund.group;
  const subscription = subscriberAndProduct(refund.group);
  const near = [day - DAY_MS, day + DAY_MS]
    .map((each) => `${subscription}-${utcDate(each)}`)
    .filter((group) => sales.get(group)?.some(({ currency }) => currency === refund.currency));
  const exact = near.filter((group) => sales.get(group)?.some((sale) => isWhole(refund, sale)));
  const [only, ...others] = near.length > 1 ? exact : near;
  return only === undefined || others.length > 0 ? refund.group : only;
}

function isWhole(refund: SourcedTransaction, sale: SourcedTransaction): boolean {
  return refund.currency === sale.currency && refund.gross === -sale.gross;
}

function dayOfGroup(group: string): number | null {
  const match = /-(\d{4}-\d{2}-\d{2})$/.exec(group);
  return match === null ? null : parseUtcDate(match[1] ?? '');
}
