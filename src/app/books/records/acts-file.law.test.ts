import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACT_KINDS, type ChainedAct, nextAct } from '../../../core/payout/ledger/act-chain.ts';
import { actsCsv } from '../../../render/payouts/acts-csv.ts';
import { heldActs } from './acts-file.ts';

const acts = fc.array(fc.record({ kind: fc.constantFrom(...ACT_KINDS), kept: fc.json() }), {
  minLength: 1,
  maxLength: 12,
});

interface Done {
  readonly kind: ChainedAct['kind'];
  readonly kept: string;
}

function contentOf({ kept }: Done): string {
  return createHash('sha256').update(kept).digest('hex');
}

function chainOf(acts: readonly Done[]): ChainedAct[] {
  let last: ChainedAct | null = null;
  return acts.map((done) => {
    last = nextAct(last, { kind: done.kind, content: contentOf(done), afterMonth: '' });
    return last;
  });
}

function faultOf(text: string, chain: readonly ChainedAct[]): string | null {
  const held = heldActs(text, chain);
  return 'fault' in held ? held.fault : null;
}

describe('acts.csv among the reports (R16)', () => {
  it('knows books that were put back from an older copy, and another data directory, from its own', () => {
    fc.assert(
      fc.property(acts, acts, fc.nat(), (own, others, at) => {
        const chain = chainOf(own);
        const text = actsCsv(chain, new Map(own.map((done) => [contentOf(done), done.kept])));
        expect(heldActs(text, chain)).toEqual({ unlisted: [] });
        // Books that went on: what the file does not hold is listed, not a fault.
        const goneOn = chainOf([...own, ...others]);
        expect(heldActs(text, goneOn)).toEqual({ unlisted: goneOn.slice(chain.length) });
        expect(faultOf(text, chain.slice(0, at % chain.length))).toContain(`it holds ${chain.length} acts`);
        const foreign = chainOf([...others, ...own]);
        if (foreign[chain.length - 1]?.sha256 !== chain.at(-1)?.sha256) {
          expect(faultOf(text, foreign)).toContain(`its act ${chain.length} has the SHA-256`);
        }
      }),
    );
  });

  it('is known by every byte', () => {
    fc.assert(
      fc.property(acts, fc.nat(), fc.constantFrom('x', '"', ',', '\n', ''), (own, place, other) => {
        const chain = chainOf(own);
        for (const kept of [null, new Map(own.map((done) => [contentOf(done), done.kept]))]) {
          const text = actsCsv(chain, kept);
          const at = place % text.length;
          const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
          if (changed !== text) expect(faultOf(changed, chain)).not.toBeNull();
        }
      }),
    );
  });
});
