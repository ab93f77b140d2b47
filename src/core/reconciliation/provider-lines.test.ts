import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GoogleTotal, googleLines } from './google-lines.ts';
import { balanceChangeLines, balanceLines, type CategoryTotal, type StatedDays } from './stripe-lines.ts';

const SEPTEMBER: StatedDays = {
  from: '2026-09-01',
  to: '2026-09-30',
  fromMs: Date.UTC(2026, 8, 1),
  beforeMs: Date.UTC(2026, 9, 1),
};

function total(changed: Partial<CategoryTotal> = {}): CategoryTotal {
  return { category: 'charge', currency: 'USD', count: 2, gross: 40_000000n, fee: 1_760000n, ...changed };
}

describe('Stripe’s balance change summary', () => {
  it('ties category by category in rows, gross, fee and net', () => {
    const lines = balanceChangeLines(SEPTEMBER, [total()], [total()]);
    expect(lines.map(({ category, theirs, status }) => [category, theirs, status])).toEqual([
      ['charge_gross', 40_000000n, 'ties'],
      ['charge_fee', 1_760000n, 'ties'],
      ['charge_net', 38_240000n, 'ties'],
      ['charge_rows', 2_000000n, 'ties'],
    ]);
  });

  it('is a line for each measure and currency, with where its rows are', () => {
    const euro = total({ currency: 'EUR', count: 1, gross: 7_000000n, fee: 1_000000n });
    const lines = balanceChangeLines(SEPTEMBER, [total(), euro], [total(), euro]);
    expect(lines.map(({ category, currency, ours }) => `${category} ${currency} ${ours}`)).toEqual([
      ...['charge_gross USD 40000000', 'charge_fee USD 1760000', 'charge_net USD 38240000', 'charge_rows USD 2000000'],
      ...['charge_gross EUR 7000000', 'charge_fee EUR 1000000', 'charge_net EUR 6000000', 'charge_rows EUR 1000000'],
    ]);
    const { fromMs, beforeMs } = SEPTEMBER;
    const scope = {
      inputs: 'stripe-ledger',
      categories: ['charge'],
      currency: 'USD',
      measure: 'fee',
      fromMs,
      beforeMs,
    };
    expect(lines[1]).toEqual({
      ...{ provider: 'stripe', source: 'balance change 2026-09-01 to 2026-09-30', category: 'charge_fee' },
      ...{ currency: 'USD', ours: 1_760000n, theirs: 1_760000n, difference: 0n, unexplained: 0n },
      ...{ causes: [], acceptance: null, note: '', status: 'ties', why: '', scope },
    });
  });

  it('adds up rows that repeat a category: stated twice is not stated once', () => {
    const lines = balanceChangeLines(SEPTEMBER, [total(), total()], [total()]);
    expect(lines.map(({ category, unexplained }) => [category, unexplained])).toEqual([
      ['charge_gross', 40_000000n],
      ['charge_fee', 1_760000n],
      ['charge_net', 38_240000n],
      ['charge_rows', 2_000000n],
    ]);
  });

  it('compares the row of its sums only where it is not the sum of its own rows, currency by currency', () => {
    const euro = total({ currency: 'EUR' });
    const sum = total({ category: 'total' });
    const lines = (stated: CategoryTotal[]) =>
      balanceChangeLines(SEPTEMBER, [total(), euro, ...stated], [total(), euro]).filter(
        ({ category }) => !category.startsWith('charge_'),
      );
    expect(lines([sum, { ...sum, currency: 'EUR' }])).toEqual([]);
    // A refund of 5.00 is in the sum, and in no row.
    expect(lines([{ ...sum, count: 3, gross: 35_000000n }]).map((each) => [each.category, each.unexplained])).toEqual([
      ['total_gross', -5_000000n],
      ['total_fee', 0n],
      ['total_net', -5_000000n],
      ['total_rows', 1_000000n],
    ]);
  });

  it('says where a category is missing on one side', () => {
    const refund = total({ category: 'refund', count: 1, gross: -5_000000n, fee: 0n });
    const open = (stated: CategoryTotal[], found: CategoryTotal[]) =>
      balanceChangeLines(SEPTEMBER, stated, found)
        .filter(({ status }) => status !== 'ties')
        .map(({ category, unexplained }) => [category, unexplained]);
    expect(open([total()], [total(), refund])).toEqual([
      ['refund_gross', 5_000000n],
      ['refund_net', 5_000000n],
      ['refund_rows', -1_000000n],
    ]);
    expect(open([total(), refund], [total()])).toEqual([
      ['refund_gross', -5_000000n],
      ['refund_net', -5_000000n],
      ['refund_rows', 1_000000n],
    ]);
  });

  it('looks for rows of the category and its days', () => {
    const [gross, , , rows] = balanceChangeLines(SEPTEMBER, [total()], []);
    expect(gross?.scope).toMatchObject({ categories: ['charge'], measure: 'gross', fromMs: SEPTEMBER.fromMs });
    expect(rows?.scope).toBeNull();
  });
});

describe('Stripe’s balance summary', () => {
  it('compares activity and payouts with the ledger, and the end with its parts', () => {
    // Net 38.24 came in, 30.00 went out: 5.00 + 38.24 - 30.00 = 13.24.
    const found = [total(), total({ category: 'payout', count: 1, gross: -30_000000n, fee: 0n })];
    const stated = {
      currency: 'USD',
      starting: 5_000000n,
      activity: 38_240000n,
      payouts: -30_000000n,
      ending: 13_240000n,
    };
    const statuses = (changed: Partial<typeof stated>) =>
      balanceLines(SEPTEMBER, [{ ...stated, ...changed }], found).map(({ status }) => status);
    expect(statuses({})).toEqual(['ties', 'ties', 'ties']);
    expect(statuses({ activity: 38_250000n, ending: 13_250000n })).toEqual(['unexplained', 'ties', 'ties']);
    expect(statuses({ ending: 13_250000n })).toEqual(['ties', 'ties', 'unexplained']);
    const reversal = total({ category: 'payout_reversal', count: 1, gross: 1_000000n, fee: 0n });
    const euro = total({ currency: 'EUR', gross: 99_000000n });
    const lines = balanceLines(SEPTEMBER, [{ ...stated, payouts: -29_000000n }], [...found, reversal, euro]);
    const { fromMs, beforeMs } = SEPTEMBER;
    const scope = { inputs: 'stripe-ledger', currency: 'USD', measure: 'net', fromMs, beforeMs };
    const of = { provider: 'stripe', source: 'balance 2026-09-01 to 2026-09-30', currency: 'USD' };
    const settled = {
      ...of,
      causes: [],
      acceptance: null,
      note: '',
      difference: 0n,
      unexplained: 0n,
      status: 'ties',
      why: '',
    };
    expect(lines.slice(0, 2)).toEqual([
      {
        ...{ ...settled, category: 'activity', ours: 38_240000n, theirs: 38_240000n },
        scope: { ...scope, categories: ['charge'] },
      },
      {
        ...{ ...settled, category: 'payouts', ours: -29_000000n, theirs: -29_000000n },
        scope: { ...scope, categories: ['payout', 'payout_reversal'] },
      },
    ]);
    // 5.00 + 38.24 - 29.00 = 14.24, and 13.24 are stated.
    expect(lines[2]).toMatchObject({
      category: 'ending_balance',
      ours: 14_240000n,
      difference: -1_000000n,
      scope: null,
    });
  });
});

describe('Google’s earnings', () => {
  it('are those of the file, and differ by the calendar and by other products', () => {
    const row = { currency: 'USD', verdict: 'plan', inFile: true, inMonth: true } as const;
    // File: 10 + 7 + 4 + 1 = 22. UTC month: 10 of the file and 3 of the file before.
    const [line] = googleLines('2026-09', [
      { ...row, amount: 10_000000n },
      { ...row, inMonth: false, amount: 7_000000n },
      { ...row, inFile: false, amount: 3_000000n },
      { ...row, verdict: 'other products', amount: 4_000000n },
      { ...row, verdict: 'rows without an order', amount: 1_000000n },
    ]);
    expect(line).toMatchObject({ ours: 13_000000n, theirs: 22_000000n, status: 'explained' });
    expect(line?.why).toBe(
      'plan rows of the file outside the UTC month 7.000000; plan rows of the UTC month in other files -3.000000; ' +
        'other products 4.000000; rows without an order 1.000000',
    );
  });

  it('are a line for each currency of the file', () => {
    const row = { verdict: 'plan', inFile: true, inMonth: true, amount: 1_000000n } as const;
    const lines = googleLines('2026-09', [
      ...[
        { ...row, currency: 'USD' },
        { ...row, currency: 'EUR', amount: 5_000000n },
        { ...row, currency: 'USD' },
      ],
      // Only in another month's file.
      { ...row, currency: 'GBP', inFile: false },
    ]);
    const of = { provider: 'google', source: 'earnings 2026-09', category: 'earnings', causes: [], acceptance: null };
    const ties = { ...of, note: '', scope: null, difference: 0n, unexplained: 0n, status: 'ties', why: '' };
    expect(lines).toEqual([
      { ...ties, currency: 'EUR', ours: 5_000000n, theirs: 5_000000n },
      { ...ties, currency: 'USD', ours: 2_000000n, theirs: 2_000000n },
    ]);
  });

  it('leave nothing unexplained: every row of the file is one or the other', () => {
    const anyTotal: fc.Arbitrary<GoogleTotal> = fc.record({
      currency: fc.constantFrom('USD', 'EUR'),
      verdict: fc.constantFrom('plan', 'other products', 'unknown products', 'rows without an order'),
      inFile: fc.boolean(),
      inMonth: fc.boolean(),
      amount: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    });
    fc.assert(
      fc.property(fc.array(anyTotal), (totals) => {
        for (const line of googleLines('2026-09', totals)) expect(line.unexplained).toBe(0n);
      }),
    );
  });
});
