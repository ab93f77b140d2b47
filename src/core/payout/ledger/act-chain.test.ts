import { describe, expect, it } from 'vitest';
import { actText, type ChainedAct, chainFaults, headAfter, nextAct } from './act-chain.ts';

const FIRST = nextAct(null, { kind: 'batch', content: 'a', afterMonth: '2026-08' });
const SECOND = nextAct(FIRST, { kind: 'receipt', content: 'b', afterMonth: '2026-09' });
const CHAIN: readonly ChainedAct[] = [FIRST, SECOND];
const ROWS = [
  { kind: 'batch', content: 'a', name: 'batch 1' },
  { kind: 'receipt', content: 'b', name: 'receipt 1' },
] as const;

describe('the chain of acts (R17)', () => {
  it('numbers acts from one, each with the hash of the one before, its kind and its content', () => {
    // printf ' batch a' | sha256sum, and the same of that hash followed by ' receipt b'.
    const [first, second] = [
      '121c5ff0f4ec85c43b696feb88f1ce18aeb26119f79ff786943440c80c1f42d9',
      '7acc28f378530879d782af1656e2f29031d5329698b9cd1caf25dd0a38385f6a',
    ];
    expect(FIRST).toEqual({ kind: 'batch', content: 'a', afterMonth: '2026-08', ordinal: 1, sha256: first });
    expect(SECOND).toMatchObject({ ordinal: 2, sha256: second, afterMonth: '2026-09' });
  });

  it('says how far it had come', () => {
    expect(headAfter(CHAIN, 0)).toBeNull();
    expect(headAfter(CHAIN, 1)).toEqual({ acts: 1, sha256: FIRST.sha256 });
    expect(headAfter(CHAIN, 2)).toEqual({ acts: 2, sha256: SECOND.sha256 });
    expect(headAfter(CHAIN, 3)).toBeNull();
  });

  it('keeps of a row what it says, columns by name: neither what is empty nor a number that a database gave', () => {
    expect(actText({ wallet: 'w', note: '', by: null, amount: 5n, id: 7n })).toBe('[["amount","5"],["wallet","w"]]');
    expect(actText({ id: 'of a batch', zero: 0 })).toBe('[["id","of a batch"],["zero","0"]]');
  });

  it('finds no fault with the rows that its acts left', () => {
    expect(chainFaults(CHAIN, ROWS)).toEqual([]);
  });

  it('says where it is broken, once', () => {
    const broken = 'act 7 (receipt) does not follow from the one before: the chain is broken there';
    const third = nextAct(SECOND, { kind: 'void', content: 'c', afterMonth: '' });
    const rows = [...ROWS, { kind: 'void', content: 'c', name: 'void 1' } as const];
    expect(chainFaults([FIRST, { ...SECOND, ordinal: 7 }, { ...third, sha256: 'f' }], rows)).toEqual([broken]);
    const other = { ...SECOND, sha256: 'f' };
    expect(chainFaults([FIRST, other], ROWS)).toEqual([broken.replace('7', '2')]);
  });

  it('names a row that no act left, and an act whose row is gone, each as often as there are', () => {
    const [batch, receipt] = ROWS;
    expect(chainFaults(CHAIN, [batch, receipt, { ...receipt, name: 'receipt 2' }])).toEqual([
      'receipt 2: no act of the chain left this row; it was put in or changed',
    ]);
    expect(chainFaults(CHAIN, [batch])).toEqual([
      'act 2 (receipt) of the chain has no row: it was taken out or changed',
    ]);
    const twice = [FIRST, nextAct(FIRST, FIRST)];
    expect(chainFaults(twice, [batch])).toHaveLength(1);
    expect(chainFaults(twice, [])).toHaveLength(2);
    expect(chainFaults(CHAIN, [batch, { ...batch, kind: 'receipt' }])).toHaveLength(2);
  });
});
