import type { ReportedTransfer } from '../../core/payout/receipt.ts';

/** What a rail reports. */
export interface RailReceipts {
  readonly transfers: readonly ReportedTransfer[];
  /** Rows that are no transfers to anybody. */
  readonly others: number;
}
