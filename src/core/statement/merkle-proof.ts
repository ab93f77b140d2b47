import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** A Merkle tree over texts, in the form of RFC 9162 (section 2.1): SHA-256, a leaf after byte 0, a node after byte 1. */
export interface MerkleTree {
  /** 64 hexadecimal digits; of no texts at all the SHA-256 of nothing. */
  readonly root: string;
  readonly leaves: number;
  /** The hashes beside the way from a leaf to the root, from below. */
  proofOf(index: number): string[];
}

/** Builds the tree of texts in their order. */
export function merkleTree(texts: Iterable<string>): MerkleTree {
  const hashes: Uint8Array[] = [];
  for (const text of texts) hashes.push(leafHash(text));
  const levels: Uint8Array[][] = [hashes];
  for (let below = levels[0] ?? []; below.length > 1; ) {
    // A last node without a neighbour goes up as it is.
    const above = below.flatMap((node, at) => (at % 2 === 1 ? [] : [pairHash(node, below[at + 1])]));
    levels.push(above);
    below = above;
  }
  return {
    root: bytesToHex(levels.at(-1)?.[0] ?? sha256(new Uint8Array())),
    leaves: levels[0]?.length ?? 0,
    proofOf: (index) =>
      levels.flatMap((level, depth) => {
        const neighbour = level[Math.floor(index / 2 ** depth) ^ 1];
        return neighbour === undefined || level.length === 1 ? [] : [bytesToHex(neighbour)];
      }),
  };
}

/** The root that a text leads to as leaf `index` of `leaves`; null when the proof does not have the right length. */
export function rootByProof(text: string, index: number, leaves: number, proof: readonly string[]): string | null {
  if (index >= leaves) return null;
  let node = leafHash(text);
  let [at, last] = [index, leaves - 1];
  const path = [...proof];
  while (last > 0) {
    if (at % 2 === 1 || at < last) {
      const neighbour = path.shift();
      if (neighbour === undefined) return null;
      const bytes = hexToBytes(neighbour);
      node = at % 2 === 1 ? pairHash(bytes, node) : pairHash(node, bytes);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return path.length === 0 ? bytesToHex(node) : null;
}

function leafHash(text: string): Uint8Array {
  return sha256(concatBytes(LEAF, utf8ToBytes(text)));
}

function pairHash(left: Uint8Array, right: Uint8Array | undefined): Uint8Array {
  return right === undefined ? left : sha256(concatBytes(NODE, left, right));
}
