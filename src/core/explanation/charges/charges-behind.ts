import { type Movement, recognisedAround } from '../../deferral/movement.ts';
import type { MicroUsd } from '../../money/micro.ts';
import type { Month } from '../../month/month.ts';
import { countOf } from '../../text/count-of.ts';
import { usd } from '../tree/amount.ts';
import { type Explanation, explained } from '../tree/explanation.ts';
import type { LargestParts } from '../tree/largest-parts.ts';
import type { RuleName } from '../tree/rules.ts';

/** A charge or spread cost as its row of deferred.csv has it; net, in micro-dollars. */
export interface DeferredCharge {
  /** Row of deferred.csv, the header being row 1. */
  readonly row: number;
  readonly provider: string;
  readonly charge: string;
  readonly plan: string;
  readonly currency: string;
  readonly chargeMonth: Month;
  readonly covers: { readonly first: Month; readonly last: Month };
  readonly charged: MicroUsd;
  readonly changed: MicroUsd;
  readonly before: MicroUsd;
  readonly inMonth: MicroUsd;
  readonly after: MicroUsd;
}

/** What a charge moves in the month of the reports, by its rows; null where they say another thing than was reported. */
export type MovementOf = (charge: DeferredCharge) => Movement | null;

/** Whether a movement comes to what deferred.csv says of its charge. */
export function isAsReported(charge: DeferredCharge, movement: Movement, month: Month): boolean {
  const now = recognisedAround(movement, month);
  return (
    now.charged === charge.charged &&
    now.before === charge.before &&
    now.inMonth === charge.inMonth &&
    now.after === charge.after
  );
}

/** What a charge brings to a figure, and the row that says so. */
export interface ChargeShare {
  readonly amount: MicroUsd;
  readonly source: Explanation['source'];
  readonly formula: string;
  readonly rule: RuleName | null;
}

/** What of a charge is in a figure; null where nothing can be said of it alone. */
export type ShareOf = (charge: DeferredCharge) => ChargeShare | null;

/**
 * The largest charges of a figure as its parts, each with its row of an export, and what all others come to as the last.
 *
 * @param total the figure, micro-dollars
 */
export function chargeParts(total: MicroUsd, behind: LargestParts<DeferredCharge>, shareOf: ShareOf): Explanation[] {
  const parts: Explanation[] = [];
  let rest = total;
  for (const charge of behind.largest) {
    const share = shareOf(charge);
    if (share === null || share.amount === 0n) continue;
    rest -= share.amount;
    parts.push(chargeNode(charge, share));
  }
  const others = behind.count - parts.length;
  if (rest === 0n && parts.length > 0) return parts;
  if (others === 0 && parts.length === 0) return [];
  const label = others === 0 ? 'what rows that came since say otherwise' : countOf(others, 'more charge');
  return [...parts, explained({ label, amount: usd(rest), note: others === 0 ? '' : '--rows N shows more of them' })];
}

function chargeNode(charge: DeferredCharge, { amount, source, formula, rule }: ChargeShare): Explanation {
  const { provider, plan, covers, row } = charge;
  return explained({
    label: `${provider} ${charge.charge}`,
    amount: usd(amount),
    formula,
    rule,
    note: plan === '' || covers.first === covers.last ? plan : `${plan}, spread over its months`,
    cell: { file: 'deferred.csv', row, column: 'charged_usd' },
    source,
  });
}
