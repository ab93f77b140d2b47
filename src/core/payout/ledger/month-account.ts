import type { MicroUsd } from '../../money/micro.ts';
import type { PayoutMethod } from './method.ts';

/** A wallet's account in a month beside what it earned, micro-dollars (R17). */
export interface MonthAccount {
  /** Of final months, before this one. */
  readonly broughtForward: MicroUsd;
  readonly adjustments: MicroUsd;
  /** brought forward + earned + adjustments; what a batch reserves is in it. */
  readonly balance: MicroUsd;
  /** Null where the wallet has none. */
  readonly method: PayoutMethod | null;
  /** What would leave the balance if the month were paid now, the transfer's fee in it. */
  readonly payout: MicroUsd;
  readonly carriedForward: MicroUsd;
  readonly reason: string;
}
