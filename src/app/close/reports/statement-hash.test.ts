import fc from 'fast-check';
import { expect, it } from 'vitest';
import { merkleTree } from '../../../core/statement/merkle-proof.ts';
import { statementHash } from './statement-hash.ts';

it('makes the tree that the core makes by itself: what was published is proven without Node', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 9 }),
      fc.nat(8),
      (texts, index) => {
        const [tree, own] = [merkleTree(texts, statementHash), merkleTree(texts)];
        expect([tree.root, tree.leaves, tree.proofOf(index)]).toEqual([own.root, own.leaves, own.proofOf(index)]);
      },
    ),
  );
});
