import type { TransferOutcome } from './transfer-status.ts';

export interface RailFee {
  readonly amount: string;
  readonly asset: string;
}

export const NO_RAIL_FEE: RailFee = { amount: '', asset: '' };

/** What was sent, as a person or a rail reports it: one row of a receipts file. */
export interface Receipt {
  /** The wallet that earned, lower case. */
  readonly wallet: string;
  /** Units of 10^-scale of the line's asset. */
  readonly amount: bigint;
  readonly asset: string;
  /** Transaction hash or transfer id. */
  readonly reference: string;
  readonly atMs: number;
  /** What the rail took for it beside the amount, decimal text in a currency; both empty where it does not say. */
  readonly railFee: RailFee;
  /** Dollars for one unit of the asset when it was sent, decimal text; empty where nobody said. */
  readonly marketRate: string;
  /** Line of the receipts file. */
  readonly line: number;
}

/** A transfer as a rail reports it: only one that it calls paid is a receipt. */
export interface ReportedTransfer extends Receipt {
  /** The rail's own word; empty where the file has none, and every row says that it was sent. */
  readonly status: string;
  readonly outcome: TransferOutcome;
}

/** Why a receipt, or what is missing among them, is refused. */
export const RECEIPT_FAULTS = [
  'empty-file',
  'unknown-wallet',
  'wrong-asset',
  'wrong-amount',
  'wrong-time',
  'duplicate',
  'shortfall',
  'missing-receipt',
] as const;

export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];
