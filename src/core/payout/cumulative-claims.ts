import { compareText } from '../text/compare-text.ts';
import type { CumulativeClaim, PayoutBatch, PayoutLine } from './batch.ts';
import { type ChainMethod, isSameAsset, lineBy } from './batch-chain.ts';
import type { LedgerBatch } from './ledger.ts';

/**
 * What each destination was given of a token in every batch up to and including one, in the token's units: of a voided
 * batch only what was sent. Only lines of the same token, chain and decimals as the batch's own are added up (R17): a
 * claim contract on another chain pays nothing of what the old one owes. Sorted by destination, lower case.
 */
export function cumulativeClaims(
  batches: readonly LedgerBatch[],
  upTo: PayoutBatch,
  method: ChainMethod,
): CumulativeClaim[] {
  const own = lineBy(upTo, method);
  if (own === undefined) return [];
  const isOfAsset = assetTest(batches, own);
  const claims = new Map<string, bigint>();
  for (const { batch, sent, voided } of batches) {
    if (batch.month > upTo.month || (batch.month === upTo.month && batch.sequence > upTo.sequence)) continue;
    for (const line of batch.lines) {
      if (line.method !== method || !isOfAsset(line)) continue;
      const given = voided ? (sent.get(line.wallet) ?? 0n) : line.assetAmount;
      const destination = line.destination.toLowerCase();
      if (given > 0n) claims.set(destination, (claims.get(destination) ?? 0n) + given);
    }
  }
  return [...claims]
    .sort(([a], [b]) => compareText(a, b))
    .map(([destination, cumulative]) => ({ destination, cumulative }));
}

/**
 * Tells lines of one asset. Lines of earlier versions name no chain: they count where the first chain is meant that was
 * ever named for their method, because it is the one in the configuration when the books began to keep it.
 */
function assetTest(batches: readonly LedgerBatch[], own: PayoutLine): (line: PayoutLine) => boolean {
  const lines = [...batches].sort((a, b) => a.ordinal - b.ordinal).flatMap(({ batch }) => batch.lines);
  const first = lines.find((line) => line.method === own.method && line.chain !== null);
  const isFirst = own.chain === null || (first !== undefined && isSameAsset(first, own));
  return (line) => (line.chain === null ? isFirst && line.scale === own.scale : isSameAsset(line, own));
}
