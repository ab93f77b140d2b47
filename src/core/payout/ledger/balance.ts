import type { MicroUsd } from '../../money/micro.ts';
import type { Month } from '../../month/month.ts';

/** Why a wallet's balance, or all of it, is not on its way. Empty: it is, or there is none. */
export type BalanceReason =
  | ''
  | 'below-minimum'
  | 'on-hold'
  | 'no-method'
  /** A screening found its wallet or destination. */
  | 'screening-hit'
  /** Screening is required, and it has none. */
  | 'not-screened'
  /** Its country needs a tax form. */
  | 'tax-form-missing'
  /** Its destination is an address that tokens refuse: the zero address, the token's own or its claim contract's. */
  | 'not-a-destination'
  /** The rail of its destination does not pay in its currency. */
  | 'no-rail'
  /** fx.csv has no rate for its asset. */
  | 'no-rate'
  /** What is left is less than the smallest transfer. */
  | 'dust'
  /** All of it is in a batch that is not paid yet. */
  | 'reserved'
  /** Adjustments of later months take all of it off. */
  | 'deducted'
  /** Less than nothing is left. */
  | 'deficit';

/** A part of a balance by the month that earned it: payments settle the oldest months first. */
export interface AgedAmount {
  readonly month: Month;
  readonly amount: MicroUsd;
}

/**
 * A wallet's account in one month (R17), micro-dollars:
 * `broughtForward + earned + adjustments - paid - fees = carriedForward`, for every wallet that ever earned.
 * A month's payments are those of the month's batch, whenever they are recorded.
 */
export interface WalletBalance {
  readonly wallet: string;
  readonly month: Month;
  readonly broughtForward: MicroUsd;
  readonly earned: MicroUsd;
  /** What a person added or took off, with a reason. Late jobs are inside `earned`. */
  readonly adjustments: MicroUsd;
  /** The part of `carriedForward` that batches up to this month hold, prepared and neither receipted nor voided. */
  readonly reserved: MicroUsd;
  /** The part of `carriedForward` that adjustments of later months take off: nothing pays it before. */
  readonly deducted: MicroUsd;
  readonly paid: MicroUsd;
  readonly fees: MicroUsd;
  readonly carriedForward: MicroUsd;
  /** What `carriedForward` is made of, oldest first. */
  readonly ageing: readonly AgedAmount[];
  readonly reason: BalanceReason;
  /** Of the method that it is paid by: smaller balances stay; null without one. */
  readonly minimum: MicroUsd | null;
  /** Months until the method's minimum at the average of the last three months; 0: reached; null: never at that pace. */
  readonly monthsToThreshold: number | null;
}
