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

/** What is done about sending a batch, in this order (R17): it is shown, that may be cancelled, and it is released once. */
export const RELEASE_ACTS = ['shown', 'cancelled', 'released'] as const;

/** One of these acts, as it is kept. */
export interface ReleaseAct extends PayoutAct {
  readonly act: (typeof RELEASE_ACTS)[number];
  /** Of what was shown; empty where an earlier version wrote the files without showing anything. */
  readonly digest: string;
  /** ISO instant until which what was shown may be released; empty for the other acts. */
  readonly validUntil: string;
  /** Why it was cancelled; empty for the other acts. */
  readonly reason: string;
}

/** A batch as it is kept, with what became of it. */
export interface KeptBatch extends LedgerBatch {
  readonly prepared: PayoutAct;
  /** What was done about sending it, in order. */
  readonly releases: readonly ReleaseAct[];
  /** Null while it stands. */
  readonly void: (PayoutAct & { readonly reason: string }) | null;
  /** In the order in which they were recorded. */
  readonly receipts: readonly KeptReceipt[];
}

export interface KeptReceipt extends Omit<Receipt, 'line'>, PayoutAct {
  /** Those that were given, separated by spaces. */
  readonly overrides: string;
  /** Why an earlier receipt is taken back: the amount is negative, everything else is that receipt's. Empty for a receipt. */
  readonly reversal: string;
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
