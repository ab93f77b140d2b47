import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { formatMonth } from '../../core/month/month.ts';
import type { CumulativeClaim, PayoutBatch, RailFile } from '../../core/payout/batch.ts';
import type { MethodTerms } from '../../core/payout/method.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';

/** A leaf: who may claim, and how much in all months together, in the token's smallest unit. */
export const LEAF_ENCODING = ['address', 'uint256'];

/**
 * Cumulative claims as an OpenZeppelin standard Merkle tree: the root, the tree's dump, and one proof file per address
 * that claims. A claim contract pays the cumulative amount less what the address has claimed before, so a month that
 * nobody claimed is in every later tree.
 *
 * @param claims one entry a destination; the amounts are never negative
 */
export function* merkleClaims(
  batch: PayoutBatch,
  terms: MethodTerms,
  claims: readonly CumulativeClaim[],
): Iterable<RailFile> {
  if (claims.length === 0) return;
  const folder = `${terms.method}-merkle`;
  const values = claims.map(({ destination, cumulative }): [string, string] => [
    checksumAddress(destination),
    cumulative.toString(),
  ]);
  const tree = StandardMerkleTree.of(values, LEAF_ENCODING);
  const total = claims.reduce((sum, { cumulative }) => sum + cumulative, 0n);
  const about = {
    month: formatMonth(batch.month),
    batch: batch.id,
    asset: terms.asset,
    token: terms.token,
    chain_id: terms.chainId,
    decimals: terms.scale,
    leaf_encoding: LEAF_ENCODING,
    root: tree.root,
  };
  yield file(`${folder}/root.json`, { ...about, claims: claims.length, cumulative_total: total.toString() });
  yield { name: `${folder}/tree.json`, text: `${JSON.stringify(tree.dump())}\n` };
  for (const [index, [account, cumulative]] of tree.entries()) {
    yield file(`${folder}/${account}.json`, { ...about, account, cumulative, proof: tree.getProof(index) });
  }
}

function file(name: string, document: unknown): RailFile {
  return { name, text: `${JSON.stringify(document, null, 2)}\n` };
}
