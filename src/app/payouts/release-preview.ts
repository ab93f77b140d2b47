import { formatMonth } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { PayoutBatch } from '../../core/payout/ledger/batch.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { ledgerBefore } from '../../core/payout/ledger/ledger.ts';
import { adjustmentsIn, paymentDifferences } from '../../core/payout/release/payment-differences.ts';
import {
  type ReleasePreview,
  releaseDigest,
  releaseState,
  type ShownForRelease,
} from '../../core/payout/release/release.ts';
import { splitAdjustments } from '../../core/payout/release/split-adjustments.ts';
import { approvedDocument } from '../../render/month/reconcile-json.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { dueOfMonth } from './due-of-month.ts';
import type { PayoutBooks, PayoutRequest } from './payout-books.ts';

/** What is said beside a batch: how it differs from earlier payments, and what of it a person added or took off. */
export function shownForRelease(books: PayoutBooks, batch: PayoutBatch, standing: KeptBatch | null): ShownForRelease {
  const ordinal = standing?.ordinal ?? null;
  const earlier = books.batches.filter((each) => ordinal === null || each.ordinal < ordinal);
  const made = new Set(ledgerBefore(books, { ...batch, ordinal }).adjustments);
  const adjustments = books.adjustments.filter((each) => made.has(each));
  return {
    batch,
    differences: paymentDifferences(batch, earlier),
    adjustments: adjustmentsIn(batch, earlier, adjustments),
  };
}

/** R17: everything that a person sees before a batch is released. @param batch the standing one, or what would be prepared */
export async function releasePreview(
  { db, policy, month, asOfMs }: PayoutRequest,
  books: PayoutBooks,
  batch: PayoutBatch,
  standing: KeptBatch | null,
): Promise<ReleasePreview> {
  const shown = shownForRelease(books, batch, standing);
  const acts = standing?.releases ?? [];
  const state = releaseState(acts, asOfMs);
  const final = await finalMonth(db, month);
  if (final === null) throw new Error(`${formatMonth(month)} is not final, and is previewed`);
  const approved = approvedDocument(final);
  const due = dueOfMonth(final, policy);
  const { maxAdjustmentUsd } = policy.payouts;
  return {
    ...shown,
    ...{ split: splitAdjustments(shown.adjustments, maxAdjustmentUsd), maxAdjustmentUsd },
    digest: batch.lines.length === 0 ? '' : releaseDigest(shown),
    state,
    validUntil: state === 'waiting' ? (acts.at(-1)?.validUntil ?? '') : '',
    due,
    isDue: utcDate(asOfMs) >= due,
    pool: { poolUsd: approved.pool_usd ?? '', distributedUsd: approved.distributed_usd ?? '' },
  };
}
