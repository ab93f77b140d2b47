import { formatMicro } from '../../money/micro.ts';
import { type ChargeHistory, planAmounts } from '../../revenue/charge-history.ts';
import type { Warning } from './warning.ts';

/** A charge of more than its invoice had due: the ledger row is the money (R5), and counts whole. */
export function chargeBeyondInvoice(charge: ChargeHistory): Warning | null {
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
