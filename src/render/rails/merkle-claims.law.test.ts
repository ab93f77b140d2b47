import { keccak_256 } from '@noble/hashes/sha3.js';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, filesOf, line, TERMS, TOKEN, termsOf, walletOf } from '../../../test/judging/batch-by-hand.ts';
import type { CumulativeClaim } from '../../core/payout/ledger/batch.ts';

const CONTRACT = walletOf('c0');
const CLAIMED = { ...TERMS, methods: { ...TERMS.methods, usdc: termsOf('usdc', { claimContract: CONTRACT }) } };

const anyClaims = fc.uniqueArray(fc.bigInt(1n, 2n ** 160n - 1n), { minLength: 1, maxLength: 12 }).chain((addresses) =>
  fc.tuple(...addresses.map(() => fc.bigInt(0n, 2n ** 128n))).map((amounts) =>
    addresses.map(
      (address, at): CumulativeClaim => ({
        destination: `0x${address.toString(16).padStart(40, '0')}`,
        // Every third is of a token that the contract paid before.
        token: at % 3 === 2 ? walletOf('60') : TOKEN.toLowerCase(),
        cumulative: amounts[at] ?? 0n,
      }),
    ),
  ),
);

interface Proof {
  readonly root: string;
  readonly account: string;
  readonly token: string;
  readonly cumulative: string;
  readonly proof: readonly string[];
}

/** A word of `abi.encode`: 32 bytes, big-endian. */
function word(value: string): Uint8Array {
  return bytes(BigInt(value).toString(16).padStart(64, '0'));
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replace('0x', ''), 'hex'));
}

function keccak(...parts: readonly Uint8Array[]): Uint8Array {
  return keccak_256(Uint8Array.from(Buffer.concat(parts)));
}

/**
 * What `claim(account, reward, claimable, proof)` of Morpho's Universal Rewards Distributor asks, written out: the leaf is
 * keccak256(bytes.concat(keccak256(abi.encode(account, reward, claimable)))), and OpenZeppelin's MerkleProof hashes it
 * upwards with each sibling, the smaller of the two first.
 */
function isPaidByContract({ root, account, token, cumulative, proof }: Proof): boolean {
  let node = keccak(keccak(word(account), word(token), word(cumulative)));
  for (const each of proof) {
    const sibling = bytes(each);
    node = Buffer.compare(node, sibling) < 0 ? keccak(node, sibling) : keccak(sibling, node);
  }
  return `0x${Buffer.from(node).toString('hex')}` === root;
}

/** The text with one digit replaced by the next. */
function digitChanged(text: string, at: number): string {
  const digit = Number.parseInt(text[at] ?? '0', 16);
  return `${text.slice(0, at)}${((digit + 1) % (text.startsWith('0x') ? 16 : 10)).toString(16)}${text.slice(at + 1)}`;
}

describe('the Merkle files of claims', () => {
  it('are paid by the contract’s own hashing, and not after one changed digit', async () => {
    await fc.assert(
      fc.asyncProperty(anyClaims, fc.nat(), fc.nat(), async (claims, which, where) => {
        const files = await filesOf(batchOf([line({})]), { usdc: claims }, CLAIMED);
        const root = JSON.parse(files.get('usdc-merkle/root.json') ?? '');
        const tree = StandardMerkleTree.load<string[]>(JSON.parse(files.get('usdc-merkle/tree.json') ?? ''));
        expect(tree.root).toBe(root.root);
        const proofs = [...files]
          .filter(([name]) => /^usdc-merkle\/0x/.test(name))
          .map(([, text]) => JSON.parse(text) as Proof);
        const named = ({ account, token, cumulative }: Proof): string =>
          `${account.toLowerCase()} ${token.toLowerCase()} ${cumulative}`;
        expect(proofs.map(named).sort()).toEqual(
          claims.map(({ destination, token, cumulative }) => `${destination} ${token} ${cumulative}`).sort(),
        );
        for (const proof of proofs) {
          expect(proof.root).toBe(root.root);
          expect(isPaidByContract(proof)).toBe(true);
          expect(proof.proof).toEqual(tree.getProof([proof.account, proof.token, proof.cumulative]));
        }
        const one = proofs[which % proofs.length] as Proof;
        const changed = (text: string): string =>
          digitChanged(text, (text.startsWith('0x') ? 2 : 0) + (where % (text.length - 2 || 1)));
        const amount = BigInt(one.cumulative) < 10n ? String(BigInt(one.cumulative) + 1n) : changed(one.cumulative);
        expect(isPaidByContract({ ...one, cumulative: amount })).toBe(false);
        expect(isPaidByContract({ ...one, account: changed(one.account.toLowerCase()) })).toBe(false);
        expect(isPaidByContract({ ...one, token: changed(one.token.toLowerCase()) })).toBe(false);
        expect(isPaidByContract({ ...one, root: changed(one.root) })).toBe(false);
        for (const [at, node] of one.proof.entries()) {
          expect(isPaidByContract({ ...one, proof: one.proof.with(at, changed(node)) })).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
