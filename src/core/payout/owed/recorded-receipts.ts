import type { KeptBatch } from '../ledger/kept-payouts.ts';
import type { PayeeChange } from '../preparation/payee-changes.ts';

/** What a file of receipts did. */
export interface RecordedReceipts {
  readonly done: 'recorded';
  readonly recorded: number;
  /** All receipts of a file that was recorded before, exactly so; 0 where anything in it is new. */
  readonly before: number;
  readonly skipped: number;
  /** Rows of an export that are no transfers to anybody: fees, conversions, what came in. */
  readonly others: number;
  /** Transfers that the rail does not call paid, and what happens next with each; a sentence a row. */
  readonly notPaid: readonly string[];
  /** Receipts of transfers that were sent before the batch was released; a sentence a row. */
  readonly beforeRelease: readonly string[];
  /** Receipts that a person had taken back and that are recorded again; a sentence a row. */
  readonly takenBackBefore: readonly string[];
  /** What was recorded of other months' batches; a sentence a batch. */
  readonly otherMonths: readonly string[];
  /** Wallets that the batch still pays otherwise than they are to be paid now. */
  readonly lapsed: readonly PayeeChange[];
  /** The batch with them. */
  readonly batch: KeptBatch;
  /** Lines that are not paid yet. */
  readonly openLines: number;
}
