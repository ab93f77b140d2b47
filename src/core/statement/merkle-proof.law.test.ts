import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merkleTree, rootByProof } from './merkle-proof.ts';

describe('merkleTree', () => {
  it('has the roots of RFC 9162', () => {
    // sha256 of nothing; sha256(00) for one empty text: the well-known test vectors of Certificate Transparency.
    expect(merkleTree([]).root).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(merkleTree(['']).root).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    // By `printf '\0a' | sha256sum`, the same of b, then byte 1 and both hashes.
    expect(merkleTree(['a', 'b']).root).toBe('b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb');
  });

  it('proves every text, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.string({ unit: 'binary', maxLength: 6 }),
        (texts, which, other) => {
          const tree = merkleTree(texts);
          const index = which % texts.length;
          const text = texts[index] as string;
          const proof = tree.proofOf(index);
          expect(rootByProof(text, index, tree.leaves, proof)).toBe(tree.root);
          if (other !== text) expect(rootByProof(other, index, tree.leaves, proof)).not.toBe(tree.root);
          for (const [at, hash] of proof.entries()) {
            const changed = `${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}`;
            expect(rootByProof(text, index, tree.leaves, proof.with(at, changed))).not.toBe(tree.root);
          }
          expect(rootByProof(text, index, tree.leaves, [...proof, tree.root])).toBeNull();
          if (proof.length > 0) expect(rootByProof(text, index, tree.leaves, proof.slice(1))).not.toBe(tree.root);
          expect(rootByProof(text, tree.leaves, tree.leaves, proof)).toBeNull();
        },
      ),
    );
  });
});
