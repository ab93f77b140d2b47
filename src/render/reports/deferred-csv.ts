import { type Movement, type RecognisedAround, recognisedAround } from '../../core/deferral/movement.ts';
import type { DeferredCharge } from '../../core/explanation/charges/charges-behind.ts';
import type { Month } from '../../core/month/month.ts';
import { type Header, readersOf } from './column-readers.ts';
import { type Columns, csvHeader, csvRows, HEAD, micro, month, type ReportHead, text } from './columns.ts';

interface DeferredRow extends ReportHead, RecognisedAround {
  readonly movement: Movement;
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
    movements.map((movement) => ({ month, state, movement, ...recognisedAround(movement, month) })),
  );
}

/** Reads deferred.csv: each charge with its row. */
export function deferredChargeReader(header: Header): (record: readonly string[], row: number) => DeferredCharge {
  const of = readersOf(COLUMNS, header);
  return (record, row) => ({
    row,
    provider: of.provider(record),
    charge: of.charge(record),
    plan: of.plan(record),
    currency: of.currency(record),
    chargeMonth: of.charge_month(record),
    covers: { first: of.covers_from(record), last: of.covers_to(record) },
    charged: of.charged_usd(record),
    changed: of.changed_usd(record),
    before: of.recognised_before_usd(record),
    inMonth: of.recognised_in_usd(record),
    after: of.recognised_after_usd(record),
  });
}
