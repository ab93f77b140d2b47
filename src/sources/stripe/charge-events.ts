import type { MoneyExclusion } from '../../core/close/exclusion.ts';
import { convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { ChargeEvent, RowAmount } from '../../core/revenue/charge-history.ts';
import { meaningOf } from './categories.ts';
import { presentedAmounts } from './presented-amounts.ts';

interface ChargeEvents {
  readonly events: ChargeEvent[];
  readonly rowAmounts: RowAmount[];
  /** What another day's exchange rate made of refunds in another presentment currency: outside the pool. */
  readonly fxDifferences: MoneyExclusion[];
}

/** The refunds, disputes and restorations of a charge, with the fees that their rows carry themselves. */
export function chargeEvents(
  charge: SourcedTransaction,
  rows: readonly SourcedTransaction[],
  rate: FxRate,
): ChargeEvents {
  const result: ChargeEvents = { events: [], rowAmounts: [], fxDifferences: [] };
  const presented = presentedAmounts(charge, rows.filter(isEvent));
  for (const row of rows) {
    const meaning = meaningOf(row.kind);
    if (meaning !== 'refund' && meaning !== 'dispute' && meaning !== 'restoration') continue;
    const printed = meaning === 'restoration' ? row.gross : -row.gross;
    const gross = presented.get(row) ?? printed;
    if (gross !== printed)
      result.fxDifferences.push(fxDifference(row, meaning === 'restoration' ? 1n : -1n, printed - gross, rate));
    const common = { atMs: row.atMs, sourceId: row.sourceId, source: row.source };
    if (meaning === 'restoration') result.events.push({ type: 'restoration', ...common, gross });
    else result.events.push({ type: 'reduction', kind: meaning, ...common, amounts: { gross, tax: 0n, fee: 0n } });
    if (row.fee !== 0n) result.rowAmounts.push(rowAmount(row, rate));
  }
  return result;
}

function rowAmount(row: SourcedTransaction, rate: FxRate): RowAmount {
  return {
    kind: row.kind === 'dispute' || row.kind === 'dispute_reversal' ? 'dispute-fee' : 'provider-fee',
    month: monthOfInstant(row.atMs),
    amounts: { gross: 0n, tax: 0n, fee: convertHalfEven(row.fee, rate) },
    sourceId: row.sourceId,
    source: row.source,
  };
}

function isEvent(row: SourcedTransaction): boolean {
  const meaning = meaningOf(row.kind);
  return meaning === 'refund' || meaning === 'dispute' || meaning === 'restoration';
}

function fxDifference(row: SourcedTransaction, sign: bigint, difference: bigint, rate: FxRate): MoneyExclusion {
  return {
    reason: 'fx-difference',
    provider: 'stripe',
    month: monthOfInstant(row.atMs),
    amount: sign * convertHalfEven(difference, rate),
  };
}
