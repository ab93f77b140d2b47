import type { Movement } from '../../core/deferral/movement.ts';
import { netOf } from '../../core/money/components.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('entry'),
  textColumn('provider'),
  textColumn('charge'),
  textColumn('plan'),
  textColumn('currency'),
  textColumn('charge_month'),
  textColumn('covers_from'),
  textColumn('covers_to'),
  numberColumn('charged_usd'),
  numberColumn('changed_usd'),
  numberColumn('recognised_before_usd'),
  numberColumn('recognised_in_usd'),
  numberColumn('recognised_after_usd'),
];

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

function deferredRow(movement: Movement, month: Month, state: string): string[] {
  const { schedule, charged, closing, covers } = movement;
  const at = month - movement.month;
  const before = schedule.slice(0, at).reduce((sum, each) => sum + netOf(each), 0n);
  const own = schedule[at];
  const inMonth = own === undefined ? 0n : netOf(own);
  const after = netOf(closing);
  return [
    formatMonth(month),
    state,
    movement.provider === 'costs' ? 'cost' : 'charge',
    movement.provider,
    movement.charge,
    movement.plan,
    movement.currency,
    formatMonth(movement.month),
    formatMonth(covers.first),
    formatMonth(covers.last),
    formatMicro(netOf(charged)),
    formatMicro(before + inMonth + after - netOf(charged)),
    formatMicro(before),
    formatMicro(inMonth),
    formatMicro(after),
  ];
}
