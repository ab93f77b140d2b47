import { sparkValueOf } from '../../../core/explanation/pool/spark-value.ts';
import { exactUsd, usd } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained, sumFormula, sumOf } from '../../../core/explanation/tree/explanation.ts';
import { leftOutJobs, leftOutNote } from '../../../core/explanation/wallets/wallet-jobs.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { checksumAddress } from '../../../core/wallet/checksum-address.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import type { ExplainedMonth } from '../month/explained-month.ts';
import { accountMoves } from './account-moves.ts';
import { walletJobs } from './wallet-figures.ts';

/**
 * Explains a wallet that a month credited nothing to, so that payouts.csv does not name it: each of its jobs with the reason why it was left
 * out and what it would have been worth, and what stands on its balance from other months. Null for one that has neither.
 */
export async function uncreditedWallet(
  request: ExplainRequest,
  { reports, figures }: ExplainedMonth,
  address: string,
): Promise<Explanation | null> {
  const wallet = address.toLowerCase();
  const jobs = await walletJobs(request, reports, wallet);
  const moves = await accountMoves(request.workspace.store.db, wallet, figures.month);
  if (jobs.rows.length === 0 && moves.length === 0) return null;
  const out = leftOutJobs(jobs, 0n, sparkValueOf(figures), figures.most);
  return explained({
    label: `wallet ${checksumAddress(wallet)}`,
    amount: usd(0n),
    formula: 'no job was credited to it in the month',
    rule: 'R11',
    note: out.length === 0 ? 'it has no rows in the month' : leftOutNote(jobs),
    factors: [...(moves.length === 0 ? [] : [balanceThrough(figures.month, moves)]), ...out],
  });
}

function balanceThrough(month: Month, moves: readonly Explanation[]): Explanation {
  return explained({
    label: `its balance through ${formatMonth(month)}, as the books have it now`,
    amount: exactUsd(sumOf(moves)),
    formula: sumFormula(moves),
    rule: 'R17',
    parts: moves,
  });
}
