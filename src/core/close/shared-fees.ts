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
    const { currency } = charge;
    const month = this.#months.get(keyOf(charge)) ?? { currency, printed: nothing(), dollars: nothing() };
    if (currency !== month.currency) month.currency = null;
    month.printed.all += charge.gross;
    month.printed.plans += charge.subscriptionGross;
    month.dollars.all += charge.grossUsd ?? 0n;
    month.dollars.plans += charge.subscriptionGrossUsd ?? 0n;
    this.#months.set(keyOf(charge), month);
  }

  /** The part of a fee that counts, in micro-dollars. The policy is that of Stripe’s fees. */
  partOf(fee: SharedFee, ofStripe: SharedFeePolicy): bigint {
    const policy = policyOf(fee, ofStripe);
    if (policy === 'none') return 0n;
    const share = this.shareOf(fee, ofStripe);
    return share === null ? fee.cost : truncatedProportion(fee.cost, share.plansGross, share.allGross);
  }

  /** The proportion in which a fee counts; null where none decides: by the policy, or in a month without charges. */
  shareOf(fee: SharedFee, ofStripe: SharedFeePolicy): SharedFeeShare | null {
    const { provider } = fee;
    const gross = this.#months.get(keyOf(fee));
    if (gross === undefined || policyOf(fee, ofStripe) !== 'prorate') return null;
    // Printed amounts compare only within one currency; several are compared in dollars.
    const { all, plans } = gross.currency === null ? gross.dollars : gross.printed;
    return all === 0n ? null : { provider, plansGross: plans, allGross: all, currency: gross.currency ?? 'USD' };
  }
}

function policyOf({ provider }: SharedFee, ofStripe: SharedFeePolicy): SharedFeePolicy {
  return provider === 'stripe' ? ofStripe : 'prorate';
}

function keyOf({ provider, month }: PrintedCharge | SharedFee): string {
  return `${provider} ${month}`;
}

interface Gross {
  all: bigint;
  plans: bigint;
}

function nothing(): Gross {
  return { all: 0n, plans: 0n };
}

interface MonthGross {
  /** In which all charges of the month are printed; null where there are several. */
  currency: string | null;
  readonly printed: Gross;
  readonly dollars: Gross;
}
