import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { month, usd } from '../../../../test/worlds/charges.ts';
import { ADA, AUGUST, BEN, CLEO, freshBatch, OCTOBER, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import type { KeptAdjustment } from '../ledger/kept-payouts.ts';
import type { LedgerBatch } from '../ledger/ledger.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { adjustmentsIn, paymentDifferences } from './payment-differences.ts';

const CHAIN = { token: '0xa', chainId: '8453', contract: '' };
const toAda = (changed: Partial<PayoutLine> = {}) =>
  line({ wallet: ADA, destination: 'one', chain: CHAIN, ...changed });
const OCTOBERS = batchOf(OCTOBER, 1, [toAda()]);

/** A batch that paid Ada, all of her line unless said. */
function paid(of: typeof AUGUST, ordinal: number, changed: Partial<PayoutLine> = {}, sent = 1n): LedgerBatch {
  const given = sent === 0n ? new Map() : new Map([[ADA, sent]]);
  return { ...freshBatch(batchOf(of, 1, [toAda(changed)]), ordinal), sent: given };
}

describe('paymentDifferences (R17)', () => {
  it('says that a wallet was never paid: a batch of which nothing was sent is no payment', () => {
    const first = { wallet: ADA, detail: 'first-payment', before: '', now: 'usdc USDC to one' };
    expect(paymentDifferences(OCTOBERS, [])).toEqual([first]);
    expect(paymentDifferences(OCTOBERS, [paid(AUGUST, 1, {}, 0n)])).toEqual([first]);
    // The batch itself, partly sent, is not the one before it.
    expect(paymentDifferences(OCTOBERS, [{ ...freshBatch(OCTOBERS), sent: new Map([[ADA, 1n]]) }])).toEqual([first]);
  });

  it('says nothing of a payment like the last', () => {
    expect(paymentDifferences(OCTOBERS, [paid(AUGUST, 1)])).toEqual([]);
  });

  it('names every detail that is another than in the latest payment, by the order of batches', () => {
    const other = {
      destination: 'two',
      method: 'sogni',
      currency: 'SOGNI',
      chain: { ...CHAIN, chainId: '1' },
    } as const;
    const batches = [paid(SEPTEMBER, 2, other), paid(AUGUST, 1)];
    for (const each of [batches, [...batches].reverse()]) {
      expect(paymentDifferences(OCTOBERS, each)).toEqual([
        { wallet: ADA, detail: 'destination', before: 'two', now: 'one' },
        { wallet: ADA, detail: 'method', before: 'sogni', now: 'usdc' },
        { wallet: ADA, detail: 'currency', before: 'SOGNI', now: 'USDC' },
        { wallet: ADA, detail: 'chain', before: 'token 0xa on chain 1', now: 'token 0xa on chain 8453' },
      ]);
    }
  });

  it('compares no chain where an earlier version kept none, or nothing is sent on one', () => {
    expect(paymentDifferences(OCTOBERS, [paid(AUGUST, 1, { chain: null })])).toEqual([]);
    const off = batchOf(OCTOBER, 1, [toAda({ chain: null })]);
    expect(paymentDifferences(off, [paid(AUGUST, 1)])).toEqual([]);
    // Everything else of the two is compared all the same.
    expect(paymentDifferences(off, [paid(AUGUST, 1, { destination: 'two' })])).toEqual([
      { wallet: ADA, detail: 'destination', before: 'two', now: 'one' },
    ]);
  });
});

describe('a destination that several wallets share (R17)', () => {
  const [FIFTH, SIXTH] = ['5', '6'].map((digit) => `0x${digit.repeat(40)}`) as [string, string];

  it('is named once more beside what differs, with at most three of the other wallets', () => {
    const wallets = [ADA, BEN, CLEO, FIFTH, SIXTH];
    const batch = batchOf(
      OCTOBER,
      1,
      wallets.map((wallet) => toAda({ wallet })),
    );
    const shared = paymentDifferences(batch, [paid(AUGUST, 1)]).filter(({ detail }) => detail === 'shared-destination');
    // Ada was paid there before: the four others are new.
    expect(shared.map(({ wallet }) => wallet)).toEqual([BEN, CLEO, FIFTH, SIXTH]);
    expect(shared[0]).toEqual({
      wallet: BEN,
      detail: 'shared-destination',
      before: '',
      now: `one, with ${ADA}, ${CLEO}, ${FIFTH} and 1 more`,
    });
    expect(paymentDifferences(batch, [paid(AUGUST, 1)])[0]).toMatchObject({ wallet: BEN, detail: 'first-payment' });
    const four = batchOf(
      OCTOBER,
      1,
      [ADA, BEN, CLEO, FIFTH].map((wallet) => toAda({ wallet })),
    );
    const named = paymentDifferences(four, [paid(AUGUST, 1)]).filter(({ detail }) => detail === 'shared-destination');
    expect(named[0]?.now).toBe(`one, with ${ADA}, ${CLEO}, ${FIFTH}`);
  });
});

describe('adjustmentsIn (R17)', () => {
  const adjustment = (of: typeof AUGUST, amount: string, wallet = ADA): KeptAdjustment => ({
    ...{ month: of, wallet, amount: usd(amount), afterBatches: 0, reason: 'r' },
    ...{ by: 'ann', at: '', afterMonth: '' },
  });
  const SEPTEMBERS = batchOf(SEPTEMBER, 1, [toAda()]);
  const ALL = [
    adjustment(AUGUST, '1'),
    adjustment(SEPTEMBER, '2'),
    adjustment(OCTOBER, '3'),
    adjustment(OCTOBER, '-4'),
  ];
  const amountsIn = (batches: readonly LedgerBatch[]) =>
    adjustmentsIn(SEPTEMBERS, batches, [...ALL, adjustment(AUGUST, '9', BEN)]).map(({ amount }) => amount);

  it('has what no batch before paid, and what later months take off; of other wallets nothing', () => {
    expect(amountsIn([])).toEqual([usd('1'), usd('2'), usd('-4')]);
  });

  it('has nothing that a batch through the same month or an earlier one paid', () => {
    expect(amountsIn([paid(AUGUST, 1)])).toEqual([usd('2'), usd('-4')]);
    const voided = { voided: true, voidedAfter: 1 };
    const again = batchOf(SEPTEMBER, 2, [toAda()]);
    expect(amountsIn([{ ...freshBatch(again), ...voided, sent: new Map([[ADA, 1n]]) }])).toEqual([usd('-4')]);
    expect(amountsIn([{ ...freshBatch(again), ...voided }])).toEqual([usd('1'), usd('2'), usd('-4')]);
  });

  it('has what a later month’s batch paid, and what the batch itself holds', () => {
    expect(amountsIn([paid(OCTOBER, 2), freshBatch(SEPTEMBERS)])).toEqual([usd('1'), usd('2'), usd('-4')]);
    expect(amountsIn([paid(SEPTEMBER, 2, { wallet: BEN }), paid(AUGUST, 1)])).toEqual([usd('2'), usd('-4')]);
    expect(amountsIn([paid(AUGUST, 1), paid(month('2026-07'), 3)])).toEqual([usd('2'), usd('-4')]);
  });
});
