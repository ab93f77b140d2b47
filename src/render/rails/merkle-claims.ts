import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { formatMonth } from '../../core/month/month.ts';
import type { CumulativeClaim, PayoutBatch, RailFile } from '../../core/payout/ledger/batch.ts';
import type { MethodTerms } from '../../core/payout/ledger/method.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';

/**
 * A leaf as Morpho's Universal Rewards Distributor hashes it: `keccak256(bytes.concat(keccak256(abi.encode(account, reward,
 * claimable))))`, claimable being what the account may claim of the token in all months together.
 */
export const LEAF_ENCODING = ['address', 'address', 'uint256'];

/** The root of a contract that owes nothing: no proof holds against it. */
const NO_ROOT = `0x${'0'.repeat(64)}`;

/**
 * Everything that a claim contract owes as an OpenZeppelin standard Merkle tree: the root, the tree's dump, and one proof
 * file per claim. The contract pays the cumulative amount less what was claimed before, so a month that nobody claimed
 * is in every later tree. A claim of a token that the contract paid before has the token in its file's name.
 */
export function* merkleClaims(
  batch: PayoutBatch,
  terms: MethodTerms,
  claims: readonly CumulativeClaim[],
): Iterable<RailFile> {
  const folder = `${terms.method}-merkle`;
  const own = (terms.token ?? '').toLowerCase();
  const tree = treeOf(claims);
  const about = {
    month: formatMonth(batch.month),
    batch: batch.id,
    asset: terms.asset,
    token: terms.token,
    chain_id: terms.chainId,
    contract: terms.claimContract,
    decimals: terms.scale,
    leaf_encoding: LEAF_ENCODING,
    root: tree.root,
  };
  const ofOwn = claims.filter(({ token }) => token === own);
  const total = ofOwn.reduce((sum, { cumulative }) => sum + cumulative, 0n);
  yield file(`${folder}/root.json`, { ...about, claims: claims.length, cumulative_total: total.toString() });
  const dump = tree.dump();
  yield { name: `${folder}/tree.json`, text: `${JSON.stringify(dump)}\n` };
  for (const { value, treeIndex } of dump.values) {
    const [account = '', token = '', cumulative = ''] = value;
    const name = token.toLowerCase() === own ? account : `${account}-${token}`;
    const claim = { ...about, token, account, cumulative, proof: proofOf(dump.tree, treeIndex) };
    yield file(`${folder}/${name}.json`, claim);
  }
}

/** The root that publishes these claims. */
export function claimsRoot(claims: readonly CumulativeClaim[]): string {
  return claims.length === 0 ? NO_ROOT : treeOf(claims).root;
}

function treeOf(claims: readonly CumulativeClaim[]): StandardMerkleTree<string[]> {
  const values = claims.map(({ destination, token, cumulative }) => {
    return [checksumAddress(destination), checksumAddress(token), cumulative.toString()];
  });
  return StandardMerkleTree.of(values, LEAF_ENCODING);
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
