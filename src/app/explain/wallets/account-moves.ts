import { usd } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { accountsThrough } from '../../../core/payout/ledger/ledger.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { finalEarned } from '../../../store/months/final-earned.ts';
import { listAdjustments, listBatches } from '../../../store/payouts/payouts.ts';

/**
 * What moved a wallet's balance in final months through one, a part each (R17): what a month earned, each adjustment with
 * its reason, who and when, what was paid and its fees. @param wallet in lower case
 */
export async function accountMoves(db: Database, wallet: string, through: Month): Promise<Explanation[]> {
  const adjusted = (await listAdjustments(db)).filter((each) => each.wallet === wallet);
  const ledger = {
    earned: (await finalEarned(db, through)).filter((each) => each.wallet === wallet),
    adjustments: adjusted,
    batches: await listBatches(db),
  };
  const account = accountsThrough(ledger, through).get(wallet) ?? new Map<Month, never>();
  return [...account].flatMap(([of, { earned, paid, fees }]) => {
    const name = formatMonth(of);
    const move = (what: string, amount: bigint, note: string): Explanation[] =>
      amount === 0n ? [] : [explained({ label: `${what} of ${name}`, amount: usd(amount), rule: 'R17', note })];
    return [
      ...move('earned', earned, `explain ${wallet} --month ${name}`),
      ...adjusted.filter(({ month }) => month === of).map(adjustmentMove),
      ...move('paid', -paid, `payouts ${name} --status`),
      ...move('fees', -fees, `payouts ${name} --status`),
    ];
  });
}

/** The adjustments of a wallet in a month, each with its reason, who and when. @param wallet in lower case */
export async function adjustmentsIn(db: Database, wallet: string, month: Month): Promise<Explanation[]> {
  const all = await listAdjustments(db);
  return all.filter((each) => each.wallet === wallet && each.month === month).map(adjustmentMove);
}

type KeptAdjustments = Awaited<ReturnType<typeof listAdjustments>>;

function adjustmentMove({ month, amount, reason, by, at }: KeptAdjustments[number]): Explanation {
  return explained({
    label: `adjustment of ${formatMonth(month)}: ${reason} (${by}, ${at.slice(0, 10)})`,
    amount: usd(amount),
    rule: 'R17',
  });
}
