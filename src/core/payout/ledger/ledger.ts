import type { MicroUsd } from '../../money/micro.ts';
import type { Month } from '../../month/month.ts';
import { compareText } from '../../text/compare-text.ts';
import type { PayoutBatch } from './batch.ts';
import { takenByLine } from './line-state.ts';

/** What a final month gave a wallet; micro-dollars. */
export interface LedgerEntry {
  readonly month: Month;
  readonly wallet: string;
  readonly amount: MicroUsd;
}

/** What a person added to a balance, or took off it. */
export interface Adjustment extends LedgerEntry {
  /** How many batches had been prepared then. */
  readonly afterBatches: number;
}

/** A batch and what has become of it. */
export interface LedgerBatch {
  readonly batch: PayoutBatch;
  /** 1 for the first batch that was ever prepared. */
  readonly ordinal: number;
  /** What was receipted of each wallet's line, in the line's units. */
  readonly sent: ReadonlyMap<string, bigint>;
  /** Nothing more is sent: what was not receipted is back on the balances. */
  readonly voided: boolean;
  /** How many batches had been prepared when it was voided; null while it stands. */
  readonly voidedAfter: number | null;
}

/** Everything that moves balances (R17). Only final months are in it. */
export interface Ledger {
  readonly earned: readonly LedgerEntry[];
  readonly adjustments: readonly Adjustment[];
  readonly batches: readonly LedgerBatch[];
}

/** What moved a wallet's balance in one month; a payment counts in the month of its batch. */
export interface MonthMovement {
  readonly earned: MicroUsd;
  readonly adjustments: MicroUsd;
  readonly paid: MicroUsd;
  readonly fees: MicroUsd;
  /** Held by the month's batch, and still on the balance. */
  readonly reserved: MicroUsd;
}

/** A wallet's movements by month, in order. */
export type WalletAccount = ReadonlyMap<Month, MonthMovement>;

/** While an account is added up. */
type Moving = { -readonly [Name in keyof MonthMovement]: MonthMovement[Name] };

const NO_MOVEMENT: MonthMovement = { earned: 0n, adjustments: 0n, paid: 0n, fees: 0n, reserved: 0n };

/** The accounts of every wallet in the ledger, through a month, by wallet in order. */
export function accountsThrough(ledger: Ledger, month: Month): Map<string, WalletAccount> {
  const accounts = new Map<string, Map<Month, Moving>>();
  const move = (wallet: string, at: Month, change: Partial<MonthMovement>): void => {
    if (at > month) return;
    let account = accounts.get(wallet);
    if (account === undefined) {
      account = new Map();
      accounts.set(wallet, account);
    }
    let moving = account.get(at);
    if (moving === undefined) {
      moving = { ...NO_MOVEMENT };
      account.set(at, moving);
    }
    moving.earned += change.earned ?? 0n;
    moving.adjustments += change.adjustments ?? 0n;
    moving.paid += change.paid ?? 0n;
    moving.fees += change.fees ?? 0n;
    moving.reserved += change.reserved ?? 0n;
  };
  for (const { wallet, month: at, amount } of ledger.earned) move(wallet, at, { earned: amount });
  for (const { wallet, month: at, amount } of ledger.adjustments) move(wallet, at, { adjustments: amount });
  for (const { batch, sent, voided } of ledger.batches) {
    for (const line of batch.lines) {
      move(line.wallet, batch.month, takenByLine(line, sent.get(line.wallet) ?? 0n, voided));
    }
  }
  const wallets = [...accounts.keys()].sort(compareText);
  return new Map(wallets.map((wallet) => [wallet, byMonth(accounts.get(wallet) ?? new Map())]));
}

/** Most accounts have one month, and are in order. */
function byMonth(account: WalletAccount): WalletAccount {
  return account.size < 2 ? account : new Map([...account].sort(([a], [b]) => a - b));
}

/** What is left of an account, reserved amounts included. */
export function balanceOf(account: WalletAccount): MicroUsd {
  let balance = 0n;
  for (const { earned, adjustments, paid, fees } of account.values()) balance += earned + adjustments - paid - fees;
  return balance;
}

/** What is left of an account and not held by a batch: only this is payable (R17). */
export function unreservedOf(account: WalletAccount): MicroUsd {
  let reserved = 0n;
  for (const movement of account.values()) reserved += movement.reserved;
  return balanceOf(account) - reserved;
}

/**
 * The ledger as it was when a batch was prepared: neither it nor any batch after it; and what was voided later still
 * holds its amounts. Without an ordinal, the batch is yet to be prepared.
 */
export function ledgerBefore(
  ledger: Ledger,
  { month, sequence, ordinal }: Pick<PayoutBatch, 'month' | 'sequence'> & { readonly ordinal: number | null },
): Ledger {
  const isBefore = ({ batch }: LedgerBatch): boolean =>
    batch.month < month || (batch.month === month && batch.sequence < sequence);
  const asItWas = (each: LedgerBatch): LedgerBatch => {
    const wasVoided = each.voidedAfter !== null && (ordinal === null || each.voidedAfter < ordinal);
    return { ...each, voided: each.voided && wasVoided };
  };
  const wasMade = (each: Adjustment): boolean => each.month <= month || ordinal === null || each.afterBatches < ordinal;
  return {
    ...ledger,
    adjustments: ledger.adjustments.filter(wasMade),
    batches: ledger.batches.filter(isBefore).map(asItWas),
  };
}

/**
 * What was taken off balances in months after one, by wallet, as negative amounts: it is not payable in that month
 * either, or the wallet would owe it later.
 */
export function deductionsAfter(ledger: Ledger, month: Month): Map<string, MicroUsd> {
  const deductions = new Map<string, MicroUsd>();
  for (const { wallet, month: at, amount } of ledger.adjustments) {
    if (at > month && amount < 0n) deductions.set(wallet, (deductions.get(wallet) ?? 0n) + amount);
  }
  return deductions;
}

/**
 * The ledger with what later months take off balances taken off in a month already: by that what may be paid of it, and what is owed, goes.
 */
export function withLaterDeductions(ledger: Ledger, month: Month): Ledger {
  const taken = ({ month: at, amount }: Adjustment): boolean => at > month && amount < 0n;
  return { ...ledger, adjustments: ledger.adjustments.map((each) => (taken(each) ? { ...each, month } : each)) };
}

/** Whether a batch takes anything off balances: a voided one does where something of it was sent. */
export function takesOff({ voided, sent }: Pick<LedgerBatch, 'voided' | 'sent'>): boolean {
  return !voided || sent.size > 0;
}
