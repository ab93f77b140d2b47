import { describe, expect, it } from 'vitest';
import { posting } from '../../../test/worlds/postings.ts';
import { allProviders } from '../comparison/revenue-change.ts';
import { monthOf } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';
import { MonthChangeSum } from './month-change.ts';

const SEPTEMBER = monthOf(2026, 9);
const OCTOBER = monthOf(2026, 10);

function part(month: Posting['month'], gross: bigint, fields: Partial<Posting> = {}): Posting {
  const coverage = { first: SEPTEMBER, months: 12, k: 1 };
  return posting({ month, originalMonth: month, coverage, amounts: { gross, tax: 0n, fee: 0n }, ...fields });
}

describe('why a month is another than the one before', () => {
  it('gives every micro-dollar a cause, what is only known since included', () => {
    const sum = new MonthChangeSum(SEPTEMBER, OCTOBER);
    const starts = { charge: 'ch_2', coverage: { first: OCTOBER, months: 12, k: 1 } };
    sum.take([part(SEPTEMBER, 10n)], [part(OCTOBER, 11n)]);
    sum.take([], [part(OCTOBER, 7n, starts)]);
    // September was final with 4 of its 10: the other 6 post in October as an adjustment.
    sum.take(
      [],
      [part(OCTOBER, 6n, { kind: 'prior-period', event: 'changed', coverage: null, originalMonth: SEPTEMBER })],
    );
    const change = sum.result(4n);
    // 4 + 6 known since + 1 of the schedule + 7 that start + 6 adjusted = 24 = 11 + 7 + 6.
    expect(change).toMatchObject({ from: 4n, to: 24n, knownSince: 6n });
    expect(change.causes.map(({ cause, amounts }) => [cause, allProviders(amounts)])).toEqual([
      ['annual-starts', 7n],
      ['schedule', 1n],
      ['prior-period', 6n],
    ]);
  });
});
