import { expect, it } from 'vitest';
import { LargestChanges, type NamedChange } from './largest-changes.ts';

const CHANGE: NamedChange = { cause: 'refunds', provider: 'stripe', charge: 'ch_1', event: 're_1', amount: 5n };

it('equal sizes are in the order of store, charge, cause, event and then the positive first', () => {
  const ordered: NamedChange[] = [
    { ...CHANGE, amount: -9n },
    { ...CHANGE, provider: 'apple', charge: 'z' },
    { ...CHANGE, charge: 'ch_0', cause: 'volume' },
    { ...CHANGE, cause: 'disputes', event: 're_9' },
    { ...CHANGE, event: 're_0', amount: -5n },
    CHANGE,
    { ...CHANGE, amount: -5n },
  ];
  for (const each of [ordered, ordered.toReversed()]) {
    const largest = new LargestChanges();
    for (const change of each) largest.note(change);
    expect(largest.inOrder()).toEqual(ordered);
  }
});

it('a hundred are kept of however many', () => {
  const largest = new LargestChanges();
  // 1 to 1234, the largest neither first nor last.
  for (let at = 1; at <= 1234; at += 1) largest.note({ ...CHANGE, amount: BigInt((at * 7) % 1235) });
  expect(largest.inOrder().map(({ amount }) => amount)).toEqual(
    Array.from({ length: 100 }, (_, at) => 1234n - BigInt(at)),
  );
});
