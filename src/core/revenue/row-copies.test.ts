import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledFields, mergedCopies, type RowContent, rowVersions } from './row-copies.ts';

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

describe('versions of a row whose copies contradict each other', () => {
  it('are told in the order of time, amounts and the rest, each with what its copies fill', () => {
    const later = { ...REFUND, atMs: REFUND.atMs + 1 };
    const cheaper = { ...REFUND, gross: REFUND.gross - 1n };
    const versions = rowVersions([later, { ...REFUND, invoice: '' }, cheaper, REFUND]);
    expect(versions.map(({ content, copies }) => [content, copies.length])).toEqual([
      [cheaper, 1],
      [REFUND, 2],
      [later, 1],
    ]);
  });

  it('are the same in any order, however often a copy is there', () => {
    const copy = fc
      .record({ atMs: fc.nat(2), gross: fc.bigInt(0n, 2n), invoice: fc.constantFrom('', 'in_1', 'in_2') })
      .map((fields) => ({ ...REFUND, ...fields }));
    const shuffled = fc
      .array(copy, { minLength: 1, maxLength: 6 })
      .chain((copies) => fc.tuple(fc.constant(copies), fc.shuffledSubarray(copies, { minLength: copies.length })));
    fc.assert(
      fc.property(shuffled, ([copies, again]) => {
        const contents = (rows: typeof copies) => rowVersions(rows).map(({ content }) => content);
        expect(contents([...again, ...copies])).toEqual(contents(copies));
        // As many as it takes, and none that contradict nothing.
        expect(rowVersions(copies).length === 1).toBe(mergedCopies(copies) !== null);
        expect(rowVersions(copies).flatMap((version) => [...version.copies])).toHaveLength(copies.length);
      }),
    );
  });
});
