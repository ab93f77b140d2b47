import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, filesOf, line } from '../../../test/batch-by-hand.ts';
import type { CumulativeClaim } from '../../core/payout/batch.ts';

const anyClaims = fc.uniqueArray(fc.bigInt(1n, 2n ** 160n - 1n), { minLength: 1, maxLength: 12 }).chain((addresses) =>
  fc.tuple(...addresses.map(() => fc.bigInt(0n, 2n ** 128n))).map((amounts) =>
    addresses.map(
      (address, at): CumulativeClaim => ({
        destination: `0x${address.toString(16).padStart(40, '0')}`,
        cumulative: amounts[at] ?? 0n,
      }),
    ),
  ),
);

interface Proof {
  readonly root: `0x${string}`;
  readonly leaf_encoding: string[];
  readonly account: string;
  readonly cumulative: string;
  readonly proof: `0x${string}`[];
}

const holds = ({ root, leaf_encoding, account, cumulative, proof }: Proof): boolean =>
  StandardMerkleTree.verify(root, leaf_encoding, [account, cumulative], proof);

/** The text with one digit replaced by the next. */
function digitChanged(text: string, at: number): string {
  const digit = Number.parseInt(text[at] ?? '0', 16);
  return `${text.slice(0, at)}${((digit + 1) % (text.startsWith('0x') ? 16 : 10)).toString(16)}${text.slice(at + 1)}`;
}

describe('the Merkle files of claims', () => {
  it('are accepted by the library’s own verifier, and not after one changed digit', async () => {
    await fc.assert(
      fc.asyncProperty(anyClaims, fc.nat(), fc.nat(), async (claims, which, where) => {
        const files = await filesOf(batchOf([line({})]), { usdc: claims });
        const root = JSON.parse(files.get('usdc-merkle/root.json') ?? '');
        const tree = StandardMerkleTree.load<[string, string]>(JSON.parse(files.get('usdc-merkle/tree.json') ?? ''));
        expect(tree.root).toBe(root.root);
        const proofs = [...files]
          .filter(([name]) => /^usdc-merkle\/0x/.test(name))
          .map(([, text]) => JSON.parse(text) as Proof);
        expect(proofs.map(({ account, cumulative }) => `${account.toLowerCase()} ${cumulative}`).sort()).toEqual(
          claims.map(({ destination, cumulative }) => `${destination} ${cumulative}`).sort(),
        );
        expect(root.cumulative_total).toBe(claims.reduce((sum, each) => sum + each.cumulative, 0n).toString());
        for (const proof of proofs) {
          expect(proof.root).toBe(root.root);
          expect(holds(proof)).toBe(true);
          expect(proof.proof).toEqual(tree.getProof([proof.account, proof.cumulative]));
        }
        const one = proofs[which % proofs.length] as Proof;
        const changed = (text: string): string =>
          digitChanged(text, (text.startsWith('0x') ? 2 : 0) + (where % (text.length - 2 || 1)));
        const amount = BigInt(one.cumulative) < 10n ? String(BigInt(one.cumulative) + 1n) : changed(one.cumulative);
        expect(holds({ ...one, cumulative: amount })).toBe(false);
        expect(holds({ ...one, account: changed(one.account.toLowerCase()) })).toBe(false);
        expect(holds({ ...one, root: changed(one.root) as Proof['root'] })).toBe(false);
        for (const [at, node] of one.proof.entries()) {
          expect(holds({ ...one, proof: one.proof.with(at, changed(node) as `0x${string}`) })).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
