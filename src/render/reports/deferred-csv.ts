import type { Movement } from '../../core/deferral/movement.ts';
import { netOf } from '../../core/money/components.ts';
import type { MicroUsd } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import { type Columns, csvHeader, csvRows, HEAD, micro, month, type ReportHead, text } from './columns.ts';

/** What a charge is recognised for, net: before the month, in it, and after it. */
interface DeferredRow extends ReportHead {
  readonly movement: Movement;
  readonly charged: MicroUsd;
  readonly before: MicroUsd;
  readonly inMonth: MicroUsd;
  readonly after: MicroUsd;
}

const COLUMNS = {
  ...HEAD,
  entry: text.of(({ movement }) => (movement.provider === 'costs' ? 'cost' : 'charge')),
  provider: text.of(({ movement }) => movement.provider),
  charge: text.of(({ movement }) => movement.charge),
  plan: text.of(({ movement }) => movement.plan),
  currency: text.of(({ movement }) => movement.currency),
  charge_month: month.of(({ movement }) => movement.month),
  covers_from: month.of(({ movement }) => movement.covers.first),
  covers_to: month.of(({ movement }) => movement.covers.last),
  charged_usd: micro.of(({ charged }) => charged),
  changed_usd: micro.of(({ charged, before, inMonth, after }) => before + inMonth + after - charged),
  recognised_before_usd: micro.of(({ before }) => before),
  recognised_in_usd: micro.of(({ inMonth }) => inMonth),
  recognised_after_usd: micro.of(({ after }) => after),
} satisfies Columns<DeferredRow>;

export function deferredHeader(): string {
  return csvHeader(COLUMNS);
}

/**
 * deferred.csv: a row per charge that the month still touches; net amounts. `charged + changed = before + in + after`,
 * where changed is what refunds, disputes and restorations up to the month's end made of it, and after is deferred.
 */
export function deferredRows(movements: readonly Movement[], month: Month, state: string): string {
  return csvRows(
    COLUMNS,
    movements.map((movement) => deferredRow(movement, month, state)),
  );
}

function deferredRow(movement: Movement, month: Month, state: string): DeferredRow {
  const { schedule, charged, closing } = movement;
  const at = month - movement.month;
  const own = schedule[at];
  return {
    month,
    state,
    movement,
    charged: netOf(charged),
    before: schedule.slice(0, at).reduce((sum, each) => sum + netOf(each), 0n),
    inMonth: own === undefined ? 0n : netOf(own),
    after: netOf(closing),
  };
}
