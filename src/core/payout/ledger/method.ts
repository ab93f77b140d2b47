import type { Exact } from '../../money/exact-decimal.ts';
import type { MicroUsd } from '../../money/micro.ts';

/** How a wallet is paid (R17). */
export const PAYOUT_METHODS = ['usdc', 'sogni', 'spark', 'fiat'] as const;

export type PayoutMethod = (typeof PAYOUT_METHODS)[number];

export function isPayoutMethod(text: string): text is PayoutMethod {
  return (PAYOUT_METHODS as readonly string[]).includes(text);
}

/** What a transfer costs; the payee bears it. */
export interface TransferFee {
  readonly fixedUsd: MicroUsd;
  /** A fraction of what is payable, such as 0.02; null for none. */
  readonly proportion: Exact | null;
}

/** The terms of a method, from `payouts` in revshare.yaml. */
export interface MethodTerms {
  readonly method: PayoutMethod;
  /** `USDC`, `SOGNI`, `SPARK`; for fiat `USD`, where a payee names no other currency. */
  readonly asset: string;
  /** Decimals of the asset: fiat 2, usdc 6, sogni 18, spark 2. */
  readonly scale: number;
  /** A smaller balance stays where it is. */
  readonly minimumUsd: MicroUsd;
  readonly fee: TransferFee;
  /** Of the chain that usdc and sogni are sent on; null when the configuration names none. */
  readonly token: string | null;
  readonly chainId: string | null;
  /** The claim contract through which it is paid; null where it is paid by transfers (R17: never by both). */
  readonly claimContract: string | null;
}

/** Who pays the workers. */
export interface Payer {
  readonly name: string;
  /** An address to ask at; may be empty. */
  readonly contact: string;
}

/** What holds for payees of a country. */
export interface CountryTerms {
  /** Why nothing is sent there; empty where it is. */
  readonly hold: string;
  /** Micro-dollars; null: that of the method. */
  readonly minimumUsd: bigint | null;
  readonly needsTaxForm: boolean;
}

/** The `payouts` section of revshare.yaml, defaults filled in. */
export interface PayoutTerms {
  /** For wallets that payees.csv does not give a method; null: such a wallet is not paid. */
  readonly defaultMethod: PayoutMethod | null;
  /** Hard cap on what a batch takes off balances, fees in it; null without one. */
  readonly maxBatchUsd: MicroUsd | null;
  /** Hard cap on one adjustment, either way; null without one. */
  readonly maxAdjustmentUsd: MicroUsd | null;
  /** Who pays, as statements name them; null where the configuration does not say. */
  readonly payer: Payer | null;
  /** Whoever made a month final does not release its batch. */
  readonly twoPerson: boolean;
  /** Whether nothing is sent to whom screening.csv does not call clear. */
  readonly screening: boolean;
  /** By ISO code of two letters, and `other` for the rest. */
  readonly countries: ReadonlyMap<string, CountryTerms>;
  readonly methods: Readonly<Record<PayoutMethod, MethodTerms>>;
}

/** Currencies without a minor unit (ISO 4217). */
const WHOLE_CURRENCIES: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
);

/** Whether amounts of a currency have no decimals. */
export function isWholeCurrency(currency: string): boolean {
  return WHOLE_CURRENCIES.has(currency);
}
