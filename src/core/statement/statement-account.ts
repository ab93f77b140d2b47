import { formatMicro } from '../money/micro.ts';
import { formatMonth } from '../month/month.ts';
import type { WalletBalance } from '../payout/balance.ts';
import type { PayoutLine, PayoutRate } from '../payout/batch.ts';
import type { KeptBatch } from '../payout/kept-payouts.ts';
import { takenByLine } from '../payout/line-state.ts';
import type { Receipt } from '../payout/receipt.ts';
import { formatUnits } from '../payout/units.ts';
import type { StatementAccount, StatementPayment } from './statement-record.ts';

/** A balance as a statement shows it. */
export function statementAccount(
  balance: WalletBalance,
  adjustments: readonly { readonly amount: bigint; readonly reason: string }[],
): StatementAccount {
  return {
    broughtForwardUsd: formatMicro(balance.broughtForward),
    earnedUsd: formatMicro(balance.earned),
    adjustmentsUsd: formatMicro(balance.adjustments),
    paidUsd: formatMicro(balance.paid),
    feesUsd: formatMicro(balance.fees),
    carriedForwardUsd: formatMicro(balance.carriedForward),
    reservedUsd: formatMicro(balance.reserved),
    reason: balance.reason,
    monthsToMinimum: balance.monthsToThreshold,
    ageing: balance.ageing.map(({ month, amount }) => ({ month: formatMonth(month), amountUsd: formatMicro(amount) })),
    adjustments: adjustments.map(({ amount, reason }) => ({ amountUsd: formatMicro(amount), reason })),
  };
}

/**
 * What was sent, by wallet, in the order of batches and receipts. Each receipt is worth what it took off the balance
 * beyond the receipts before it, so that the payments of a batch sum to what its line paid.
 */
export function paymentsByWallet(batches: readonly KeptBatch[]): Map<string, StatementPayment[]> {
  const payments = new Map<string, StatementPayment[]>();
  for (const { batch, receipts, voided } of batches) {
    const lines = new Map(batch.lines.map((line) => [line.wallet, line]));
    const sent = new Map<string, bigint>();
    for (const receipt of receipts) {
      const line = lines.get(receipt.wallet);
      if (line === undefined) throw new Error(`batch ${batch.id} has a receipt of ${receipt.wallet} and no line`);
      const before = sent.get(receipt.wallet) ?? 0n;
      sent.set(receipt.wallet, before + receipt.amount);
      const own = payments.get(receipt.wallet) ?? [];
      payments.set(receipt.wallet, own);
      own.push(paymentOf(line, formatMonth(batch.month), receipt, before, voided));
    }
  }
  return payments;
}

function paymentOf(
  line: PayoutLine,
  month: string,
  { amount, asset, reference, atMs, marketRate }: Omit<Receipt, 'line'>,
  before: bigint,
  voided: boolean,
): StatementPayment {
  const earlier = takenByLine(line, before, voided);
  const now = takenByLine(line, before + amount, voided);
  return {
    month,
    sentAt: new Date(atMs).toISOString(),
    method: line.method,
    destination: line.destination,
    currency: asset,
    amount: formatUnits(amount, line.scale),
    paidUsd: formatMicro(now.paid - earlier.paid),
    feeUsd: formatMicro(now.fees - earlier.fees),
    rate: rateText(line.rate, marketRate),
    reference,
  };
}

/** The rate of the batch, and what the market said when it was sent, where the receipt knows. */
function rateText(rate: PayoutRate | null, marketRate: string): string {
  const own = rate === null ? [] : [`${rate.pair} ${rate.value} ${rate.date}`];
  return [...own, ...(marketRate === '' ? [] : [`market ${marketRate} when sent`])].join('; ');
}
