import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of bytes, as 64 hexadecimal digits. */
export type Sha256 = (bytes: Uint8Array) => string;

const UTF8 = new TextEncoder();

/** A Merkle tree over texts, in the form of RFC 9162 (section 2.1): SHA-256, a leaf after byte 0, a node after byte 1. */
export interface MerkleTree {
  /** 64 hexadecimal digits; of no texts at all the SHA-256 of nothing. */
  readonly root: string;
  readonly leaves: number;
  /** The hashes beside the way from a leaf to the root, from below. */
  proofOf(index: number): string[];
}

/** Builds the tree of texts in their order. Whoever has a faster SHA-256 than one in JavaScript hands it in. */
export function merkleTree(texts: Iterable<string>, hash: Sha256 = hashInScript): MerkleTree {
  const hashes: string[] = [];
  for (const text of texts) hashes.push(leafHash(text, hash));
  const levels: string[][] = [hashes];
  for (let below = hashes; below.length > 1; ) {
    const above: string[] = [];
    for (let at = 0; at < below.length; at += 2) above.push(pairHash(below[at] ?? '', below[at + 1], hash));
    levels.push(above);
    below = above;
  }
  return {
    root: levels.at(-1)?.[0] ?? hash(new Uint8Array()),
    leaves: hashes.length,
    proofOf: (index) =>
      levels.flatMap((level, depth) => {
        const neighbour = level[Math.floor(index / 2 ** depth) ^ 1];
        return neighbour === undefined || level.length === 1 ? [] : [neighbour];
      }),
  };
}

/** The root that a text leads to as leaf `index` of `leaves`; null when the proof does not have the right length. */
export function rootByProof(text: string, index: number, leaves: number, proof: readonly string[]): string | null {
  if (index >= leaves) return null;
  let node = leafHash(text, hashInScript);
  let [at, last] = [index, leaves - 1];
  const path = [...proof];
  while (last > 0) {
    if (at % 2 === 1 || at < last) {
      const neighbour = path.shift();
      if (neighbour === undefined) return null;
      node = at % 2 === 1 ? pairHash(neighbour, node, hashInScript) : pairHash(node, neighbour, hashInScript);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return path.length === 0 ? node : null;
}

function leafHash(text: string, hash: Sha256): string {
  return hash(UTF8.encode(`\u0000${text}`));
}

/** A last node without a neighbour goes up as it is. */
function pairHash(left: string, right: string | undefined, hash: Sha256): string {
  return right === undefined ? left : hash(hexToBytes(`01${left}${right}`));
}

function hashInScript(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
