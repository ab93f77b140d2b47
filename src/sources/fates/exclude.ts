import type { MoneyExclusion, MoneyExclusionReason } from '../../core/close/exclusion.ts';
import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { FxTable } from '../../core/revenue/fx-table.ts';

/** Leaves a row out with its reason: its gross as printed, at its own date's rate (R3). */
export function exclude(
  group: AssembledGroup,
  reason: MoneyExclusionReason,
  row: SourcedTransaction,
  fx: FxTable,
): void {
  group.leaveOut(exclusionOf(reason, row, fx), [row]);
}

/** What is left out with a row, or with an invoice that has none. */
export function exclusionOf(
  reason: MoneyExclusionReason,
  { provider, atMs, currency, gross }: Pick<SourcedTransaction, 'provider' | 'atMs' | 'currency' | 'gross'>,
  fx: FxTable,
): MoneyExclusion {
  const rate = fx.rateOn(currency, atMs);
  const amount = rate === undefined ? null : convertHalfEven(gross, rate);
  return { reason, provider, month: monthOfInstant(atMs), amount };
}
