import type { MicroUsd } from '../../money/micro.ts';
import { addMonths, type Month } from '../../month/month.ts';
import type { AgedAmount, BalanceReason, WalletBalance } from '../ledger/balance.ts';
import {
  accountsThrough,
  balanceOf,
  deductionsAfter,
  type Ledger,
  unreservedOf,
  type WalletAccount,
} from '../ledger/ledger.ts';
import { minimumOf, type SettlementRules, settleWallet } from '../preparation/settle.ts';

/** R17: the account of a month of every wallet that ever earned, sorted by wallet. */
export function walletBalances(ledger: Ledger, month: Month, rules: SettlementRules): WalletBalance[] {
  const ahead = deductionsAfter(ledger, month);
  return [...accountsThrough(ledger, month)].map(([wallet, account]) =>
    walletBalance({ wallet, account, deducted: -(ahead.get(wallet) ?? 0n) }, month, rules),
  );
}

/** The account of a wallet, and what later months take off it. */
interface Standing {
  readonly wallet: string;
  readonly account: WalletAccount;
  readonly deducted: MicroUsd;
}

/** One wallet's account of a month. */
function walletBalance({ wallet, account, deducted }: Standing, month: Month, rules: SettlementRules): WalletBalance {
  const own = account.get(month);
  const { earned = 0n, adjustments = 0n, paid = 0n, fees = 0n } = own ?? {};
  const carriedForward = balanceOf(account);
  const unreserved = unreservedOf(account);
  // As a batch would have it.
  const payable = unreserved - deducted;
  const { reason, method } = settleWallet(wallet, payable, rules);
  const reserved = carriedForward - unreserved;
  const minimum =
    method === null ? null : minimumOf(rules.payees.get(wallet), rules.terms.methods[method], rules.terms);
  return {
    wallet,
    month,
    broughtForward: carriedForward - earned - adjustments + paid + fees,
    ...{ earned, adjustments, reserved, deducted, paid, fees, carriedForward },
    ageing: ageingOf(account),
    minimum,
    reason: payable === 0n ? reasonOfNothing(reserved, deducted) : reason,
    monthsToThreshold: minimum === null ? null : monthsTo(minimum, payable, account, month),
  };
}

/** Why nothing of a balance may be paid that is not there, or held, or taken off by later months. */
function reasonOfNothing(reserved: MicroUsd, deducted: MicroUsd): BalanceReason {
  if (reserved > 0n) return 'reserved';
  return deducted > 0n ? 'deducted' : '';
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
function monthsTo(minimum: MicroUsd, payable: MicroUsd, account: WalletAccount, month: Month): number | null {
  if (payable >= minimum) return 0;
  let earned = 0n;
  for (let back = 0; back < PACE_MONTHS; back += 1) earned += account.get(addMonths(month, -back))?.earned ?? 0n;
  if (earned === 0n) return null;
  // ceil(missing / (earned / 3))
  return Number(((minimum - payable) * BigInt(PACE_MONTHS) + earned - 1n) / earned);
}
