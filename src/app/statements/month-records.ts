import { formatMicro } from '../../core/money/micro.ts';
import { addMonths, formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import type { WalletBalance } from '../../core/payout/ledger/balance.ts';
import { onItsWayByWallet } from '../../core/payout/owed/on-its-way.ts';
import { walletBalances } from '../../core/payout/owed/wallet-balances.ts';
import { merkleTree } from '../../core/statement/merkle-proof.ts';
import {
  type MonthStatement,
  monthStatements,
  type PublishedMonth,
  statementLeaf,
} from '../../core/statement/month-statement.ts';
import { paymentsByWallet, statementAccount } from '../../core/statement/statement-account.ts';
import {
  type EarnedMonth,
  MONTHS_OF_HISTORY,
  type MonthRecord,
  type ProvenStatement,
  type StatementAccount,
  type StatementPayment,
  type StatementTerms,
} from '../../core/statement/statement-record.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { Database } from '../../store/database/open-store.ts';
import { finalEarned } from '../../store/months/final-earned.ts';
import { statementHash } from '../close/reports/statement-hash.ts';
import { beingSentNow } from '../payouts/lapsed-now.ts';
import { type PayoutsNow, readPayoutBooks, settlementRules } from '../payouts/payout-books.ts';
import { readPublishedReports } from './published-reports.ts';

/** A month's statements, each with the proof that it is one of them. */
export interface ProvenMonth {
  readonly month: Month;
  /** Where its reports lie. */
  readonly directory: string;
  readonly published: PublishedMonth;
  readonly isFinal: boolean;
  /** The day on which its payouts are due, `YYYY-MM-DD`. */
  readonly due: string;
  /** Sorted by wallet, lower case. */
  readonly statements: readonly MonthStatement[];
  proven(index: number): ProvenStatement;
}

/**
 * The statements of a month's reports. They must lead to the root that the manifest states.
 *
 * @throws InvalidInput changed-report
 */
export async function readProvenMonth(directory: string): Promise<ProvenMonth> {
  const { source, root: published, manifestSha256, due } = await readPublishedReports(directory);
  const statements = [...monthStatements(source)];
  const tree = merkleTree(statements.map(statementLeaf), statementHash);
  if (tree.root !== published) {
    const what = `its statement root is ${published}; payouts.csv and wallet-jobs.csv give ${tree.root}`;
    throw new InvalidInput([problem('changed-report', { file: `${directory}/manifest.json` }, what)]);
  }
  const { root, leaves } = tree;
  return {
    month: monthFromText(source.published.month),
    directory,
    published: source.published,
    isFinal: source.published.state === 'final',
    due,
    statements,
    proven: (index) => ({
      statement: statements[index] as MonthStatement,
      proof: { root, leaves, index, path: tree.proofOf(index) },
      manifestSha256,
    }),
  };
}

/** What the payout books know of wallets beside their statements; by wallet, lower case. */
export interface MonthAccounts {
  readonly accounts: ReadonlyMap<string, StatementAccount>;
  /** Of the month's own batches. */
  readonly payments: ReadonlyMap<string, readonly StatementPayment[]>;
}

/** What all statements of a month are made of. */
export interface StatementMonthBooks {
  readonly proven: ProvenMonth;
  /** Who pays, and when. */
  readonly terms: StatementTerms;
  /** Of a final month only. */
  readonly accounts: MonthAccounts | null;
  /** See readHistory. */
  readonly history: ReadonlyMap<string, readonly EarnedMonth[]>;
}

/** The accounts of a final month as they are now (R17). */
export async function readMonthAccounts(now: PayoutsNow, month: Month): Promise<MonthAccounts> {
  const { db, policy } = now;
  const books = await readPayoutBooks(db, month);
  const rules = await settlementRules(db, policy.payouts, month);
  const own = books.adjustments.filter((each) => each.month === month);
  const byWallet = new Map<string, typeof own>();
  for (const each of own) byWallet.set(each.wallet, [...(byWallet.get(each.wallet) ?? []), each]);
  const through = books.batches.filter(({ batch }) => batch.month <= month);
  const sending = onItsWayByWallet(await beingSentNow(now, through));
  const accountOf = (each: WalletBalance): StatementAccount => {
    return statementAccount(each, sending.get(each.wallet) ?? 0n, byWallet.get(each.wallet) ?? []);
  };
  return {
    accounts: new Map(walletBalances(books, month, rules).map((each) => [each.wallet, accountOf(each)])),
    payments: paymentsByWallet(books.batches.filter(({ batch }) => batch.month === month)),
  };
}

/** What final months before one gave each wallet (lower case), as far as its statement looks back, in order. */
export async function readHistory(db: Database, month: Month): Promise<ReadonlyMap<string, readonly EarnedMonth[]>> {
  const history = new Map<string, EarnedMonth[]>();
  const from = addMonths(month, 1 - MONTHS_OF_HISTORY);
  for (const { wallet, month: earlier, amount } of await finalEarned(db, addMonths(month, -1), from)) {
    const own = history.get(wallet) ?? [];
    history.set(wallet, own);
    own.push({ month: formatMonth(earlier), earnedUsd: formatMicro(amount) });
  }
  return history;
}

/** One wallet's whole statement of a month. */
export function monthRecord(
  proven: ProvenStatement,
  { terms, accounts, history }: Pick<StatementMonthBooks, 'terms' | 'accounts' | 'history'>,
): MonthRecord {
  const { published, payout, wallet: shown } = proven.statement;
  const wallet = shown.toLowerCase();
  const own = { month: published.month, earnedUsd: payout.earned_usd ?? formatMicro(0n) };
  return {
    kind: 'month',
    terms,
    ...proven,
    history: [...(history.get(wallet) ?? []), own],
    account: accounts?.accounts.get(wallet) ?? null,
    payments: accounts?.payments.get(wallet) ?? [],
  };
}
