import { compareText } from '../../text/compare-text.ts';
import type { ChainAsset, CumulativeClaim } from '../ledger/batch.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { releaseOf } from './release.ts';

/** What of a batch decides about claims. */
export type ClaimedBatch = Pick<KeptBatch, 'batch' | 'sent' | 'voided' | 'releases'>;

/**
 * R17: everything that a claim contract owes, by destination and token: the lines of every released batch that is paid
 * through it, in the token's units; of a voided batch only what was sent. What is paid by transfers, or through a
 * contract on another chain, is not in it. Sorted by destination, then token.
 */
export function cumulativeClaims(
  batches: readonly ClaimedBatch[],
  { chainId, contract }: Pick<ChainAsset, 'chainId' | 'contract'>,
): CumulativeClaim[] {
  if (contract === '') return [];
  const claims = new Map<string, CumulativeClaim>();
  for (const { batch, sent, voided, releases } of batches) {
    if (releaseOf(releases) === null) continue;
    for (const { wallet, destination: to, assetAmount, chain } of batch.lines) {
      if (chain === null || chain.chainId !== chainId || chain.contract !== contract) continue;
      const given = voided ? (sent.get(wallet) ?? 0n) : assetAmount;
      if (given === 0n) continue;
      const destination = to.toLowerCase();
      const key = `${destination} ${chain.token}`;
      const before = claims.get(key)?.cumulative ?? 0n;
      claims.set(key, { destination, token: chain.token, cumulative: before + given });
    }
  }
  return [...claims].sort(([a], [b]) => compareText(a, b)).map(([, claim]) => claim);
}

/** What a claim contract would owe without what is still open of a batch. */
export function claimsWithout(
  batches: readonly ClaimedBatch[],
  id: string,
  chain: Pick<ChainAsset, 'chainId' | 'contract'>,
): CumulativeClaim[] {
  return cumulativeClaims(
    batches.map((each) => (each.batch.id === id ? { ...each, voided: true } : each)),
    chain,
  );
}
