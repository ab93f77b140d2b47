import type { ReportedTransfer } from '../../core/payout/ledger/receipt.ts';

/** What a rail reports. */
export interface RailReceipts {
  readonly transfers: readonly ReportedTransfer[];
  /** Rows that are no transfers to anybody. */
  readonly others: number;
  /** Where the file is a page, the newest first, after which another follows: the instant before which that one is, ms UTC. */
  readonly goesOnBeforeMs?: number;
}
