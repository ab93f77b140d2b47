import type { ReportedTransfer, TakenBack } from '../../core/payout/ledger/receipt.ts';

/** What a rail reports. */
export interface RailReceipts {
  readonly transfers: readonly ReportedTransfer[];
  /** Rows that are no transfers to anybody. */
  readonly others: number;
  /** Of transfers that the file does not hold, as where an export begins after them: that they came back. */
  readonly takenBack?: readonly TakenBack[];
  /** Where the file is a page, the newest first, after which another follows: the instant before which that one is, ms UTC. */
  readonly goesOnBeforeMs?: number;
}
