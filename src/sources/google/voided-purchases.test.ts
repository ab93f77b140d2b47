import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../test/worlds/assembling.ts';
import { month } from '../../../test/worlds/charges.ts';
import { headOf, inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { sourceKinds } from '../kinds.ts';
import { chargebacks, type OrderRow, partlyBookedChargebacks, unbookedChargebacks } from './unbooked-chargebacks.ts';
import { readVoidedPurchases } from './voided-purchases.ts';

const purchase = (order: string, reason: number, atMs = 1_791_500_000_000): object => ({
  kind: 'androidpublisher#voidedPurchase',
  purchaseToken: 'token',
  purchaseTimeMillis: '1790956800000',
  voidedTimeMillis: String(atMs),
  orderId: order,
  voidedSource: 2,
  voidedReason: reason,
});
const page = (...purchases: object[]): string => JSON.stringify({ voidedPurchases: purchases });
const read = (text: string) => readVoidedPurchases(inputOf(text, 'voided.json'));
const orders = async (text: string): Promise<string[]> => (await read(text)).map(({ row }) => row.order);

describe('voided purchases', () => {
  it.each([
    ['a page', page(purchase('GPA.1', 7), purchase('GPA.2', 0))],
    ['pages one after the other', `${page(purchase('GPA.1', 7))}\n${page(purchase('GPA.2', 0))}\n`],
    ['an array of pages', `[${page(purchase('GPA.1', 7))}, ${page(purchase('GPA.2', 0))}]`],
    ['an array', JSON.stringify([purchase('GPA.1', 7), purchase('GPA.2', 0)], null, 2)],
    ['a purchase a line', `${JSON.stringify(purchase('GPA.1', 7))}\n${JSON.stringify(purchase('GPA.2', 0))}\n`],
  ])('are read from %s', async (_, text) => {
    expect(sourceKinds(headOf(text))).toEqual(['google-voided']);
    expect(await orders(text)).toEqual(['GPA.1', 'GPA.2']);
  });

  it('say order, time and reason; a page may be empty', async () => {
    expect((await read(page(purchase('GPA.1..3', 7)))).map(({ row }) => row)).toEqual([
      { order: 'GPA.1..3', atMs: 1_791_500_000_000, reason: 7 },
    ]);
    expect(await orders(page())).toEqual([]);
  });

  it.each(['{"pageInfo":{"totalResults":0,"startIndex":0}}\n', '{\n "tokenPagination": {},\n "pageInfo": {}\n}'])(
    'may be an answer without any: %j',
    async (text) => {
      expect(sourceKinds(headOf(text))).toEqual(['google-voided']);
      expect(await orders(text)).toEqual([]);
    },
  );

  it('are no page of another list', () => {
    expect(sourceKinds(headOf('{"tokenPagination":{},"reviews":[{"reviewId":"x"}]}'))).toEqual([]);
  });

  const continued = (order: string): string =>
    JSON.stringify({ tokenPagination: { nextPageToken: 'CAE' }, voidedPurchases: [purchase(order, 7)] });

  it.each([
    ['one page', `${continued('GPA.1')}\n`, 1],
    ['pages without the last', `${continued('GPA.1')}\n${continued('GPA.2')}\n`, 2],
    ['the last page first', `[${page(purchase('GPA.1', 7))},\n${continued('GPA.2')}]`, 2],
  ])('that go on after %s are refused', async (_, text, line) => {
    const found = await problemsOf(read(text));
    expect(found.map(({ code, place }) => [code, place.line])).toEqual([['missing-page', line]]);
  });

  it('that begin with a later page are refused', async () => {
    const second = JSON.stringify({ tokenPagination: { previousPageToken: 'CAB' }, voidedPurchases: [] });
    const found = await problemsOf(read(second));
    expect(found.map(({ code, place }) => [code, place.line])).toEqual([['missing-page', 1]]);
    expect(await orders(`${continued('GPA.1')}\n${second}\n`)).toEqual(['GPA.1']);
  });

  it('are whole with the last page, also one without any purchase', async () => {
    expect(await orders(`${continued('GPA.1')}\n${page(purchase('GPA.2', 7))}\n`)).toEqual(['GPA.1', 'GPA.2']);
    expect(await orders(`${continued('GPA.1')}\n{}\n`)).toEqual(['GPA.1']);
    expect(await orders(`[${continued('GPA.1')},{"tokenPagination":{}}]`)).toEqual(['GPA.1']);
  });

  it('without an order or a time are none', async () => {
    const [found] = await problemsOf(read(page({ voidedReason: 7, voidedTimeMillis: 'soon', orderId: 'GPA.1' })));
    expect(found).toMatchObject({ code: 'bad-json', place: { line: 1 } });
    expect(found?.message).toContain('voidedTimeMillis');
  });
});

describe('a chargeback', () => {
  const CHARGE: OrderRow = {
    ...{ order: 'GPA.1', kind: 'charge', product: 'ai.app.pkg/unlimited/monthly', gross: 20_000_000n },
  };
  const { catalogue } = rulesOf();
  const found = async (text: string, ...rows: OrderRow[]) => {
    const voided = (await read(text)).map(({ row, line }) => ({ row, source: { input: 'v', line } }));
    return unbookedChargebacks(chargebacks(voided), rows, catalogue).map((each) => [each.subject, each.month]);
  };
  const text = page(purchase('GPA.1', 7));
  const asked = [['GPA.1', month('2026-10')]];

  it('without a refund row of its order is asked about', async () => {
    expect(await found(text, CHARGE)).toEqual(asked);
    expect(await found(text, CHARGE, { ...CHARGE, kind: 'google fee refund' })).toEqual(asked);
    expect(await found(text, { ...CHARGE, order: 'GPA.2', kind: 'charge refund' })).toEqual(asked);
    // Its order is not in the data: nobody knows what it was.
    expect(await found(text)).toEqual(asked);
  });

  it('with a refund row, of another product, or of another reason is not', async () => {
    expect(await found(text, CHARGE, { ...CHARGE, kind: 'charge refund' })).toEqual([]);
    expect(await found(text, { ...CHARGE, product: 'ai.app.pkg/spark.pack/' })).toEqual([]);
    expect(await found(page(purchase('GPA.1', 5)), CHARGE)).toEqual([]);
  });

  it('may be what a reason means that the API does not document; 8 is an unacknowledged purchase', async () => {
    expect(await found(page(purchase('GPA.1', 8)), CHARGE)).toEqual([]);
    expect(await found(page(purchase('GPA.1', 9)), CHARGE)).toEqual(asked);
  });

  it('is told in its month where a refund took back less than was charged', async () => {
    const told = async (asked: string, ...rows: OrderRow[]) => {
      const voided = (await read(text)).map(({ row, line }) => ({ row, source: { input: 'v', line } }));
      return partlyBookedChargebacks(chargebacks(voided), rows, catalogue, month(asked)).map(({ subject, what }) => [
        subject,
        what.replace(/^.*, and /, ''),
      ]);
    };
    const refund = (gross: bigint): OrderRow => ({ ...CHARGE, kind: 'charge refund', gross });
    // 2.00 of 20.00, and nothing of the chargeback: before, 18.00 stayed without a word.
    const partly = [['GPA.1', 'its rows take back 2.000000 of 20.000000']];
    expect(await told('2026-10', CHARGE, refund(-2_000_000n))).toEqual(partly);
    expect(await told('2026-11', CHARGE, refund(-2_000_000n))).toEqual([]);
    expect(await told('2026-10', CHARGE, refund(-2_000_000n), refund(-18_000_000n))).toEqual([]);
    // Without a refund row it is an exception.
    expect(await told('2026-10', CHARGE)).toEqual([]);
    const pack = { product: 'ai.app.pkg/spark.pack/' };
    expect(await told('2026-10', { ...CHARGE, ...pack }, { ...refund(-2_000_000n), ...pack })).toEqual([]);
  });

  it('is asked about once, in the month in which it was first voided', async () => {
    const twice = page(purchase('GPA.1', 7, Date.UTC(2026, 10, 2)), purchase('GPA.1', 7));
    expect(await found(twice, CHARGE)).toEqual(asked);
  });
});
