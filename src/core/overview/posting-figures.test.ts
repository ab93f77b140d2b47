import { describe, expect, it } from 'vitest';
import { posting } from '../../../test/worlds/postings.ts';
import { NAMED_PER_CELL, PostingFiguresSum } from './posting-figures.ts';

describe('what postings come to', () => {
  it('names the largest of a cell and counts and sums all', () => {
    const sum = new PostingFiguresSum();
    for (let gross = 1n; gross <= 1000n; gross += 1n) {
      sum.add(posting({ charge: `ch_${gross}`, amounts: { gross, tax: 0n, fee: 0n } }));
    }
    const [cell] = sum.result().cells;
    // 1 + ... + 1000 = 500500.
    expect(cell).toMatchObject({ line: 'gross', provider: 'stripe', count: 1000, sum: 500_500n });
    expect(cell?.largest.map(({ amount }) => amount)).toEqual(
      Array.from({ length: NAMED_PER_CELL }, (_, index) => 1000n - BigInt(index)),
    );
  });

  it('keeps cells and plans of stores apart, plans in order of store and name', () => {
    const sum = new PostingFiguresSum();
    for (const [provider, plan] of [
      ['stripe', 'team'],
      ['stripe', 'solo'],
      ['apple', 'team'],
    ] as const) {
      sum.add(posting({ provider, plan, amounts: { gross: 10n, tax: 0n, fee: 1n } }));
    }
    const { cells, plans } = sum.result();
    expect(plans.map(({ provider, plan, net }) => [provider, plan, net])).toEqual([
      ...[
        ['apple', 'team', 9n],
        ['stripe', 'solo', 9n],
        ['stripe', 'team', 9n],
      ],
    ]);
    // No tax: a line that nothing moved is no cell.
    expect(cells.map(({ line, provider, count, sum: total }) => [line, provider, count, total])).toEqual([
      ...[
        ['gross', 'stripe', 2, 20n],
        ['provider_fee', 'stripe', 2, -2n],
      ],
      ...[
        ['gross', 'apple', 1, 10n],
        ['provider_fee', 'apple', 1, -1n],
      ],
    ]);
  });

  it('adds up store and plan so that each row sums to its net', () => {
    const sum = new PostingFiguresSum();
    sum.add(posting({ amounts: { gross: 20n, tax: 3n, fee: 2n } }));
    sum.add(posting({ kind: 'refund', event: 're_1', amounts: { gross: -10n, tax: -1n, fee: 0n } }));
    sum.add(posting({ kind: 'prior-period', event: 'late', amounts: { gross: 5n, tax: 0n, fee: 1n } }));
    const { plans, adjustments } = sum.result();
    // The refund moves -10 + 1 = -9, the adjustment 5 - 1 = 4: other is -5; 20 - 3 - 2 - 5 = 10.
    expect(plans).toEqual([
      { provider: 'stripe', plan: 'unlimited', parts: 1, gross: 20n, tax: -3n, fee: -2n, other: -5n, net: 10n },
    ]);
    expect(adjustments).toMatchObject({ count: 1, sum: 4n });
  });
});
