import { truncatedProportion } from '../money/proportion.ts';
import type { Month } from '../month/month.ts';
import type { PrintedCharge, SharedFee } from '../revenue/assembled.ts';

/** `stripe.shared_fees` of revshare.yaml. */
export type SharedFeePolicy = 'prorate' | 'all' | 'none';

/**
 * R9: a fee that serves the whole account counts in the proportion of the gross of its month's subscription charges to
 * the gross of all its charges, as printed, truncated; a month without charges counts it whole.
 */
export class SharedFeeProportion {
  readonly #months = new Map<Month, MonthGross>();

  note(charge: PrintedCharge): void {
    const month = this.#months.get(charge.month) ?? { currencies: new Map(), all: 0n, subscription: 0n };
    const printed = month.currencies.get(charge.currency) ?? { all: 0n, subscription: 0n };
    printed.all += charge.gross;
    printed.subscription += charge.subscriptionGross;
    month.currencies.set(charge.currency, printed);
    month.all += charge.grossUsd ?? 0n;
    month.subscription += charge.subscriptionGrossUsd ?? 0n;
    this.#months.set(charge.month, month);
  }

  /** The part of a fee that counts, in micro-dollars. */
  partOf(fee: SharedFee, policy: SharedFeePolicy): bigint {
    if (policy === 'all') return fee.cost;
    if (policy === 'none') return 0n;
    const month = this.#months.get(fee.month);
    if (month === undefined) return fee.cost;
    // Printed amounts compare only within one currency; several are compared in dollars.
    const gross = month.currencies.size === 1 ? [...month.currencies.values()][0] : month;
    if (gross === undefined || gross.all === 0n) return fee.cost;
    return truncatedProportion(fee.cost, gross.subscription, gross.all);
  }
}

interface Gross {
  all: bigint;
  subscription: bigint;
}

interface MonthGross extends Gross {
  readonly currencies: Map<string, Gross>;
}
