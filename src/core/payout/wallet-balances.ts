import type { MicroUsd } from '../money/micro.ts';
import { addMonths, type Month } from '../month/month.ts';
import type { AgedAmount, WalletBalance } from './balance.ts';
import { accountsThrough, balanceOf, type Ledger, unreservedOf, type WalletAccount } from './ledger.ts';
import { minimumOf, type SettlementRules, settleWallet } from './settle.ts';

/** R17: the account of a month of every wallet that ever earned, sorted by wallet. */
export function walletBalances(ledger: Ledger, month: Month, rules: SettlementRules): WalletBalance[] {
  return [...accountsThrough(ledger, month)].map(([wallet, account]) => walletBalance(wallet, account, month, rules));
}

/** One wallet's account of a month. */
function walletBalance(wallet: string, account: WalletAccount, month: Month, rules: SettlementRules): WalletBalance {
  const own = account.get(month);
  const { earned = 0n, adjustments = 0n, paid = 0n, fees = 0n } = own ?? {};
  const carriedForward = balanceOf(account);
  const unreserved = unreservedOf(account);
  const { reason, method } = settleWallet(wallet, unreserved, rules);
  const reserved = carriedForward - unreserved;
  const minimum =
    method === null ? null : minimumOf(rules.payees.get(wallet), rules.terms.methods[method], rules.terms);
  return {
    wallet,
    month,
    broughtForward: carriedForward - earned - adjustments + paid + fees,
    ...{ earned, adjustments, reserved, paid, fees, carriedForward },
    ageing: ageingOf(account),
    minimum,
    reason: unreserved === 0n && reserved > 0n ? 'reserved' : reason,
    monthsToThreshold: minimum === null ? null : monthsTo(minimum, unreserved, account, month),
  };
}

/** What a balance is made of: payments, fees and deductions settle the oldest months first. */
function ageingOf(account: WalletAccount): AgedAmount[] {
  const owed: { month: Month; amount: MicroUsd }[] = [];
  let settled = 0n;
  for (const [month, { earned, adjustments, paid, fees }] of account) {
    owed.push({ month, amount: earned + (adjustments > 0n ? adjustments : 0n) });
    settled += paid + fees - (adjustments < 0n ? adjustments : 0n);
  }
  for (const each of owed) {
    const part = settled < each.amount ? settled : each.amount;
    each.amount -= part;
    settled -= part;
  }
  return owed.filter(({ amount }) => amount > 0n);
}

const PACE_MONTHS = 3;

/** Whole months until a balance reaches the minimum, earning on average what it earned in the last three. */
function monthsTo(minimum: MicroUsd, unreserved: MicroUsd, account: WalletAccount, month: Month): number | null {
  if (unreserved >= minimum) return 0;
  let earned = 0n;
  for (let back = 0; back < PACE_MONTHS; back += 1) earned += account.get(addMonths(month, -back))?.earned ?? 0n;
  if (earned === 0n) return null;
  // ceil(missing / (earned / 3))
  return Number(((minimum - unreserved) * BigInt(PACE_MONTHS) + earned - 1n) / earned);
}
