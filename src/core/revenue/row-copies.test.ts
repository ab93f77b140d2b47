import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledFields, mergedCopies, type RowContent } from './row-copies.ts';

const REFUND: RowContent = {
  group: 'ch_1',
  kind: 'refund',
  atMs: 1000,
  currency: 'USD',
  gross: -11_050_000n,
  fee: 0n,
  sourceId: 're_1',
  invoice: 'in_1',
  paymentIntent: 'pi_1',
  product: '',
  terms: 'EUR -9000000',
};

const FIELDS = ['group', 'kind', 'sourceId', 'invoice', 'paymentIntent', 'product', 'terms'] as const;

describe('copies of one row', () => {
  it('are merged field by field: what one lacks another fills', () => {
    const copies = [
      { ...REFUND, terms: '', invoice: '' },
      { ...REFUND, group: '', kind: '' },
    ];
    expect(mergedCopies(copies)).toEqual(REFUND);
    expect(copies.map(filledFields)).toEqual([4, 4]);
  });

  it('may come from an export that lacks a column', () => {
    const without = { ...REFUND, paymentIntent: '' };
    for (const copies of [
      [without, REFUND],
      [REFUND, without],
    ]) {
      expect(mergedCopies(copies)).toEqual(REFUND);
    }
    expect([REFUND, without].map(filledFields)).toEqual([6, 5]);
    expect(mergedCopies([without])).toEqual(without);
  });

  it('are never none', () => {
    expect(() => mergedCopies([])).toThrow('a row has a copy');
  });

  it.each([
    { group: 'ch_2' },
    { kind: 'dispute' },
    { atMs: 1001 },
    { currency: 'EUR' },
    { gross: -11_060_000n },
    { fee: 1n },
    { sourceId: 're_2' },
    { invoice: 'in_2' },
    { paymentIntent: 'pi_2' },
    { product: 'p' },
    { terms: 'EUR -9010000' },
  ])('contradict each other where one field has two values: %o', (other) => {
    const copies = [{ ...REFUND, product: 'q' }, REFUND, { ...REFUND, ...other }];
    expect(mergedCopies(copies)).toBeNull();
  });

  it('give the same row in any order, and once more with the result among them', () => {
    const copy = fc.record(Object.fromEntries(FIELDS.map((field) => [field, fc.boolean()]))).map((keeps) => ({
      ...REFUND,
      ...Object.fromEntries(FIELDS.flatMap((f) => (keeps[f] === true ? [] : [[f, '']]))),
    }));
    const shuffled = fc
      .array(copy, { minLength: 1, maxLength: 5 })
      .chain((copies) => fc.tuple(fc.constant(copies), fc.shuffledSubarray(copies, { minLength: copies.length })));
    fc.assert(
      fc.property(shuffled, ([copies, again]) => {
        const merged = mergedCopies(copies);
        expect(mergedCopies(again)).toEqual(merged);
        if (merged !== null) expect(mergedCopies([merged, ...copies])).toEqual(merged);
      }),
    );
  });
});
