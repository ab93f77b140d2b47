import type { MicroUnit } from '../money/micro.ts';
import { truncatedProportion } from '../money/proportion.ts';
import type { PrintedCharge, SharedFee } from '../revenue/assembled.ts';
import type { Provider } from '../revenue/provider.ts';

/** `stripe.shared_fees` of revshare.yaml. */
export type SharedFeePolicy = 'prorate' | 'all' | 'none';

/** What of a provider's fees counts in a month: the gross of its plans' charges to the gross of all its charges (R9). */
export interface SharedFeeShare {
  readonly provider: Provider;
  readonly plansGross: MicroUnit;
  readonly allGross: MicroUnit;
  /** What both are in: the one currency in which the month's charges are printed, else USD. */
  readonly currency: string;
}

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
    const share = this.shareOf(fee);
    return share === null ? fee.cost : truncatedProportion(fee.cost, share.plansGross, share.allGross);
  }

  /** The proportion of a month's fees of a provider; null where it has no charges, and they count whole. */
  shareOf({ provider, month }: Pick<SharedFee, 'provider' | 'month'>): SharedFeeShare | null {
    const gross = this.#months.get(keyOf({ provider, month }));
    if (gross === undefined) return null;
    // Printed amounts compare only within one currency; several are compared in dollars.
    const [[currency, printed] = ['USD', gross], ...others] = gross.currencies;
    const compared = others.length === 0 ? printed : gross;
    if (compared.all === 0n) return null;
    return {
      provider,
      plansGross: compared.subscription,
      allGross: compared.all,
      currency: others.length === 0 ? currency : 'USD',
    };
  }
}

function keyOf({ provider, month }: Pick<SharedFee, 'provider' | 'month'>): string {
  return `${provider} ${month}`;
}

interface Gross {
  all: bigint;
  subscription: bigint;
}

interface MonthGross extends Gross {
  readonly currencies: Map<string, Gross>;
}
