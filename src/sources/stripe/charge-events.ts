import type { MoneyExclusion } from '../../core/close/exclusion.ts';
import { convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { ChargeEvent, RowAmount } from '../../core/revenue/charge-history.ts';
import { meaningOfRow } from './categories.ts';
import { readCustomerFacing } from './customer-facing.ts';
import { presentedAmounts } from './presented-amounts.ts';

/** R3: at what a charge is converted, and each of its rows: where it is in another currency, at its own date's. */
export interface RatesOfRows {
  readonly ofCharge: FxRate;
  ofRow(row: SourcedTransaction): FxRate;
}

interface ChargeEvents {
  readonly events: ChargeEvent[];
  readonly rowAmounts: RowAmount[];
  /** What another day's exchange rate made of refunds in another presentment currency: outside the pool. */
  readonly fxDifferences: MoneyExclusion[];
  /** Rows whose part of the charge only the customer-facing amounts can tell, and which have none (R6). */
  readonly unpresented: SourcedTransaction[];
}

/**
 * The refunds, disputes and restorations of a charge, with the fees that their rows carry themselves. Where the customer paid
 * in another currency and a row does not say what the customer saw, it counts as it was settled; what goes beyond the
 * charge is then the exchange rate's.
 *
 * @param invoiceCurrency what the customer was billed in
 */
export function chargeEvents(
  charge: SourcedTransaction,
  rows: readonly SourcedTransaction[],
  rates: RatesOfRows,
  invoiceCurrency: string = charge.currency,
): ChargeEvents {
  const result: ChargeEvents = { events: [], rowAmounts: [], fxDifferences: [], unpresented: [] };
  const presented = presentedAmounts(charge, rows.filter(isEvent));
  const inOtherCurrency = invoiceCurrency !== charge.currency || readCustomerFacing(charge.terms) !== null;
  for (const row of rows) {
    const meaning = meaningOfRow(row);
    if (meaning !== 'refund' && meaning !== 'dispute' && meaning !== 'restoration') continue;
    const printed = meaning === 'restoration' ? row.gross : -row.gross;
    const gross = presented.get(row) ?? printed;
    if (gross !== printed) {
      const inDollars = differenceInDollars(charge, row, { printed, gross }, rates);
      const amount = meaning === 'restoration' ? inDollars : -inDollars;
      const month = monthOfInstant(row.atMs);
      result.fxDifferences.push({ reason: 'fx-difference', provider: 'stripe', month, amount });
    }
    const common = { atMs: row.atMs, sourceId: row.sourceId, source: row.source };
    const isUnpresented = inOtherCurrency && !presented.has(row);
    if (isUnpresented) result.unpresented.push(row);
    if (meaning === 'restoration') result.events.push({ type: 'restoration', ...common, gross });
    else {
      const excess = isUnpresented ? { excess: 'exchange' as const } : {};
      const amounts = { gross, tax: 0n, fee: 0n };
      result.events.push({ type: 'reduction', kind: meaning, ...common, amounts, ...excess });
    }
    if (row.fee !== 0n) result.rowAmounts.push(rowAmount(row, rates.ofRow(row)));
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

export function isEvent(row: SourcedTransaction): boolean {
  const meaning = meaningOfRow(row);
  return meaning === 'refund' || meaning === 'dispute' || meaning === 'restoration';
}

/** What was settled of a row less what it is of the charge; it may be settled in another currency than the charge. */
function differenceInDollars(
  charge: SourcedTransaction,
  row: SourcedTransaction,
  { printed, gross }: { readonly printed: bigint; readonly gross: bigint },
  { ofCharge, ofRow }: RatesOfRows,
): bigint {
  if (row.currency === charge.currency) return convertHalfEven(printed - gross, ofCharge);
  return convertHalfEven(printed, ofRow(row)) - convertHalfEven(gross, ofCharge);
}
