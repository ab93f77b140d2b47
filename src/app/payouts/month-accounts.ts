import type { MonthClose } from '../../core/close/month-close.ts';
import {
  accountsThrough,
  balanceOf,
  deductionsAfter,
  type Ledger,
  unreservedOf,
} from '../../core/payout/ledger/ledger.ts';
import type { PayoutTerms } from '../../core/payout/ledger/method.ts';
import type { MonthAccount } from '../../core/payout/ledger/month-account.ts';
import { settleWallet } from '../../core/payout/preparation/settle.ts';
import type { Database } from '../../store/database/open-store.ts';
import { finalEarnedBefore } from '../../store/months/final-earned.ts';
import { listAdjustments, listBatches } from '../../store/payouts/payouts.ts';
import { settlementRules } from './payout-books.ts';

/**
 * R17: the accounts of an open month by wallet, as they are when it is computed: every credited wallet, and every other
 * one with a balance or an adjustment. A final month is computed once more when it becomes final, and its payouts.csv
 * says how its accounts stood then.
 */
export async function monthAccounts(
  db: Database,
  terms: PayoutTerms,
  { month, pool, withheld }: Pick<MonthClose, 'month' | 'pool' | 'withheld'>,
): Promise<Map<string, MonthAccount>> {
  const earned = new Map(pool.parts.map((part) => [part.wallet, part.earned]));
  const ledger: Ledger = {
    earned: [
      ...(await finalEarnedBefore(db, month)),
      ...pool.parts.map((part) => ({ month, wallet: part.wallet, amount: part.earned })),
    ],
    adjustments: await listAdjustments(db),
    batches: await listBatches(db),
  };
  const rules = {
    ...(await settlementRules(db, terms, month)),
    withheld: new Map(withheld.map(({ wallet, note }) => [wallet.toLowerCase(), note])),
  };
  const ahead = deductionsAfter(ledger, month);
  const accounts = new Map<string, MonthAccount>();
  for (const [wallet, account] of accountsThrough(ledger, month)) {
    const balance = balanceOf(account);
    const unreserved = unreservedOf(account) + (ahead.get(wallet) ?? 0n);
    const adjustments = account.get(month)?.adjustments ?? 0n;
    if (balance === 0n && adjustments === 0n && !earned.has(wallet)) continue;
    const { line, method, reason } = settleWallet(wallet, unreserved, rules);
    const payout = line === null ? 0n : line.payUsd + line.feeUsd;
    accounts.set(wallet, {
      broughtForward: balance - (earned.get(wallet) ?? 0n) - adjustments,
      adjustments,
      balance,
      method,
      payout,
      carriedForward: balance - payout,
      reason: unreserved === 0n && balance > 0n ? 'reserved' : reason,
    });
  }
  return accounts;
}
