import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
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
import type { Month } from '../../month/month.ts';
import { holdingMonth, payingMonth } from '../gates/preparation-objections.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { monthToPay } from './month-to-pay.ts';
import { owedAmounts } from './owed.ts';
import { walletBalances } from './wallet-balances.ts';

/** Ada earns 10 in August and 5 in September, Ben 3 in August: all of it is due at the end of September. */
const EARNED = [
  { month: AUGUST, wallet: ADA, amount: usd('10') },
  { month: SEPTEMBER, wallet: ADA, amount: usd('5') },
  { month: AUGUST, wallet: BEN, amount: usd('3') },
];

/** A batch that waits for its release, and how much of each line was sent. */
function batch(month: Month, pays: Readonly<Record<string, string>>, isPaid = false): KeptBatch {
  const lines = Object.entries(pays).map(([wallet, amount]) =>
    line({ wallet, balanceUsd: usd(amount), payUsd: usd(amount), assetAmount: usd(amount) }),
  );
  const act = { by: 'ann', at: '2026-10-01T00:00:00Z', afterMonth: '2026-09' };
  const sent = new Map(isPaid ? lines.map(({ wallet, assetAmount }) => [wallet, assetAmount]) : []);
  return { ...freshBatch(batchOf(month, 1, lines)), sent, prepared: act, releases: [], void: null, receipts: [] };
}

function nextOn(today: string, batches: readonly KeptBatch[], minimum = '1'): Month | null {
  const rules = rulesOf(termsOf({ usdc: { minimum } }));
  const balances = walletBalances({ earned: EARNED, adjustments: [], batches }, SEPTEMBER, rules);
  const amounts = owedAmounts({ balances, sending: [], earned: EARNED, dueOf: () => '2026-09-30', today });
  return monthToPay(amounts, batches, (month) => payingMonth(batches, month));
}

describe('the month whose batch holds balances of one without (R17)', () => {
  it('is the first later one that still sends some of them, and none for a month that had a batch', () => {
    const september = batch(SEPTEMBER, { [ADA]: '15', [BEN]: '3' });
    expect(holdingMonth([september], AUGUST)).toBe(SEPTEMBER);
    expect(holdingMonth([september], SEPTEMBER)).toBeNull();
    expect(holdingMonth([batch(AUGUST, { [ADA]: '10' }), september], AUGUST)).toBeNull();
    expect(holdingMonth([batch(SEPTEMBER, { [ADA]: '15' }, true), batch(OCTOBER, { [BEN]: '3' })], AUGUST)).toBe(
      OCTOBER,
    );
    expect(holdingMonth([batch(SEPTEMBER, { [ADA]: '15' }, true)], AUGUST)).toBeNull();
  });
});

describe('the month to look at next (R17)', () => {
  it('is that of the batch which holds what is overdue, whichever month earned it', () => {
    expect(nextOn('2026-10-01', [batch(SEPTEMBER, { [ADA]: '15', [BEN]: '3' })])).toBe(SEPTEMBER);
    expect(nextOn('2026-10-01', [batch(AUGUST, { [ADA]: '10', [BEN]: '3' })])).toBe(AUGUST);
  });

  it('is the oldest of the batches that hold something, and no paid one', () => {
    const [august, september] = [
      (isPaid: boolean) => batch(AUGUST, { [ADA]: '10', [BEN]: '3' }, isPaid),
      batch(SEPTEMBER, { [ADA]: '5' }),
    ];
    expect(nextOn('2026-10-01', [august(false), september])).toBe(AUGUST);
    expect(nextOn('2026-10-01', [august(true), september])).toBe(SEPTEMBER);
    // Nothing is overdue yet.
    expect(nextOn('2026-09-30', [august(true), september])).toBe(SEPTEMBER);
  });

  it('of what is in no batch is the month that earned it, else the one that pays it', () => {
    expect(nextOn('2026-10-01', [])).toBe(AUGUST);
    // Ben is in no batch, and September's stands: the next one pays him. Ada's is all in September's, and comes first.
    expect(nextOn('2026-10-01', [batch(SEPTEMBER, {})])).toBe(OCTOBER);
    expect(nextOn('2026-10-01', [batch(SEPTEMBER, { [ADA]: '15' })])).toBe(SEPTEMBER);
  });

  it('is none where nothing is overdue and no batch holds anything', () => {
    expect(nextOn('2026-09-30', [])).toBeNull();
    expect(nextOn('2026-10-01', [], '100')).toBeNull();
  });
});
