import { describe, expect, it } from 'vitest';
import { exactFromText } from '../money/exact-decimal.ts';
import { monthOf } from '../month/month.ts';
import {
  acceptanceOf,
  entryOf,
  type SettlementDifference,
  settlementFinding,
  subjectOf,
  trueUpPosting,
} from './settlement-difference.ts';

const WITHHELD: SettlementDifference = {
  provider: 'apple',
  label: monthOf(2026, 9),
  currency: 'JPY',
  cause: 'withholding-tax',
  amount: -370_000000n,
  rate: { proceeds: 9_470000n, owed: 1420_000000n },
  atMs: Date.parse('2026-09-26T23:59:59.999Z'),
  source: { input: 'a'.repeat(64), line: 6 },
};

describe('a settlement difference', () => {
  it('is an exception of the month that its fiscal month is named after; a decision is about its amount', () => {
    expect(subjectOf(WITHHELD)).toBe('apple 2026-09 JPY withholding-tax -370.000000');
    expect(settlementFinding(WITHHELD)).toEqual({
      code: 'settlement-difference',
      subject: 'apple 2026-09 JPY withholding-tax -370.000000',
      month: monthOf(2026, 9),
      what: 'Apple’s settlement of 2026-09 has -370.000000 JPY beyond the rows: withheld tax',
      source: WITHHELD.source,
      cause: 'withheld tax',
      amount: { micro: -370_000000n, unit: 'JPY' },
    });
    expect(entryOf({ ...WITHHELD, amount: -1n })).toBe(entryOf(WITHHELD));
    expect(subjectOf({ ...WITHHELD, amount: -1n })).not.toBe(subjectOf(WITHHELD));
  });

  it('posts as a cost at the rate at which Apple paid, half-even', () => {
    // 370 x 9.47 / 1420 = 2.4675352... dollars.
    const posting = trueUpPosting(WITHHELD, undefined);
    expect(posting).toEqual({
      month: monthOf(2026, 9),
      originalMonth: monthOf(2026, 9),
      entry: 'cost',
      kind: 'provider-true-up',
      provider: 'apple',
      charge: 'apple 2026-09 JPY withholding-tax',
      event: 'withholding-tax',
      amounts: { gross: 0n, tax: 0n, fee: 2_467535n },
      ...{ line: '', plan: '', coverage: null, scheduled: false, currency: 'USD', rate: null },
      source: WITHHELD.source,
    });
  });

  it('posts at fx.csv without such a rate, and not at all without any', () => {
    const byTable = { ...WITHHELD, rate: null };
    // 370 x 0.0066 = 2.442
    expect(trueUpPosting(byTable, exactFromText('0.0066'))?.amounts.fee).toBe(2_442000n);
    expect(trueUpPosting({ ...byTable, currency: 'USD' }, null)?.amounts.fee).toBe(370_000000n);
    expect(trueUpPosting(byTable, undefined)).toBeUndefined();
  });

  it('that brings more than the rows lowers the cost', () => {
    expect(trueUpPosting({ ...WITHHELD, amount: 370_000000n }, undefined)?.amounts.fee).toBe(-2_467535n);
  });

  it('says what was decided', () => {
    const decision = { code: 'settlement-difference', subject: '', month: monthOf(2026, 9), by: '', at: '' } as const;
    expect(acceptanceOf(null)).toBeNull();
    expect(acceptanceOf({ ...decision, decision: 'accept', note: '', finalMonth: null })).toBe('accepted');
    expect(acceptanceOf({ ...decision, decision: 'leave-out', note: 'packs', finalMonth: null })).toBe(
      'left out (packs)',
    );
  });
});
