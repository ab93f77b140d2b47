import type { Policy } from '../../config/policy.ts';
import { type Month, payoutDue } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { payingMonth } from '../../core/payout/gates/preparation-objections.ts';
import { withLaterDeductions } from '../../core/payout/ledger/ledger.ts';
import { monthToPay } from '../../core/payout/owed/month-to-pay.ts';
import { type OwedAmount, owedAmounts } from '../../core/payout/owed/owed.ts';
import { walletBalances } from '../../core/payout/owed/wallet-balances.ts';
import type { Database } from '../../store/database/open-store.ts';
import { listFinalMonths } from '../../store/months/final-months.ts';
import { dueOfMonth } from './due-of-month.ts';
import { beingSentNow } from './lapsed-now.ts';
import { readPayoutBooks, settlementRules } from './payout-books.ts';

/** What is owed, through the last final month. */
export interface Owed {
  /** Null where no month is final: nothing is owed then. */
  readonly through: Month | null;
  readonly amounts: readonly OwedAmount[];
  /** The final month whose payouts are to be looked at next. */
  readonly next: Month | null;
}

/** R17: what is owed to whom at an instant, by the payees in force then. Reads only. */
export async function readOwed(db: Database, policy: Policy, asOfMs: number): Promise<Owed> {
  const months = await listFinalMonths(db);
  const through = months.at(-1)?.month;
  if (through === undefined) return { through: null, amounts: [], next: null };
  const books = await readPayoutBooks(db, through);
  const rules = await settlementRules(db, policy.payouts, through, { asOfMs });
  const due = new Map(months.map((each) => [each.month, dueOfMonth(each, policy)]));
  const amounts = owedAmounts({
    // What a later month takes off is not paid out before, so it is not owed.
    balances: walletBalances(withLaterDeductions(books, through), through, rules),
    sending: await beingSentNow({ db, policy, asOfMs }, books.batches),
    earned: books.earned,
    dueOf: (month) => due.get(month) ?? payoutDue(month, policy.payoutDelayDays),
    today: utcDate(asOfMs),
  });
  const next = monthToPay(amounts, books.batches, (month) => payingMonth(books.batches, month)) ?? through;
  return { through, amounts, next: next > through ? through : next };
}
