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
  const dump = tree.dump();
  yield { name: `${folder}/tree.json`, text: `${JSON.stringify(dump)}\n` };
  for (const { value, treeIndex } of dump.values) {
    const [account = '', cumulative = ''] = value;
    yield file(`${folder}/${account}.json`, { ...about, account, cumulative, proof: proofOf(dump.tree, treeIndex) });
  }
}

/**
 * The proof of a leaf: the sibling at each step to the root. The library's own `getProof` hashes the way up again for
 * every leaf, which is most of the work of 100,000; that it gives the same is tested.
 */
function proofOf(tree: readonly string[], leaf: number): string[] {
  const proof: string[] = [];
  for (let at = leaf; at > 0; at = Math.floor((at - 1) / 2)) {
    // The children of n are 2n + 1 and 2n + 2.
    const sibling = tree[at % 2 === 1 ? at + 1 : at - 1];
    if (sibling === undefined) throw new Error(`node ${at} of the tree has no sibling`);
    proof.push(sibling);
  }
  return proof;
}

function file(name: string, document: unknown): RailFile {
  return { name, text: `${JSON.stringify(document, null, 2)}\n` };
}
