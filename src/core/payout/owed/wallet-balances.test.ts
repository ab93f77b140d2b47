import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import {
  ADA,
  AUGUST,
  BEN,
  freshBatch,
  OCTOBER,
  rulesOf,
  SEPTEMBER,
  termsOf,
} from '../../../../test/worlds/payout-world.ts';
import { formatMonth } from '../../month/month.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { prepareBatch } from '../preparation/prepare-batch.ts';
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

  it('has of what a later month takes off nothing to pay, and says so where it is all', () => {
    const less = (amount: string): Ledger => ({
      ...EARNED,
      adjustments: [{ month: OCTOBER, wallet: BEN, amount: usd(amount), afterBatches: 0 }],
    });
    const ben = (amount: string) => walletBalances(less(amount), SEPTEMBER, RULES).find(({ wallet }) => wallet === BEN);
    // Twenty, of which October takes 9, 11 or all: eleven can be paid, nine are below the minimum.
    expect(ben('-9')).toMatchObject({ carriedForward: usd('20'), deducted: usd('9'), reason: '' });
    expect(ben('-11')).toMatchObject({ deducted: usd('11'), reason: 'below-minimum' });
    expect(ben('-20')).toMatchObject({ deducted: usd('20'), reason: 'deducted' });
    expect(ben('9')).toMatchObject({ deducted: 0n, reason: '' });
  });

  it('counts months up: 8 more at 3 a month are three months, at nothing never', () => {
    const far = rulesOf(termsOf({ usdc: { minimum: '17' } }));
    expect(walletBalances(EARNED, OCTOBER, far)[0]?.monthsToThreshold).toBe(3);
    // 6 more at 3 a month are two.
    const near = rulesOf(termsOf({ usdc: { minimum: '15' } }));
    expect(walletBalances(EARNED, OCTOBER, near)[0]?.monthsToThreshold).toBe(2);
    // What was earned three months before is no longer of the last three.
    for (const back of [3, 4]) {
      const none = { ...EARNED, earned: [{ month: monthsBefore(back), wallet: ADA, amount: usd('1') }] };
      expect(walletBalances(none, OCTOBER, far)[0]?.monthsToThreshold).toBeNull();
    }
  });

  it('has reached a minimum to the micro-dollar, and stays there', () => {
    const reached = (minimum: string): unknown =>
      walletBalances(EARNED, monthsAfter(4), rulesOf(termsOf({ usdc: { minimum } })))[0]?.monthsToThreshold;
    // Ada has 9 and has earned nothing for three months.
    expect([reached('8'), reached('9'), reached('9.000001')]).toEqual([0, 0, null]);
  });

  it('knows no minimum where nothing says how a wallet is paid', () => {
    const [ada] = walletBalances(EARNED, OCTOBER, rulesOf(termsOf({}, null)));
    expect(ada).toMatchObject({ reason: 'no-method', minimum: null, monthsToThreshold: null });
  });

  it('is reserved where all of it is in a batch, and not where a part is, or nothing is left', () => {
    const rules = rulesOf(termsOf());
    const { batch } = prepareBatch(EARNED, AUGUST, 1, rules);
    const reasonOf = (sent: bigint, month: typeof OCTOBER): unknown => {
      const part = { ...freshBatch(batch), sent: new Map([[ADA, sent]]) };
      return walletBalances({ ...EARNED, batches: [part] }, month, rules)[0]?.reason;
    };
    expect([reasonOf(0n, AUGUST), reasonOf(0n, SEPTEMBER), reasonOf(4_000_000n, AUGUST)]).toEqual(['reserved', '', '']);
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

function monthsAfter(count: number): typeof OCTOBER {
  return (OCTOBER + count) as typeof OCTOBER;
}

function monthsBefore(count: number): typeof OCTOBER {
  expect(formatMonth(OCTOBER)).toBe('2026-10');
  return (OCTOBER - count) as typeof OCTOBER;
}
