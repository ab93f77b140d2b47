import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACT_KINDS, actContent, type ChainedAct, chainFaults, type KeptRow, nextAct } from './act-chain.ts';

const anyRow = fc.record({ kind: fc.constantFrom(...ACT_KINDS), value: fc.string({ maxLength: 4 }), id: fc.nat(9) });

function chained(rows: readonly { kind: (typeof ACT_KINDS)[number]; value: string; id: number }[]) {
  const kept: KeptRow[] = rows.map(({ kind, ...row }, at) => ({ kind, content: actContent(row), name: `row ${at}` }));
  let last: ChainedAct | null = null;
  const chain = kept.map(({ kind, content }) => {
    last = nextAct(last, { kind, content, afterMonth: '' });
    return last;
  });
  return { chain, kept };
}

describe('the chain of acts (R17)', () => {
  it('fits the rows that its acts left, in whatever order they are read', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
        const { chain, kept } = chained(rows);
        expect(chainFaults(chain, [...kept].reverse())).toEqual([]);
      }),
    );
  });

  it('names a row that was put in, changed or taken out, and an act that was', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 12 }), fc.nat(), (rows, which) => {
        const { chain, kept } = chained(rows);
        const at = which % rows.length;
        const other = { kind: 'void' as const, content: 'another', name: 'the other' };
        expect(chainFaults(chain, [...kept, other])).toEqual([expect.stringContaining('the other: no act')]);
        expect(chainFaults(chain, kept.with(at, other))).toHaveLength(2);
        expect(chainFaults(chain, kept.toSpliced(at, 1))).toEqual([expect.stringContaining('has no row')]);
        const act = chain[at] as ChainedAct;
        expect(chainFaults(chain.with(at, { ...act, sha256: 'f'.repeat(64) }), kept)).not.toEqual([]);
        expect(chainFaults(chain.toSpliced(at, 1), kept)).not.toEqual([]);
        // Two acts in each other's place.
        if (at > 0) expect(chainFaults(chain.with(at, chain[at - 1] as ChainedAct), kept)).not.toEqual([]);
      }),
    );
  });

  it('says nothing of numbers that a database gave, nor of columns that a later version adds empty', () => {
    const row = { batch: 'b', amount: 5n, reversal: '', note: null };
    expect(actContent({ ...row, id: 7n })).toBe(actContent({ amount: 5, batch: 'b', id: 9n, added: '' }));
    expect(actContent({ ...row, id: 'of a batch' })).not.toBe(actContent(row));
  });
});
