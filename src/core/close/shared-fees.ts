import { truncatedProportion } from '../money/proportion.ts';
import type { PrintedCharge, SharedFee } from '../revenue/assembled.ts';

/** `stripe.shared_fees` of revshare.yaml. */
export type SharedFeePolicy = 'prorate' | 'all' | 'none';

/**
 * R9: a fee that serves the whole account of a provider counts in the proportion of the gross of its month's subscription
 * charges there to the gross of all its charges, as printed, truncated; a month without charges counts it whole.
 */
export class SharedFeeProportion {
  /** By provider and month. */
  readonly #months = new Map<string, MonthGross>();

  note(charge: PrintedCharge): void {
    const month = this.#months.get(keyOf(charge)) ?? { currencies: new Map(), all: 0n, subscription: 0n };
    const printed = month.currencies.get(charge.currency) ?? { all: 0n, subscription: 0n };
    printed.all += charge.gross;
    printed.subscription += charge.subscriptionGross;
    month.currencies.set(charge.currency, printed);
    month.all += charge.grossUsd ?? 0n;
    month.subscription += charge.subscriptionGrossUsd ?? 0n;
    this.#months.set(keyOf(charge), month);
  }

  /** The part of a fee that counts, in micro-dollars. The policy is that of Stripe’s fees. */
  partOf(fee: SharedFee, ofStripe: SharedFeePolicy): bigint {
    const policy = fee.provider === 'stripe' ? ofStripe : 'prorate';
    if (policy === 'all') return fee.cost;
    if (policy === 'none') return 0n;
    const month = this.#months.get(keyOf(fee));
    if (month === undefined) return fee.cost;
    // Printed amounts compare only within one currency; several are compared in dollars.
    const gross = month.currencies.size === 1 ? [...month.currencies.values()][0] : month;
    if (gross === undefined || gross.all === 0n) return fee.cost;
    return truncatedProportion(fee.cost, gross.subscription, gross.all);
  }
}

function keyOf({ provider, month }: PrintedCharge | SharedFee): string {
  return `${provider} ${month}`;
}

interface Gross {
  all: bigint;
  subscription: bigint;
}

interface MonthGross extends Gross {
  readonly currencies: Map<string, Gross>;
}
