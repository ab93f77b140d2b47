import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { keptBatch } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, OCTOBER, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import type { PayeeChange } from '../preparation/payee-changes.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { type PreparedFound, paidByLater, preparationObjection } from './preparation-objections.ts';

const BATCH = batchOf(
  AUGUST,
  1,
  [ADA, BEN].map((wallet) => line({ wallet, payUsd: usd('5'), feeUsd: usd('1') })),
);
const TERMS = { maxBatchUsd: null, acceptChanges: false, early: false };
const FOUND: PreparedFound = { batch: BATCH, standing: null, changes: [], due: '2026-10-15', isDue: true };
const change = (wallet: string, detail: PayeeChange['detail']): PayeeChange => ({
  wallet,
  detail,
  before: 'a',
  now: 'b',
});
const CHANGES = [change(ADA, 'destination'), change(ADA, 'method'), change(BEN, 'hold')];

describe('why a batch is not prepared (R17)', () => {
  it('is nothing where it is due, within its cap and as it was approved', () => {
    expect(preparationObjection(TERMS, FOUND)).toBeNull();
    expect(preparationObjection({ ...TERMS, maxBatchUsd: usd('12') }, FOUND)).toBeNull();
  });

  it('is its cap, whatever a person allows', () => {
    const terms = { maxBatchUsd: usd('11.999999'), acceptChanges: true, early: true };
    expect(preparationObjection(terms, FOUND)).toBe(
      'the batch takes 12.000000 USD off balances; payouts.max_batch_usd is 11.999999: look at its lines (revshare payouts 2026-08 --preview), then raise the cap in the configuration, or hold payees',
    );
  });

  it('is what changed of payees, until a person accepts it or the batch stands', () => {
    const found = { ...FOUND, changes: CHANGES };
    expect(preparationObjection({ ...TERMS, early: true }, found)).toBe(
      'payee details of 2 wallet(s) to be paid changed after 2026-08 was approved: --accept-changes pays them as they are now',
    );
    expect(preparationObjection({ ...TERMS, acceptChanges: true }, found)).toBeNull();
    expect(preparationObjection(TERMS, { ...found, standing: keptBatch(BATCH, []) })).toBeNull();
  });

  it('is that it is not due, until a person pays it early or nothing is to be paid', () => {
    const found = { ...FOUND, isDue: false };
    expect(preparationObjection(TERMS, found)).toBe(
      'the payouts of 2026-08 are due on 2026-10-15: --early prepares them before',
    );
    expect(preparationObjection({ ...TERMS, early: true }, found)).toBeNull();
    expect(preparationObjection(TERMS, { ...found, batch: batchOf(AUGUST, 1, []) })).toBeNull();
  });
});

describe('a month whose balances a later month pays (R17)', () => {
  const of = (month: typeof AUGUST, changed: Partial<KeptBatch> = {}): KeptBatch => ({
    ...keptBatch(batchOf(month, 1, BATCH.lines), []),
    ...changed,
  });
  const why = (by: string) =>
    `2026-09 has a batch, which pays the balances of 2026-08 too; what is payable of them still, the batch of ${by} pays`;

  it('gets no first batch any more, and is told which batch pays what is left', () => {
    expect(paidByLater([of(SEPTEMBER)], AUGUST)).toBe(why('2026-10'));
    expect(paidByLater([of(AUGUST, { voided: true }), of(SEPTEMBER)], AUGUST)).toBe(why('2026-10'));
    expect(paidByLater([of(SEPTEMBER), of(OCTOBER)], AUGUST)).toBe(why('2026-11'));
    // September's own may be prepared anew.
    const sent = { voided: true, sent: new Map([[ADA, 1n]]) };
    expect(paidByLater([of(SEPTEMBER, sent)], AUGUST)).toBe(why('2026-09'));
    expect(paidByLater([of(SEPTEMBER, sent), of(SEPTEMBER)], AUGUST)).toBe(why('2026-10'));
  });

  it('is none where nothing later was sent, or its own batch stands', () => {
    expect(paidByLater([], AUGUST)).toBeNull();
    expect(paidByLater([of(AUGUST, { voided: true })], AUGUST)).toBeNull();
    expect(paidByLater([of(SEPTEMBER, { voided: true })], AUGUST)).toBeNull();
    expect(paidByLater([of(AUGUST, { voided: true, sent: new Map([[ADA, 1n]]) })], AUGUST)).toBeNull();
    expect(paidByLater([of(AUGUST), of(SEPTEMBER)], AUGUST)).toBeNull();
    expect(paidByLater([of(AUGUST), of(SEPTEMBER)], OCTOBER)).toBeNull();
  });
});
