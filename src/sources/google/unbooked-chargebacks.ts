import type { Finding } from '../../core/close/finding.ts';
import type { SmallRow } from '../../core/close/inputs/small-rows.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { ProductCatalogue } from '../../core/revenue/plan.ts';
import { isCharge, transactionType } from './transaction-type.ts';

/** A row of an order: what is asked of it. */
export interface OrderRow {
  readonly order: string;
  readonly kind: string;
  readonly product: string;
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
  return found.flatMap(({ row: { order, atMs, reason }, source }): Finding[] => {
    const own = rows.filter((row) => row.order === order);
    const typed = own.flatMap((row) => {
      const type = transactionType(row.kind);
      return type === null ? [] : { ...row, ...type };
    });
    if (typed.some(({ component, effect }) => component === 'gross' && effect === 'refund')) return [];
    const charged = typed.filter(isCharge);
    const isOther = ({ product }: OrderRow): boolean => catalogue.verdict('google', product) === 'other-product';
    if (charged.length > 0 && charged.every(isOther)) return [];
    const why = reason === CHARGEBACK ? 'as a chargeback' : `for reason ${reason}, which is not known`;
    const what = `Google voided order ${order} on ${utcDate(atMs)} ${why}, and no row of the data takes it back`;
    return [{ code: 'chargeback-unbooked', subject: order, month: monthOfInstant(atMs), what, source }];
  });
}
