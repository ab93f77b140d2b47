import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACT_KINDS, type ChainedAct, nextAct } from '../../core/payout/ledger/act-chain.ts';
import { actsCsv } from '../../render/payouts/acts-csv.ts';
import { actsFileFault, listedIn } from './acts-file.ts';

const acts = fc.array(fc.record({ kind: fc.constantFrom(...ACT_KINDS), content: fc.string() }), {
  minLength: 1,
  maxLength: 12,
});

function chainOf(contents: readonly { readonly kind: ChainedAct['kind']; readonly content: string }[]): ChainedAct[] {
  let last: ChainedAct | null = null;
  return contents.map(({ kind, content }) => {
    last = nextAct(last, { kind, content: Buffer.from(content).toString('hex'), afterMonth: '' });
    return last;
  });
}

describe('acts.csv among the reports (R16)', () => {
  it('knows books that were put back from an older copy, and another data directory, from its own', () => {
    fc.assert(
      fc.property(acts, acts, fc.nat(), (own, others, at) => {
        const chain = chainOf(own);
        const text = actsCsv(chain, new Map());
        expect(actsFileFault(text, chain)).toBeNull();
        expect(listedIn(text)).toBe(chain.length);
        // Books that went on: what the file does not hold is listed, not a fault.
        expect(actsFileFault(text, chainOf([...own, ...others]))).toBeNull();
        expect(actsFileFault(text, chain.slice(0, at % chain.length))).toContain(`it holds ${chain.length} acts`);
        const foreign = chainOf([...others, ...own]);
        if (foreign[chain.length - 1]?.sha256 !== chain.at(-1)?.sha256) {
          expect(actsFileFault(text, foreign)).toContain(`its act ${chain.length} has the SHA-256`);
        }
      }),
    );
  });
});
