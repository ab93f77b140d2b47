import { compareText } from '../text/compare-text.ts';
import type { CumulativeClaim, PayoutBatch } from './batch.ts';
import type { LedgerBatch } from './ledger.ts';

/**
 * What each destination was given of a token in every batch up to and including one, in the token's units: of a voided
 * batch only what was sent. Sorted by destination, lower case.
 */
export function cumulativeClaims(
  batches: readonly LedgerBatch[],
  upTo: Pick<PayoutBatch, 'month' | 'sequence'>,
  method: 'usdc' | 'sogni',
): CumulativeClaim[] {
  const claims = new Map<string, bigint>();
  for (const { batch, sent, voided } of batches) {
    if (batch.month > upTo.month || (batch.month === upTo.month && batch.sequence > upTo.sequence)) continue;
    for (const line of batch.lines) {
      if (line.method !== method) continue;
      const given = voided ? (sent.get(line.wallet) ?? 0n) : line.assetAmount;
      const destination = line.destination.toLowerCase();
      if (given > 0n) claims.set(destination, (claims.get(destination) ?? 0n) + given);
    }
  }
  return [...claims]
    .sort(([a], [b]) => compareText(a, b))
    .map(([destination, cumulative]) => ({ destination, cumulative }));
}
