import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reported, streamOf } from '../../../test/worlds/reported.ts';
import type { ReportedPosting } from './reported-posting.ts';
import { sideBySide } from './side-by-side.ts';

/** Charges of both sides, pair by pair. */
async function pairs(from: readonly ReportedPosting[], to: readonly ReportedPosting[]): Promise<string[]> {
  const found: string[] = [];
  for await (const pair of sideBySide(streamOf(from), streamOf(to))) {
    found.push([pair.from, pair.to].map((side) => side.map(({ charge }) => charge).join('+')).join(' | '));
  }
  return found;
}

const charges = (...ids: string[]): ReportedPosting[] => ids.map((charge) => reported({ charge }));

describe('two sides of postings', () => {
  it('meet charge by charge', async () => {
    expect(await pairs(charges('a', 'b', 'b', 'd'), charges('b', 'c', 'd'))).toEqual([
      'a | ',
      'b+b | b',
      ' | c',
      'd | d',
    ]);
    expect(await pairs([], charges('a'))).toEqual([' | a']);
    expect(await pairs([], [])).toEqual([]);
  });

  it('charges stand before costs, and providers in their order', async () => {
    const cost = reported({ entry: 'cost', charge: 'a' });
    const apple = reported({ provider: 'apple', charge: 'z' });
    expect(await pairs([apple, ...charges('a'), cost], [cost])).toEqual(['z | ', 'a | ', 'a | a']);
  });

  it('equal sales of an Apple group stand together, whatever the order of their numbers', async () => {
    const sale = (charge: string): ReportedPosting => reported({ provider: 'apple', charge });
    async function* written(...ids: string[]) {
      yield ids.map(sale);
    }
    const found: string[][] = [];
    for await (const { from, to } of sideBySide(written('s', 's#2', 's#10', 't'), written('s', 's#10', 's#2', 't'))) {
      found.push([from, to].map((side) => side.map(({ charge }) => charge).join('+')));
    }
    expect(found).toEqual([
      ['s+s#2+s#10', 's+s#10+s#2'],
      ['t', 't'],
    ]);
  });

  it('a number that is no equal sale’s is part of the name', async () => {
    const [one, other] = ['s#1x', 'sx'].map((charge) => reported({ provider: 'apple', charge }));
    expect(await pairs(one ? [one] : [], other ? [other] : [])).toEqual(['s#1x | ', ' | sx']);
  });

  it('lose and double nothing', async () => {
    const some = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 })
      .map((ids) => ids.map((charge, index) => reported({ charge, line: String(index) })));
    await fc.assert(
      fc.asyncProperty(some, some, async (from, to) => {
        const [left, right]: [string[], string[]] = [[], []];
        for await (const pair of sideBySide(streamOf(from), streamOf(to))) {
          const both = new Set([...pair.from, ...pair.to].map(({ charge }) => charge));
          expect(both.size).toBe(1);
          left.push(...pair.from.map(({ line }) => line));
          right.push(...pair.to.map(({ line }) => line));
        }
        expect(left.sort()).toEqual(from.map(({ line }) => line).sort());
        expect(right.sort()).toEqual(to.map(({ line }) => line).sort());
      }),
    );
  });
});
