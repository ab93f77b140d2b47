import { lastDayOf } from '../../core/month/month.ts';
import { heldAgainst } from '../../core/payout/gates/batch-differences.ts';
import type { PayoutBatch, UnpaidWallet } from '../../core/payout/ledger/batch.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { ledgerBefore } from '../../core/payout/ledger/ledger.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import { prepareBatch } from '../../core/payout/preparation/prepare-batch.ts';
import {
  changesSinceApproval,
  type PayoutBooks,
  type PayoutRequest,
  settlementRules,
  standingBatch,
} from './payout-books.ts';

/** The batch of a month as it is now. */
export interface MonthBatch {
  /** The standing one where it is still what is payable, else what would be prepared. */
  readonly batch: PayoutBatch;
  readonly unpaid: readonly UnpaidWallet[];
  /** Null where none stands. */
  readonly standing: KeptBatch | null;
  /** In what the standing batch is not what is payable now, a sentence a wallet; empty where it is, or none stands. */
  readonly differences: readonly string[];
  /** What changed of the payees since the month was approved. */
  readonly changes: readonly PayeeChange[];
  readonly rateDate: string;
}

/**
 * R17: what is payable of a final month, by the payees in force in the month of the payment, held against the batch that
 * stands.
 *
 * @param given the day whose rates convert; null for the standing batch's, else the month's last day
 */
export async function monthBatch(
  { db, policy, month, asOfMs }: PayoutRequest,
  books: PayoutBooks,
  given: string | null,
): Promise<MonthBatch> {
  const standing = standingBatch(books.batches, month);
  const rateDate = given ?? rateDateOf(standing) ?? lastDayOf(month);
  const rules = await settlementRules(db, policy.payouts, month, { rateDate, asOfMs });
  const sequence = standing?.batch.sequence ?? books.batches.filter((each) => each.batch.month === month).length + 1;
  const ledger = ledgerBefore(books, { month, sequence, ordinal: standing?.ordinal ?? null });
  const { batch, unpaid } = prepareBatch(ledger, month, sequence, rules);
  const changes = await changesSinceApproval({ db, month, asOfMs }, batch.lines, rules);
  const same = { unpaid, standing, changes, rateDate };
  if (standing === null) return { ...same, batch, differences: [] };
  return { ...same, ...heldAgainst(standing, batch) };
}

/** The day whose rates a batch was converted by; null when none of its lines was. */
function rateDateOf(standing: KeptBatch | null): string | null {
  return standing?.batch.lines.find(({ rate }) => rate !== null)?.rate?.date ?? null;
}
