import type { Finding } from '../../core/close/finding.ts';
import type { SmallRow } from '../../core/close/inputs/small-rows.ts';
import type { Warning } from '../../core/close/warnings/warning.ts';
import { formatMicro, type MicroUnit } from '../../core/money/micro.ts';
import { type Month, monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { ProductCatalogue } from '../../core/revenue/plan.ts';
import { groupedRows } from '../fates/asked-rows.ts';
import { isCharge, transactionType } from './transaction-type.ts';

/** A row of an order: what is asked of it. */
export interface OrderRow {
  readonly order: string;
  readonly kind: string;
  readonly product: string;
  /** In the merchant's currency. */
  readonly gross: MicroUnit;
}

/** The API's number for a chargeback, and the last one that it documents: what a later one says is not known. */
const CHARGEBACK = 7;
const LAST_KNOWN = 8;

/** The voided purchases that are chargebacks, or may be, one an order: the first. */
export function chargebacks(voided: readonly SmallRow<'google-voided'>[]): SmallRow<'google-voided'>[] {
  const byOrder = new Map<string, SmallRow<'google-voided'>>();
  for (const each of voided) {
    const known = byOrder.get(each.row.order);
    if (mayBeChargeback(each.row.reason) && (known === undefined || each.row.atMs < known.row.atMs))
      byOrder.set(each.row.order, each);
  }
  return [...byOrder.values()];
}

function mayBeChargeback(reason: number): boolean {
  return reason === CHARGEBACK || reason > LAST_KNOWN;
}

/**
 * Chargebacks that no row of the order takes back: earnings may not show them (docs/inputs.md, Google). Not of an order of
 * which only other products were charged.
 */
export function unbookedChargebacks(
  found: readonly SmallRow<'google-voided'>[],
  rows: readonly OrderRow[],
  catalogue: ProductCatalogue,
): Finding[] {
  const judged = judgedOrders(rows, catalogue);
  return found.flatMap(({ row: { order, atMs, reason }, source }): Finding[] => {
    const { taken, isPlan } = judged(order);
    if (taken.length > 0 || !isPlan) return [];
    const what = `Google voided order ${order} on ${utcDate(atMs)} ${why(reason)}, and no row of the data takes it back`;
    return [{ code: 'chargeback-unbooked', subject: order, month: monthOfInstant(atMs), what, source }];
  });
}

/**
 * Chargebacks of a month whose order has rows that take back less than was charged: they may be of a refund before, and the chargeback
 * be booked nowhere.
 */
export function partlyBookedChargebacks(
  found: readonly SmallRow<'google-voided'>[],
  rows: readonly OrderRow[],
  catalogue: ProductCatalogue,
  month: Month,
): Warning[] {
  const judged = judgedOrders(rows, catalogue);
  const ofMonth = found.filter(({ row }) => monthOfInstant(row.atMs) === month);
  return ofMonth.flatMap(({ row: { order, atMs, reason }, source }): Warning[] => {
    const { charged, taken, isPlan } = judged(order);
    const [paid, back] = [sumOf(charged), -sumOf(taken)];
    if (!isPlan || taken.length === 0 || back >= paid) return [];
    const what = `Google voided it on ${utcDate(atMs)} ${why(reason)}, and its rows take back ${formatMicro(back)} of ${formatMicro(paid)}`;
    return [{ code: 'chargeback-beyond-refund', provider: 'google', subject: order, amount: null, what, source }];
  });
}

/** What was charged of an order and taken back, and whether it may be a plan's. */
interface JudgedOrder {
  readonly charged: readonly OrderRow[];
  readonly taken: readonly OrderRow[];
  readonly isPlan: boolean;
}

/** Judges an order by its rows; the rows are gone through once, because a list of voided purchases only grows. */
function judgedOrders(rows: readonly OrderRow[], catalogue: ProductCatalogue): (order: string) => JudgedOrder {
  const byOrder = new Map(groupedRows(rows, ({ order }) => order).map((own) => [own[0].order, own]));
  const isOther = ({ product }: OrderRow): boolean => catalogue.verdict('google', product) === 'other-product';
  return (order) => {
    const typed = (byOrder.get(order) ?? []).flatMap((row) => {
      const type = transactionType(row.kind);
      return type === null ? [] : { ...row, ...type };
    });
    const charged = typed.filter(isCharge);
    const taken = typed.filter(({ component, effect }) => component === 'gross' && effect === 'refund');
    return { charged, taken, isPlan: charged.length === 0 || !charged.every(isOther) };
  };
}

function why(reason: number): string {
  return reason === CHARGEBACK ? 'as a chargeback' : `for reason ${reason}, which is not known`;
}

function sumOf(rows: readonly OrderRow[]): MicroUnit {
  return rows.reduce((sum, { gross }) => sum + gross, 0n);
}
