import type { MoneyExclusionReason } from '../core/close/exclusion.ts';
import { convertHalfEven } from '../core/money/fx-rate.ts';
import { monthOfInstant } from '../core/month/month.ts';
import type { AssembledGroup, SourcedTransaction } from '../core/revenue/assembled.ts';
import type { FxTable } from '../core/revenue/fx-table.ts';

/** Leaves a row out with its reason: its gross as printed, at its own date's rate (R3). */
export function exclude(
  group: AssembledGroup,
  reason: MoneyExclusionReason,
  row: Pick<SourcedTransaction, 'provider' | 'atMs' | 'currency' | 'gross'>,
  fx: FxTable,
): void {
  const rate = fx.rateOn(row.currency, row.atMs);
  group.exclusions.push({
    reason,
    provider: row.provider,
    month: monthOfInstant(row.atMs),
    amount: rate === undefined ? null : convertHalfEven(row.gross, rate),
  });
}
