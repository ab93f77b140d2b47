import { formatMicro } from '../../money/micro.ts';
import { type ChargeHistory, planAmounts } from '../../revenue/charge-history.ts';
import type { Warning } from './warning.ts';

/**
 * Tells of charges of more than their invoice had due, and adds up what a month's charges of one invoice keep: a ledger that another tool gave new ids may have a charge twice, and both
 * count whole (R5). What was taken back is no part of it: a debit that failed is charged again.
 */
export class ChargesBeyondInvoice {
  /** By invoice, in millionths of the charges' currency. */
  readonly #kept = new Map<string, bigint>();

  /** @param charge of the month; the invoice's charges before it were noted */
  note(charge: ChargeHistory): Warning | null {
    const { invoice, printed } = charge;
    // Some exports say 0 of what is paid.
    if (invoice === undefined || invoice.due === 0n) return null;
    const { id, due } = invoice;
    const [before, own] = [this.#kept.get(id) ?? 0n, keptOf(charge)];
    const kept = before + own;
    this.#kept.set(id, kept);
    if (printed.gross > due) return told(charge, `, where its invoice had ${formatMicro(due)} due`);
    if (before === 0n || own === 0n || kept <= due) return null;
    const together = `all charges of its invoice ${id} keep ${formatMicro(kept)}`;
    return told(charge, `; ${together}, where it had ${formatMicro(due)} due`);
  }
}

/** The ledger row is the money (R5), and counts whole. */
function told(charge: ChargeHistory, beside: string): Warning {
  const { provider, id, currency, printed, source } = charge;
  return {
    code: 'charge-beyond-invoice',
    provider,
    subject: id,
    amount: planAmounts(charge).gross,
    what: `${formatMicro(printed.gross)} ${currency} was charged${beside}`,
    source,
  };
}

function keptOf({ printed, events }: ChargeHistory): bigint {
  const kept = events.reduce(
    (left, event) => (event.type === 'reduction' ? left - event.amounts.gross : left + event.gross),
    printed.gross,
  );
  return kept > 0n ? kept : 0n;
}
