import { expect, it } from 'vitest';
import type { FinancialRow } from '../../src/core/reconciliation/apple-settlement.ts';
import type { GapScope } from '../../src/core/reconciliation/gap-scope.ts';
import type { Database } from '../../src/store/database/open-store.ts';
import { financialSums } from '../../src/store/inputs/financial-rows.ts';
import { ownGapRows, settledGapRows } from '../../src/store/inputs/gap-rows.ts';
import { setImportActive } from '../../src/store/inputs/imports.ts';
import { insertSmallRows } from '../../src/store/inputs/small-rows.ts';
import { earningsRows, earningsSums, subscriberDays, subscriberRows } from '../../src/store/inputs/statement-totals.ts';
import { onBoth } from '../running/both-databases.ts';
import { row, take } from '../worlds/stored-rows.ts';

const ODD = 9_007_199_254_740_993n;

const financial: FinancialRow = {
  ...{ currency: 'EUR', type: 'IAY', soldMs: 15, quantity: 2n, amount: ODD },
  ...{ product: '6700000001', country: 'DE' },
};

/** A financial report of rows; returns its import. */
async function report(db: Database, sha256: string, firstMs: number, rows: readonly Partial<FinancialRow>[]) {
  const id = await take(db, sha256, [], { kind: 'apple-financial', firstMs, lastMs: firstMs + 9 });
  const read = rows.map((fields, at) => ({ line: at + 2, row: { ...financial, ...fields } }));
  await insertSmallRows(db, id, 'apple-financial', read);
  return id;
}

onBoth((fresh) => {
  it('Apple’s subscriber rows are summed by currency and date, a half-open stretch, refunds off', async () => {
    const { db } = await fresh();
    const apple = { kind: 'apple-subscriber', firstMs: 5, lastMs: 30 } as const;
    const sale = { provider: 'apple', kind: 'sale', currency: 'EUR', terms: '1 Month||3' } as const;
    await take(
      db,
      'a',
      [
        row(2, { ...sale, atMs: 10, gross: ODD, fee: -ODD }),
        row(3, { ...sale, atMs: 10, gross: 5n, fee: 2n }),
        row(4, { ...sale, atMs: 10, kind: 'refund', gross: -5n, fee: -2n }),
        row(5, { ...sale, atMs: 10, gross: 0n, fee: 0n, terms: '1 Month|free|7' }),
        row(6, { ...sale, atMs: 19, currency: 'CHF', gross: 4n, fee: 1n }),
        row(7, { ...sale, atMs: 20 }),
        row(8, { ...sale, atMs: 9 }),
      ],
      apple,
    );
    await setImportActive(db, await take(db, 'b', [row(2, { ...sale, atMs: 10 })], apple), false);
    await take(db, 'c', [row(2, { ...sale, atMs: 10 })], { ...apple, kind: 'google-earnings' });
    expect(await subscriberDays(db, 10, 20)).toEqual([
      { currency: 'CHF', atMs: 19, proceeds: 3n, units: 3n, unitsAtZero: 0n, refunds: 0n },
      // 3 + 3 - 3; ODD twice is beyond what a double holds; 5 - 2 and its refund leave nothing.
      { currency: 'EUR', atMs: 10, proceeds: 2n * ODD, units: 3n, unitsAtZero: 7n, refunds: 1n },
    ]);
    // The rows that they are the sums of: ODD + ODD, 5 - 2, -5 + 2, and one at 0.00 that has no units.
    const of = { input: 'a', atMs: 10 };
    expect(await subscriberRows(db, 10, 20, 'EUR')).toEqual([
      { ...of, line: 2, proceeds: 2n * ODD, units: 3n },
      { ...of, line: 3, proceeds: 3n, units: 3n },
      { ...of, line: 4, proceeds: -3n, units: -3n },
      { ...of, line: 5, proceeds: 0n, units: 0n },
    ]);
  });

  it('Apple’s financial rows are summed by report, currency, kind and day of sale', async () => {
    const { db } = await fresh();
    const first = await report(db, 'b', 10, [
      {},
      { soldMs: 19 },
      { soldMs: 20, quantity: -1n, amount: -3n },
      { soldMs: 9, amount: 4n },
      { currency: 'USD', type: 'IA1', amount: 5n },
    ]);
    const undated = { line: 9, row: { ...financial, soldMs: null, amount: 6n } };
    await insertSmallRows(db, first, 'apple-financial', [undated]);
    const second = await report(db, 'a', 11, [{ amount: 7n }]);
    await setImportActive(db, await report(db, 'c', 10, [{}]), false);
    const own = { importId: first, currency: 'EUR', isSubscription: true };
    expect(await financialSums(db, 10, 20)).toEqual([
      { ...own, importId: second, sold: 'within', units: 2n, amount: 7n },
      { ...own, sold: 'within', units: 4n, amount: 2n * ODD },
      { ...own, sold: 'after', units: -1n, amount: -3n },
      { ...own, sold: 'before', units: 2n, amount: 4n },
      { ...own, currency: 'USD', isSubscription: false, sold: 'within', units: 2n, amount: 5n },
      { ...own, sold: 'unknown', units: 2n, amount: 6n },
    ]);
    expect(await settledGapRows(db, 10, 'EUR')).toEqual([
      { sha256: 'b', line: 2, atMs: 15, amount: ODD },
      { sha256: 'b', line: 3, atMs: 19, amount: ODD },
      { sha256: 'b', line: 4, atMs: 20, amount: -3n },
      { sha256: 'b', line: 5, atMs: 9, amount: 4n },
      { sha256: 'b', line: 9, atMs: null, amount: 6n },
    ]);
  });

  it('Google’s earnings are summed by product, in the file or in the month; a row without a product has its order’s', async () => {
    const { db } = await fresh();
    const earning = { provider: 'google', kind: 'charge', currency: 'EUR', rowId: null } as const;
    const file = { kind: 'google-earnings', firstMs: 10, lastMs: 25 } as const;
    const own = [
      row(2, { ...earning, atMs: 10, group: 'GPA.1', product: 'p/b', gross: ODD }),
      row(3, { ...earning, atMs: 19, group: 'GPA.1', product: '', gross: ODD }),
      row(4, { ...earning, atMs: 20, group: 'GPA.2', product: 'p/B', gross: 1n }),
      row(5, { ...earning, atMs: 12, group: '', product: '', gross: 2n }),
      row(6, { ...earning, atMs: 12, group: 'GPA.1', product: 'p/b', kind: 'adjustment', gross: 3n }),
    ];
    await take(db, 'a', own, { ...file, period: '202608' });
    await take(db, 'b', [row(2, { ...earning, atMs: 19, group: 'GPA.3', product: 'p/b', gross: 4n })], {
      ...file,
      period: '202609',
    });
    const outside = { ...file, period: '202607', lastMs: 9 };
    await take(db, 'c', [row(2, { ...earning, atMs: 9, group: 'GPA.4', product: 'p/b' })], outside);
    const sum = { currency: 'EUR', product: 'p/b', withoutOrder: false, inFile: true, inMonth: true };
    expect(await earningsSums(db, '202608', 10, 20)).toEqual([
      { ...sum, product: '', withoutOrder: true, amount: 2n },
      { ...sum, product: 'p/B', inMonth: false, amount: 1n },
      { ...sum, inFile: false, amount: 4n },
      { ...sum, amount: 2n * ODD },
      { ...sum, withoutOrder: true, amount: 3n },
    ]);
    const { currency, ...of } = { ...sum, input: 'a' };
    expect(await earningsRows(db, '202608', { fromMs: 10, beforeMs: 20 }, currency)).toEqual([
      { ...of, line: 2, amount: ODD },
      { ...of, line: 5, product: '', withoutOrder: true, amount: 2n },
      { ...of, line: 6, withoutOrder: true, amount: 3n },
      { ...of, line: 3, amount: ODD },
      { ...of, input: 'b', line: 2, inFile: false, amount: 4n },
      { ...of, line: 4, product: 'p/B', inMonth: false, amount: 1n },
    ]);
  });

  it('the rows of a gap come in the order of time, input and line, with a margin on both sides', async () => {
    const { db } = await fresh();
    const own = { currency: 'usd', gross: ODD, fee: 1n };
    await take(db, 'b', [row(3, { ...own, atMs: 10 }), row(2, { ...own, atMs: 10 }), row(4, { ...own, atMs: 22 })]);
    await take(db, 'a', [
      row(9, { ...own, atMs: 10 }),
      row(8, { ...own, atMs: 8 }),
      row(7, { ...own, atMs: 7 }),
      row(6, { ...own, atMs: 12, currency: 'eur' }),
      row(5, { ...own, atMs: 12, kind: 'refund' }),
    ]);
    const scope: GapScope = {
      inputs: 'stripe-ledger',
      fromMs: 10,
      beforeMs: 20,
      currency: 'usd',
      categories: ['charge'],
      measure: 'net',
    };
    const rows = await ownGapRows(db, scope, 2);
    expect(rows.map(({ sha256, line, atMs, amount }) => [sha256, line, atMs, amount])).toEqual([
      ['a', 8, 8, ODD - 1n],
      ['a', 9, 10, ODD - 1n],
      ['b', 2, 10, ODD - 1n],
      ['b', 3, 10, ODD - 1n],
    ]);
    expect(await ownGapRows(db, { ...scope, categories: null, measure: 'fee' }, 0)).toHaveLength(4);
  });
});
