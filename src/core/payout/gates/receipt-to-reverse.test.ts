import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, CLEO } from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { receiptToReverse, reversedBefore } from './receipt-to-reverse.ts';

const [ADAS, BENS] = [ADA, BEN].map((wallet) => line({ wallet })) as [ReturnType<typeof line>, ReturnType<typeof line>];
const [ONE, BOTH_ADA, BOTH_BEN] = [
  sentReceipt(ADAS, { reference: 'one' }),
  sentReceipt(ADAS, { reference: '0xAB' }),
  sentReceipt(BENS, { reference: '0xab' }),
];
const BATCH = keptBatch(batchOf(AUGUST, 1, [ADAS, BENS]), [ONE, BOTH_ADA, BOTH_BEN]);
const none = (reference: string) => ({ objection: `the batch of 2026-08 has no receipt ${reference} that stands` });

describe('the receipt that a person takes back (R17)', () => {
  it('is the one of its reference', () => {
    expect(receiptToReverse(BATCH, 'one', null)).toEqual({ receipt: ONE });
    expect(receiptToReverse(BATCH, 'one', ADA)).toEqual({ receipt: ONE });
    expect(receiptToReverse(BATCH, 'one', BEN)).toEqual(none('one'));
    expect(receiptToReverse(BATCH, 'two', null)).toEqual(none('two'));
  });

  it('has to be told by its wallet where the reference paid several', () => {
    const wallets = `${checksumAddress(ADA)}, ${checksumAddress(BEN)}`;
    expect(receiptToReverse(BATCH, '0xab', null)).toEqual({
      objection: `0xab paid 2 wallets (${wallets}): name one with --wallet`,
    });
    expect(receiptToReverse(BATCH, '0xab', BEN)).toEqual({ receipt: BOTH_BEN });
    expect(receiptToReverse(BATCH, '0xab', CLEO)).toEqual(none('0xab'));
  });

  it('is none that was taken back already', () => {
    const back = { ...ONE, amount: -ONE.amount, reversal: 'wrong' };
    const receipts = [ONE, back];
    expect(receiptToReverse({ ...BATCH, receipts }, 'one', null)).toEqual(none('one'));
    // By the same command: an interrupted run did it.
    const same = { reason: 'wrong', by: back.by };
    expect(reversedBefore({ receipts }, 'one', null, same)).toBe(back);
    expect(reversedBefore({ receipts }, 'one', ADA, same)).toBe(back);
    expect(reversedBefore({ receipts }, 'one', BEN, same)).toBeUndefined();
    expect(reversedBefore({ receipts }, 'two', null, same)).toBeUndefined();
    expect(reversedBefore({ receipts }, 'one', null, { ...same, reason: '' })).toBeUndefined();
    expect(reversedBefore({ receipts }, 'one', null, { ...same, by: 'another' })).toBeUndefined();
  });
});
