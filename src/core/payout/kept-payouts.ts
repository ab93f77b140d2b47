import type { Adjustment, LedgerBatch } from './ledger.ts';
import type { Receipt } from './receipt.ts';

/** Who did something to the payouts, when, and what was final then. */
export interface PayoutAct {
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  /** The last final month, `YYYY-MM`; empty when none is. */
  readonly afterMonth: string;
}

/** A batch as it is kept, with what became of it. */
export interface KeptBatch extends LedgerBatch {
  readonly prepared: PayoutAct;
  /** Null while it stands. */
  readonly void: (PayoutAct & { readonly reason: string }) | null;
  /** In the order in which they were recorded. */
  readonly receipts: readonly KeptReceipt[];
}

export interface KeptReceipt extends Omit<Receipt, 'line'>, PayoutAct {
  /** Those that were given, separated by spaces. */
  readonly overrides: string;
}

/** What a person added to a balance or took off it, and why. */
export interface KeptAdjustment extends Adjustment, PayoutAct {
  readonly reason: string;
}

/** Everything that was done about payouts. */
export interface KeptPayouts {
  readonly batches: readonly KeptBatch[];
  readonly adjustments: readonly KeptAdjustment[];
}
