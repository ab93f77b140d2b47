import type { MicroUsd } from '../../money/micro.ts';
import { formatMonth, type Month } from '../../month/month.ts';
import { isSameName } from '../../text/same-name.ts';
import type { PayoutBatch } from '../ledger/batch.ts';
import type { KeptBatch, ReleaseAct } from '../ledger/kept-payouts.ts';
import { type ReleasePreview, releaseOf } from '../release/release.ts';
import { aboveCap } from './batch-cap.ts';

/** Who releases what, and what the configuration asks for. */
export interface ReleaseTerms {
  readonly month: Month;
  /** The beginning of the digest that was shown, as a person gives it. */
  readonly digest: string;
  readonly by: string;
  /** `payouts.max_batch_usd`; null without one. */
  readonly maxBatchUsd: MicroUsd | null;
  /** `payouts.two_person`. */
  readonly twoPerson: boolean;
  /** Who made the month final. */
  readonly finalizedBy: string;
}

/**
 * R17: everything that stands against releasing a batch, a sentence each; nothing when it may be sent. Only what a person was shown, and
 * is so still, is released: not what was cancelled, nor what was shown too long ago.
 *
 * @param shown the batch as it is shown now
 */
export function releaseObjections(
  terms: ReleaseTerms,
  { batch, releases }: { readonly batch: PayoutBatch; readonly releases: readonly ReleaseAct[] },
  shown: Pick<ReleasePreview, 'digest' | 'state'>,
): string[] {
  const { month, digest, by, maxBatchUsd, twoPerson, finalizedBy } = terms;
  const reasons = digestObjections({ month, digest }, releases.at(-1), shown);
  const cap = aboveCap(batch, maxBatchUsd);
  if (cap !== null) reasons.push(cap);
  if (twoPerson && isSameName(finalizedBy, by)) {
    reasons.push(`${by} made ${formatMonth(month)} final: payouts.two_person wants another person to release it`);
  }
  return reasons;
}

function digestObjections(
  given: Pick<ReleaseTerms, 'month' | 'digest'>,
  last: ReleaseAct | undefined,
  { digest, state }: Pick<ReleasePreview, 'digest' | 'state'>,
): string[] {
  const anew = `revshare payouts ${formatMonth(given.month)} shows the batch anew`;
  if (!digest.startsWith(given.digest)) return [notCurrent(given, `it is ${digest} now`)];
  if (last?.act === 'cancelled') return [`it was cancelled by ${last.by}: ${last.reason}; ${anew}`];
  if (state === 'expired') return [`it was valid until ${last?.validUntil}; ${anew}`];
  return last?.digest === digest ? [] : [`what was shown is another digest; ${anew}`];
}

/** R17: why what was shown cannot be cancelled: it is released already, or it is not what was shown. Null when it can. */
export function cancelObjection(
  given: Pick<ReleaseTerms, 'month' | 'digest'>,
  { batch, releases }: Pick<KeptBatch, 'batch' | 'releases'>,
): string | null {
  if (releaseOf(releases) !== null) return `the batch ${batch.id} is released: --void ends it`;
  const last = releases.at(-1);
  if (last === undefined) return notCurrent(given, 'the batch was never shown');
  return last.digest.startsWith(given.digest) ? null : notCurrent(given, `it is ${last.digest} now`);
}

/** R17: why a batch that is released is not released again by a digest; null where it is the one that released it. */
export function otherReleaseObjection(digest: string, { id }: PayoutBatch, released: ReleaseAct): string | null {
  // An earlier version wrote the files of a batch without showing anything: no digest is that of its release.
  if (released.digest !== '' && released.digest.startsWith(digest)) return null;
  return `the batch ${id} is released already, by another digest: ${released.digest || 'none'}`;
}

function notCurrent({ digest, month }: Pick<ReleaseTerms, 'month' | 'digest'>, known: string): string {
  return `the digest ${digest} is not current: ${known}; look at it again with revshare payouts ${formatMonth(month)}`;
}
