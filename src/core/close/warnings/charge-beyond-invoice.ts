import { formatMicro } from '../../money/micro.ts';
import { type ChargeHistory, planAmounts } from '../../revenue/charge-history.ts';
import type { Warning } from './warning.ts';

/**
 * Adds up what a month's charges of one invoice keep: a ledger that another tool gave new ids may have a charge twice, and both
 * count whole (R5). What was taken back is no part of it: a debit that failed is charged again.
 */
export class ChargesBeyondInvoice {
  /** By invoice, in millionths of the charges' currency. */
  readonly #kept = new Map<string, bigint>();

  /** @param charge of the month; the invoice's charges before it were noted */
  note(charge: ChargeHistory): Warning | null {
    const { invoice, invoiceDue, currency, printed } = charge;
    const alone = chargeBeyondInvoice(charge);
    if (invoice === undefined || invoiceDue === undefined || invoiceDue === 0n) return alone;
    const [before, own] = [this.#kept.get(invoice) ?? 0n, keptOf(charge)];
    const kept = before + own;
    this.#kept.set(invoice, kept);
    if (alone !== null || before === 0n || own === 0n || kept <= invoiceDue) return alone;
    return {
      code: 'charge-beyond-invoice',
      provider: charge.provider,
      subject: charge.id,
      amount: planAmounts(charge).gross,
      what: `${formatMicro(printed.gross)} ${currency} was charged; all charges of its invoice ${invoice} keep ${formatMicro(kept)}, where it had ${formatMicro(invoiceDue)} due`,
      source: charge.source,
    };
  }
}

/** A charge of more than its invoice had due: the ledger row is the money (R5), and counts whole. */
function chargeBeyondInvoice(charge: ChargeHistory): Warning | null {
  const { invoiceDue, currency, printed } = charge;
  // Some exports say 0 of what is paid.
  if (invoiceDue === undefined || invoiceDue === 0n || printed.gross <= invoiceDue) return null;
  return {
    code: 'charge-beyond-invoice',
    provider: charge.provider,
    subject: charge.id,
    amount: planAmounts(charge).gross,
    what: `${formatMicro(printed.gross)} ${currency} was charged, where its invoice had ${formatMicro(invoiceDue)} due`,
    source: charge.source,
  };
}

function keptOf({ printed, events }: ChargeHistory): bigint {
  const kept = events.reduce(
    (left, event) => (event.type === 'reduction' ? left - event.amounts.gross : left + event.gross),
    printed.gross,
  );
  return kept > 0n ? kept : 0n;
}
