import type { TransferOutcome } from './transfer-status.ts';

/** Which of two numbers is the day in `05/12/2026`, as some exports write it. */
export type DayOrder = 'day-first' | 'month-first';

/** What a rail took for a transfer. */
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

/** Where a person's file says that something was sent. */
export interface SentOn {
  /** The token's address, lower case; empty where it is not said. */
  readonly token: string;
  /** Decimal digits; empty where it is not said, or not by a number. */
  readonly chainId: string;
}

/** A transfer as a rail reports it, before it is known which lines it pays. Only one that it calls paid is a payment. */
export interface ReportedTransfer {
  /** The wallet that earned, lower case; empty where the rail knows only where it sent. */
  readonly wallet: string;
  /** Address, e-mail address or account, lower case and without spaces; empty where the file names the wallet. */
  readonly destination: string;
  /** The first digits of the wallet after 0x, from the reference that the rails' files give each line; empty without. */
  readonly walletStart: string;
  /** The name of the receiver; empty where the rail has a better way to say who it is. */
  readonly name: string;
  /** Plain decimal text in the asset's own units; empty where nothing was paid. */
  readonly amount: string;
  /** `USDC`, an ISO code; empty where the token says it. */
  readonly asset: string;
  /** The token's address, lower case; empty where the file does not say. */
  readonly token: string;
  /** The address that sent it, lower case; empty where the file does not say. */
  readonly from: string;
  /** Of a file that names the wallet: the token and the chain that it was sent on, where it says them. */
  readonly sentOn?: SentOn;
  readonly reference: string;
  readonly atMs: number;
  readonly railFee: RailFee;
  readonly marketRate: string;
  /** Line of the file. */
  readonly line: number;
  /** The rail's own word; empty where the file has none, and every row says that it was sent. */
  readonly status: string;
  readonly outcome: TransferOutcome;
  /** Of one that came back in part: what came back, which `amount` has no more, `5.00 EUR`. */
  readonly cameBack?: string;
  /** Whether the file is an export, which holds everything that an account did, several transfers of one transaction too. */
  readonly isExport: boolean;
}

/** That a transfer came back, as a row of its own tells. */
export interface TakenBack {
  /** The transfer's own. */
  readonly reference: string;
  /** The rail's own word. */
  readonly status: string;
  /** What came back, plain decimal text: all of it, or a part. */
  readonly amount: string;
  readonly asset: string;
}

/** What of a transfer most files do not say. */
export const UNSAID = {
  ...{ wallet: '', destination: '', walletStart: '', name: '', token: '', from: '' },
  ...{ railFee: NO_RAIL_FEE, marketRate: '' },
} as const;

/**
 * The reference as it is compared: a transaction hash is a number, however its letters are written, with 0x or without, and the
 * same in the address of an explorer's page; other ids are texts.
 */
export function plainReference(reference: string): string {
  const hash = /(?:^|\/tx\/)(0x[0-9a-f]+|[0-9a-f]{64})(?:[/?#].*)?$/i.exec(reference.trim())?.[1]?.toLowerCase();
  if (hash === undefined) return reference.trim();
  return hash.startsWith('0x') ? hash : `0x${hash}`;
}

/** Why a receipt, or what is missing among them, is refused. */
export const RECEIPT_FAULTS = [
  'empty-file',
  'unknown-wallet',
  'wrong-asset',
  'wrong-amount',
  'wrong-time',
  'two-words',
  'duplicate',
  'shortfall',
  'missing-receipt',
] as const;

export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];
