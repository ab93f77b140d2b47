import { formatMonth, type Month } from '../../core/month/month.ts';
import type { KeptBatch, KeptPayouts, KeptReceipt } from '../../core/payout/ledger/kept-payouts.ts';
import type { Database } from '../database/open-store.ts';
import {
  insertAdjustment,
  insertBatch,
  insertReceipts,
  insertRelease,
  insertReversal,
  insertVoid,
} from './keep-payouts.ts';
import { listAdjustments, listBatches } from './payouts.ts';

/**
 * Puts into books that are made anew what was done about payouts before a month became final, so far as it is not there
 * yet: the month's payouts.csv says how its balances stood then. Voids first: a batch in a voided one's place needs them.
 *
 * @param month null for everything
 */
export async function repeatPayouts(db: Database, kept: KeptPayouts, month: Month | null): Promise<void> {
  const isBefore = ({ afterMonth }: { readonly afterMonth: string }): boolean =>
    month === null || afterMonth < formatMonth(month);
  const known = new Map((await listBatches(db)).map((each) => [each.batch.id, each]));
  await db.transaction().execute(async (transaction) => {
    const batches = kept.batches.filter(({ prepared }) => isBefore(prepared));
    const isKnown = ({ batch }: KeptBatch): boolean => known.has(batch.id);
    for (const each of [...batches.filter(isKnown), ...batches.filter((other) => !isKnown(other))]) {
      const { batch, prepared } = each;
      const there = known.get(batch.id);
      if (there === undefined) await insertBatch(transaction, batch, prepared);
      for (const release of each.releases.slice(there?.releases.length ?? 0)) {
        if (isBefore(release)) await insertRelease(transaction, batch.id, release);
      }
      const done = there?.receipts.length ?? 0;
      for (const together of recordedTogether(each.receipts.slice(done).filter(isBefore))) {
        await repeatReceipts(transaction, batch.id, together);
      }
      const isVoided = there?.voided === true;
      if (each.void !== null && isBefore(each.void) && !isVoided) {
        await insertVoid(transaction, batch.id, each.void.reason, each.void, each.voidedAfter);
      }
    }
    const adjusted = (await listAdjustments(transaction)).length;
    for (const each of kept.adjustments.slice(adjusted)) {
      if (isBefore(each)) await insertAdjustment(transaction, each, each.reason, each, each.afterBatches);
    }
  });
}

/** In their order, those of one file as one: a statement for each of a hundred thousand takes long. */
function recordedTogether(receipts: readonly KeptReceipt[]): KeptReceipt[][] {
  const runs: KeptReceipt[][] = [];
  let last = '';
  for (const receipt of receipts) {
    const { by, at, afterMonth, overrides, reversal } = receipt;
    const how = JSON.stringify([by, at, afterMonth, overrides, reversal]);
    if (how === last && reversal === '') runs.at(-1)?.push(receipt);
    else runs.push([receipt]);
    last = how;
  }
  return runs;
}

/** @param together of one file, or a reversal alone */
async function repeatReceipts(db: Database, batch: string, together: readonly KeptReceipt[]): Promise<void> {
  const [first] = together;
  if (first === undefined) return;
  const { amount, reversal, overrides } = first;
  if (reversal === '') return insertReceipts(db, batch, together, overrides, first);
  return insertReversal(db, batch, { ...first, amount: -amount }, reversal, first);
}
