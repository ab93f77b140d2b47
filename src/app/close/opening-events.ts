import type { AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { ChargeEvent, RowAmount } from '../../core/revenue/charge-history.ts';
import { appleReduction } from '../../sources/apple/assemble-sales.ts';
import { orderEvents } from '../../sources/google/order-events.ts';
import { transactionType } from '../../sources/google/transaction-type.ts';
import { meaningOf } from '../../sources/stripe/categories.ts';
import { chargeEvents } from '../../sources/stripe/charge-events.ts';

type EventInCurrency = { readonly event: ChargeEvent; readonly currency: string };

/** Whether a row is a charge of its own, which beats an opening schedule for the same. */
export function isChargeRow(row: SourcedTransaction): boolean {
  if (row.provider === 'stripe') return meaningOf(row.kind) === 'charge';
  if (row.provider === 'apple') return row.kind === 'sale';
  const type = transactionType(row.kind);
  return type?.component === 'gross' && type.effect === 'charge';
}

/** Fees that the rows carry themselves, at their own date's rate (R3). */
export function rowAmountsWithoutCharge(
  opening: SourcedTransaction,
  rows: readonly SourcedTransaction[],
  rules: AssemblyRules,
): RowAmount[] {
  return rows.flatMap((row) => {
    const rate = rules.fx.rateOn(row.currency, row.atMs);
    return row.provider === 'stripe' && rate !== undefined ? chargeEvents(opening, [row], rate).rowAmounts : [];
  });
}

/** What happened to a charge that only an opening schedule knows, as its provider's rows say. */
export function eventsWithoutCharge(
  opening: SourcedTransaction,
  rows: readonly SourcedTransaction[],
): EventInCurrency[] {
  return rows.flatMap((row) => eventsOf(opening, row).map((event) => ({ event, currency: row.currency })));
}

function eventsOf(opening: SourcedTransaction, row: SourcedTransaction): ChargeEvent[] {
  switch (row.provider) {
    case 'stripe':
      return chargeEvents(opening, [row], null).events;
    case 'apple':
      return [appleReduction(row, opening.group)];
    case 'google': {
      const type = transactionType(row.kind);
      return type === null ? [] : orderEvents([{ ...row, ...type }]);
    }
  }
}
