import type { MicroUsd } from '../../money/micro.ts';
import type { Month } from '../../month/month.ts';
import type { PayoutMethod, PayoutTerms } from './method.ts';

/** The rate of a conversion, as it stands in fx.csv. */
export interface PayoutRate {
  /** Such as `SOGNI/USD`: dollars for one unit of the asset. */
  readonly pair: string;
  /** `YYYY-MM-DD`: the day that the rate was asked for. */
  readonly date: string;
  /** Decimal text. */
  readonly value: string;
}

/** The token that is sent, and the chain it is sent on. */
export interface ChainAsset {
  /** The token's address, lower case; empty where the configuration named none. */
  readonly token: string;
  /** Empty where the configuration named none. */
  readonly chainId: string;
  /** The claim contract through which it is claimed, lower case; empty where it is sent by transfers. */
  readonly contract: string;
}

/** One wallet's transfer (R17: one line per wallet). Its balance falls by `payUsd + feeUsd`. */
export interface PayoutLine {
  /** Lower case. */
  readonly wallet: string;
  readonly method: PayoutMethod;
  /** Never empty: addresses with their checksum. */
  readonly destination: string;
  /** `USDC`, `SOGNI`, `SPARK`, or an ISO code. */
  readonly currency: string;
  /** What was payable before: unreserved balance through the batch's month. */
  readonly balanceUsd: MicroUsd;
  /** What the transfer costs, borne by the payee. */
  readonly feeUsd: MicroUsd;
  /** What is sent, in dollars. At most `balanceUsd - feeUsd`; the rest is dust and stays on the balance. */
  readonly payUsd: MicroUsd;
  /** What is sent, in units of 10^-scale of the currency; positive. */
  readonly assetAmount: bigint;
  readonly scale: number;
  /** Null where the asset is worth a dollar by definition: USDC and fiat USD. */
  readonly rate: PayoutRate | null;
  /** Null where it is not sent on a chain, and of a batch that an earlier version prepared, which did not keep it. */
  readonly chain: ChainAsset | null;
}

/** A wallet that has a balance and no line. */
export interface UnpaidWallet {
  readonly wallet: string;
  readonly balanceUsd: MicroUsd;
  readonly reason: string;
}

export interface MethodTotal {
  readonly method: PayoutMethod;
  readonly currency: string;
  readonly scale: number;
  readonly lines: number;
  readonly payUsd: MicroUsd;
  readonly feeUsd: MicroUsd;
  readonly assetAmount: bigint;
}

/** What is sent for a month. */
export interface PayoutBatch {
  /** SHA-256 (hex) of the batch's canonical content: month, sequence, lines. */
  readonly id: string;
  readonly month: Month;
  /** 1 for the month's first batch; the next number after a voided one. */
  readonly sequence: number;
  /** Sorted by wallet. */
  readonly lines: readonly PayoutLine[];
  /** Per method and currency, sorted. */
  readonly totals: readonly MethodTotal[];
}

/**
 * What a destination may claim of a token in all released batches of a claim contract together, without what was voided,
 * so that a missed claim is never lost.
 */
export interface CumulativeClaim {
  /** Lower case. */
  readonly destination: string;
  /** Lower case. */
  readonly token: string;
  /** The token's smallest units. */
  readonly cumulative: bigint;
}

/** What `railFiles` in render/rails/rail-files.ts writes its files from: `(request) => AsyncIterable<RailFile>`. */
export interface RailRequest {
  /** What is still to be sent of the batch: receipted lines are not in it, and partly receipted ones with their rest. */
  readonly batch: PayoutBatch;
  readonly terms: PayoutTerms;
  /** Of each method that the batch pays by claims: everything that its contract owes; sorted by destination and token. */
  readonly claims: ReadonlyMap<'usdc' | 'sogni', readonly CumulativeClaim[]>;
  /** Of receivers, by wallet (lower case), for rails that ask for it: where payees.csv says one. */
  readonly names: ReadonlyMap<string, string>;
}

/** A file of a rail, beside `batch.csv` in reports/MONTH/payout/; the name may hold a folder, as `usdc-merkle/0x….json`. */
export interface RailFile {
  readonly name: string;
  readonly text: string;
}
