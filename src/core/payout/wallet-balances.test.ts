import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/charges.ts';
import {
  ADA,
  AUGUST,
  BEN,
  freshBatch,
  OCTOBER,
  payeeOf,
  rulesOf,
  SEPTEMBER,
  termsOf,
} from '../../../test/payout-world.ts';
import { formatMonth } from '../month/month.ts';
import type { Ledger } from './ledger.ts';
import { batchOf, prepareBatch } from './prepare-batch.ts';
import { walletBalances } from './wallet-balances.ts';

const EARNED: Ledger = {
  earned: [
    { month: AUGUST, wallet: ADA, amount: usd('4') },
    { month: AUGUST, wallet: BEN, amount: usd('20') },
    { month: SEPTEMBER, wallet: ADA, amount: usd('3') },
    { month: OCTOBER, wallet: ADA, amount: usd('2') },
  ],
  adjustments: [],
  batches: [],
};
const RULES = rulesOf(termsOf({ usdc: { minimum: '10' } }));

describe('walletBalances (R17)', () => {
  it('shows every wallet that ever earned, with what its balance comes from and how long it takes', () => {
    const [ada, ben] = walletBalances(EARNED, OCTOBER, RULES);
    expect(ada).toMatchObject({
      ...{ broughtForward: usd('7'), earned: usd('2'), paid: 0n, carriedForward: usd('9'), reason: 'below-minimum' },
      ageing: [
        { month: AUGUST, amount: usd('4') },
        { month: SEPTEMBER, amount: usd('3') },
        { month: OCTOBER, amount: usd('2') },
      ],
      // 1.00 is missing; (4 + 3 + 2) / 3 = 3.00 a month.
      monthsToThreshold: 1,
    });
    expect(ben).toMatchObject({ broughtForward: usd('20'), earned: 0n, monthsToThreshold: 0, reason: '' });
  });

  it('counts months up: 8 more at 3 a month are three months, at nothing never', () => {
    const far = rulesOf(termsOf({ usdc: { minimum: '17' } }));
    expect(walletBalances(EARNED, OCTOBER, far)[0]?.monthsToThreshold).toBe(3);
    const none = { ...EARNED, earned: [{ month: monthsBefore(4), wallet: ADA, amount: usd('1') }] };
    expect(walletBalances(none, OCTOBER, far)[0]?.monthsToThreshold).toBeNull();
  });

  it('payments settle the oldest months first, and count in the month of their batch', () => {
    const { batch } = prepareBatch(EARNED, SEPTEMBER, 1, rulesOf(termsOf()));
    const sent = { ...freshBatch(batch), sent: new Map([[ADA, 5_000_000n]]) };
    const [ada] = walletBalances({ ...EARNED, batches: [sent] }, SEPTEMBER, RULES);
    // 7 prepared, 5 of it sent: 2 of September are left, and reserved.
    expect(ada).toMatchObject({ broughtForward: usd('4'), earned: usd('3'), paid: usd('5'), carriedForward: usd('2') });
    expect(ada).toMatchObject({
      reserved: usd('2'),
      reason: 'reserved',
      ageing: [{ month: SEPTEMBER, amount: usd('2') }],
    });
    const [later] = walletBalances({ ...EARNED, batches: [sent] }, OCTOBER, RULES);
    expect(later).toMatchObject({ broughtForward: usd('2'), paid: 0n, carriedForward: usd('4'), reserved: usd('2') });
  });

  it('gives back what a voided batch had not sent', () => {
    const { batch } = prepareBatch(EARNED, AUGUST, 1, rulesOf(termsOf()));
    const voided = { ...freshBatch(batch), sent: new Map([[ADA, 1_500_000n]]), voided: true, voidedAfter: 1 };
    const ledger = { ...EARNED, batches: [voided] };
    expect(prepareBatch(ledger, AUGUST, 2, rulesOf(termsOf())).batch.lines).toMatchObject([
      { wallet: ADA, payUsd: usd('2.5') },
      { wallet: BEN, payUsd: usd('20') },
    ]);
  });
});

describe('prepareBatch (R17)', () => {
  it('has totals per method and currency, and an id that any change of a line changes', () => {
    const payees = [payeeOf(BEN, { method: 'spark' })];
    const { batch, unpaid } = prepareBatch(EARNED, AUGUST, 1, rulesOf(termsOf({ usdc: { minimum: '5' } }), payees));
    // 20 / 0.005 = 4000.00 Spark.
    expect(batch.totals).toEqual([
      { method: 'spark', currency: 'SPARK', scale: 2, lines: 1, payUsd: usd('20'), feeUsd: 0n, assetAmount: 400_000n },
    ]);
    expect(unpaid).toEqual([{ wallet: ADA, balanceUsd: usd('4'), reason: 'below-minimum' }]);
    const ids = batch.lines.flatMap((line) => [
      batchOf(AUGUST, 1, [line]).id,
      batchOf(AUGUST, 2, [line]).id,
      batchOf(SEPTEMBER, 1, [line]).id,
      batchOf(AUGUST, 1, [{ ...line, assetAmount: line.assetAmount - 1n }]).id,
      batchOf(AUGUST, 1, [{ ...line, destination: ADA }]).id,
    ]);
    expect(new Set(ids).size).toBe(5);
    expect(ids[0]).toBe(batch.id);
  });
});

function monthsBefore(count: number): typeof OCTOBER {
  expect(formatMonth(OCTOBER)).toBe('2026-10');
  return (OCTOBER - count) as typeof OCTOBER;
}
