import type { Finding } from '../../../core/close/finding.ts';
import type { Warning } from '../../../core/close/warnings/warning.ts';
import { productCatalogue } from '../../../core/revenue/plan.ts';
import {
  chargebacks,
  partlyBookedChargebacks,
  unbookedChargebacks,
} from '../../../sources/google/unbooked-chargebacks.ts';
import { rowsOfOrders } from '../../../store/inputs/order-rows.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';
import type { CloseContext } from './close-context.ts';

/** Chargebacks that Google's list of voided purchases tells, where that is given, and no row takes back, or not all. */
export async function chargebacksOf({
  db,
  policy,
  month,
}: CloseContext): Promise<{ readonly findings: readonly Finding[]; readonly warnings: readonly Warning[] }> {
  const found = chargebacks(await activeSmallRows(db, 'google-voided'));
  const rows = await rowsOfOrders(
    db,
    found.map(({ row }) => row.order),
  );
  const catalogue = productCatalogue(policy.plans, policy.otherProducts);
  return {
    findings: unbookedChargebacks(found, rows, catalogue),
    warnings: partlyBookedChargebacks(found, rows, catalogue, month),
  };
}
