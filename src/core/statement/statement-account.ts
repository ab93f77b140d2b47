import { formatMicro, type MicroUsd } from '../money/micro.ts';
import { formatMonth } from '../month/month.ts';
import type { WalletBalance } from '../payout/ledger/balance.ts';
import type { PayoutRate } from '../payout/ledger/batch.ts';
import type { KeptBatch } from '../payout/ledger/kept-payouts.ts';
import { type TakenByReceipt, takenByReceipts } from '../payout/ledger/taken-by-receipts.ts';
import { formatUnits } from '../payout/ledger/units.ts';
import type { StatementAccount, StatementPayment } from './statement-record.ts';

/** A balance as a statement shows it. @param onItsWay of what batches hold of it, what is being sent (`isBeingSent`), micro-dollars */
export function statementAccount(
  balance: WalletBalance,
  onItsWay: MicroUsd,
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
    onItsWayUsd: formatMicro(onItsWay),
    reason: balance.reason,
    monthsToMinimum: balance.monthsToThreshold,
    ...minimumOf(balance),
    ageing: balance.ageing.map(({ month, amount }) => ({ month: formatMonth(month), amountUsd: formatMicro(amount) })),
    adjustments: adjustments.map(({ amount, reason }) => ({ amountUsd: formatMicro(amount), reason })),
  };
}

/** The minimum, and what the balance that no batch holds lacks of it. */
function minimumOf({
  minimum,
  carriedForward,
  reserved,
}: WalletBalance): Pick<StatementAccount, 'minimumUsd' | 'missingUsd'> {
  if (minimum === null) return { minimumUsd: null, missingUsd: null };
  const lacking = minimum - (carriedForward - reserved);
  return { minimumUsd: formatMicro(minimum), missingUsd: formatMicro(lacking > 0n ? lacking : 0n) };
}

/**
 * What was sent, by wallet, in the order of batches and receipts. Each receipt is worth what it took off the balance
 * beyond the receipts before it, so that the payments of a batch sum to what its line paid.
 */
export function paymentsByWallet(batches: readonly KeptBatch[]): Map<string, StatementPayment[]> {
  const payments = new Map<string, StatementPayment[]>();
  for (const kept of batches) {
    for (const taken of takenByReceipts(kept)) {
      const { wallet } = taken.receipt;
      const own = payments.get(wallet) ?? [];
      payments.set(wallet, own);
      own.push(paymentOf(taken, formatMonth(kept.batch.month)));
    }
  }
  return payments;
}

function paymentOf({ receipt, line, paid, fees }: TakenByReceipt, month: string): StatementPayment {
  const { amount, asset, reference, atMs, marketRate } = receipt;
  return {
    month,
    sentAt: new Date(atMs).toISOString(),
    method: line.method,
    destination: line.destination,
    currency: asset,
    amount: formatUnits(amount, line.scale),
    paidUsd: formatMicro(paid),
    feeUsd: formatMicro(fees),
    rate: rateText(line.rate, marketRate),
    reference,
  };
}

/** The rate of the batch, and what the market said when it was sent, where the receipt knows. */
function rateText(rate: PayoutRate | null, marketRate: string): string {
  const own = rate === null ? [] : [`${rate.pair} ${rate.value} ${rate.date}`];
  return [...own, ...(marketRate === '' ? [] : [`market ${marketRate} when sent`])].join('; ');
}
