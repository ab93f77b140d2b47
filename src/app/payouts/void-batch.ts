import type { Month } from '../../core/month/month.ts';
import { payingMonth } from '../../core/payout/gates/preparation-objections.ts';
import { batchToVoid, type RootWithout, unpublishedRoots } from '../../core/payout/gates/void-objection.ts';
import { CHAIN_METHODS, lineBy } from '../../core/payout/ledger/batch-chain.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { type ClaimedBatch, claimsWithout } from '../../core/payout/release/cumulative-claims.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { insertVoid } from '../../store/payouts/keep-payouts.ts';
import { booksBeforeAct } from './before-act.ts';
import { claimedNow } from './lapsed-now.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { withdrawRailFiles, writePayoutDirectory } from './payout-directory.ts';

export interface VoidRequest extends PayoutRequest {
  /** At least 8 hex digits of the batch's id. */
  readonly batch: string;
  readonly reason: string;
  /** The roots that claim contracts have now, lower case. */
  readonly published: readonly string[];
}

export interface VoidedBatch {
  readonly done: 'voided' | 'already-voided';
  readonly batch: KeptBatch;
  /** The month whose batch pays what is left of it; null for another one of the same month. */
  readonly paidWith: Month | null;
}

/**
 * R17: voids the month's batch: nothing more of it is sent, and what was not receipted is payable again, in
 * another batch of the month or, once a later month has one, in the next. What was receipted stays paid. Voiding it again
 * changes nothing. What a published root holds is not voided before a root without it is published.
 */
export async function voidBatch(request: VoidRequest): Promise<VoidedBatch | PayoutRefusal> {
  const { db, month, published } = request;
  const books = await booksBeforeAct(request);
  if ('done' in books) return books;
  const { batches } = books;
  const named = batchToVoid(batches, month, request.batch);
  if ('objection' in named) return refusal(named.objection);
  const { batch } = named;
  if (batch.voided) {
    // The run that voided it may have been interrupted.
    await writePayoutDirectory(request);
    return { done: 'already-voided', batch, paidWith: payingMonth(batches, month) };
  }
  const roots = await rootsWithout(await claimedNow(request, batches), batch);
  const missing = unpublishedRoots({ month, id: request.batch, published }, roots);
  if (missing.length > 0) return refusal(...missing);
  const reason = [request.reason, ...roots.map(({ root, contract }) => `${contract} has the root ${root}`)].join('; ');
  await withdrawRailFiles(request);
  await db.transaction().execute(async (transaction) => {
    await insertVoid(transaction, batch.batch.id, reason, await actNow(transaction, request.by, request.asOfMs));
  });
  await writePayoutDirectory(request);
  const others = batches.filter((each) => each !== batch);
  return { done: 'voided', batch, paidWith: payingMonth(others, month) };
}

/** Of every claim contract that pays a released batch, the root without what is open of it. */
async function rootsWithout(batches: readonly ClaimedBatch[], { batch, releases }: KeptBatch): Promise<RootWithout[]> {
  const chains = CHAIN_METHODS.flatMap((method) => lineBy(batch, method)?.chain ?? []);
  const claimed = releaseOf(releases) === null ? [] : chains.filter(({ contract }) => contract !== '');
  if (claimed.length === 0) return [];
  // Loaded only where something is claimed: the library takes time to load.
  const { claimsRoot } = await import('../../render/rails/merkle-claims.ts');
  return claimed.map((chain) => ({ ...chain, root: claimsRoot(claimsWithout(batches, batch.id, chain)) }));
}
