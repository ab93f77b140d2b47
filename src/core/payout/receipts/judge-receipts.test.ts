import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, AUGUST, BEN, CLEO, freshBatch, rulesOf, termsOf } from '../../../../test/worlds/payout-world.ts';
import { NO_RAIL_FEE, type Receipt } from '../ledger/receipt.ts';
import { openPart } from '../preparation/open-part.ts';
import { prepareBatch } from '../preparation/prepare-batch.ts';
import { judgeReceipts, type ReceiptBooks, type ReceiptOverrides, receiptKey } from './judge-receipts.ts';

const STRICT: ReceiptOverrides = { allowPartial: false, allowShort: false, skipKnown: false, skipUnknown: false };
const LEDGER = {
  earned: [
    { month: AUGUST, wallet: ADA, amount: usd('10') },
    { month: AUGUST, wallet: BEN, amount: usd('20') },
  ],
  adjustments: [],
  batches: [],
};
const BATCH = freshBatch(prepareBatch(LEDGER, AUGUST, 1, rulesOf(termsOf({ usdc: { fixed: '1' } }))).batch);
/** August is over, and it is not later than now. */
const SENT = Date.UTC(2026, 8, 1);
const BOOKS: ReceiptBooks = { known: new Set(), asOfMs: SENT, excused: new Set() };
/** 10 - 1 and 20 - 1. */
const OF_ADA: Receipt = {
  ...{ wallet: ADA, amount: usd('9'), asset: 'USDC', reference: '0xAA', atMs: SENT, line: 2 },
  ...{ railFee: NO_RAIL_FEE, marketRate: '' },
};
const OF_BEN: Receipt = { ...OF_ADA, wallet: BEN, amount: usd('19'), line: 3 };

const faults = (receipts: readonly Receipt[], overrides: Partial<ReceiptOverrides> = {}, known: string[] = []) =>
  judgeReceipts(BATCH, { ...BOOKS, known: new Set(known) }, receipts, { ...STRICT, ...overrides }).refusals.map(
    ({ fault, line }) => `${line} ${fault}`,
  );

describe('judgeReceipts (R17)', () => {
  it('takes what fits the batch, one transfer paying several wallets', () => {
    const judged = judgeReceipts(BATCH, BOOKS, [OF_ADA, OF_BEN], STRICT);
    expect(judged).toEqual({ accepted: [OF_ADA, OF_BEN], refusals: [], skipped: 0 });
  });

  it('takes a line in several transfers', () => {
    const parts = [
      { ...OF_ADA, amount: usd('4') },
      { ...OF_ADA, amount: usd('5'), reference: '0xBB', line: 4 },
    ];
    expect(faults([...parts, OF_BEN])).toEqual([]);
  });

  it('names each line that does not fit, all at once', () => {
    const refused = [
      { ...OF_ADA, amount: usd('9') + 1n },
      { ...OF_ADA, wallet: CLEO, line: 3 },
      { ...OF_BEN, asset: 'SOGNI', line: 4 },
      { ...OF_BEN, amount: 0n, reference: '0xBB', line: 5 },
    ];
    expect(faults(refused, { allowPartial: true })).toEqual([
      '2 wrong-amount',
      '3 unknown-wallet',
      '4 wrong-asset',
      '5 wrong-amount',
    ]);
  });

  it('refuses a receipt twice, in the file or recorded before, however the hash is written', () => {
    expect(faults([OF_ADA, { ...OF_ADA, line: 3, reference: '0xaa' }, { ...OF_BEN, line: 4 }])).toEqual([
      '3 duplicate',
    ]);
    expect(faults([OF_ADA, OF_BEN], {}, [receiptKey(OF_ADA)])).toEqual(['2 duplicate', '0 missing-receipt']);
    expect(faults([OF_ADA, OF_BEN], { skipKnown: true, allowPartial: true }, [receiptKey(OF_ADA)])).toEqual([]);
  });

  it('refuses less than a line, and lines without a receipt, unless each is allowed by name', () => {
    const short = { ...OF_ADA, amount: usd('8') };
    expect(faults([short])).toEqual(['2 shortfall', '0 missing-receipt']);
    expect(faults([short], { allowShort: true })).toEqual(['0 missing-receipt']);
    expect(faults([short], { allowPartial: true })).toEqual(['2 shortfall']);
    expect(faults([short], { allowShort: true, allowPartial: true })).toEqual([]);
  });

  it('passes over nothing but what it was told to', () => {
    const wrong = [
      { ...OF_ADA, amount: usd('10') },
      { ...OF_BEN, asset: 'SOGNI', line: 3 },
    ];
    const all = { skipKnown: true, skipUnknown: true, allowPartial: true, allowShort: true };
    expect(faults(wrong, all)).toEqual(['2 wrong-amount', '3 wrong-asset']);
    expect(faults([{ ...OF_ADA, wallet: CLEO }], { ...all, skipUnknown: false })).toEqual(['2 unknown-wallet']);
    expect(faults([OF_ADA], { ...all, skipKnown: false }, [receiptKey(OF_ADA)])).toEqual(['2 duplicate']);
  });

  it('passes over other wallets only when told', () => {
    const other = { ...OF_ADA, wallet: CLEO, line: 4 };
    expect(judgeReceipts(BATCH, BOOKS, [OF_ADA, OF_BEN, other], { ...STRICT, skipUnknown: true })).toEqual({
      accepted: [OF_ADA, OF_BEN],
      refusals: [],
      skipped: 1,
    });
  });
});

describe('openPart', () => {
  it('holds what is still to be sent, under the id of the batch', () => {
    const sent = new Map([
      [ADA, usd('9')],
      [BEN, usd('4')],
    ]);
    const open = openPart({ ...BATCH, sent });
    expect(open.id).toBe(BATCH.batch.id);
    // 19 - 4; the fee was taken with the first part.
    expect(open.lines).toMatchObject([{ wallet: BEN, assetAmount: usd('15'), payUsd: usd('15'), feeUsd: 0n }]);
    expect(openPart({ ...BATCH, sent, voided: true, voidedAfter: 1 }).lines).toEqual([]);
  });

  it('refuses what was sent before the month was over, or later than now', () => {
    expect(faults([{ ...OF_ADA, atMs: SENT - 1 }, OF_BEN], { allowPartial: true })).toEqual(['2 wrong-time']);
    expect(faults([{ ...OF_ADA, atMs: SENT + 1 }, OF_BEN], { allowPartial: true })).toEqual(['2 wrong-time']);
  });

  it('misses no receipt of a line whose transfer the rail does not call paid', () => {
    const books = { ...BOOKS, excused: new Set([ADA]) };
    expect(judgeReceipts(BATCH, books, [OF_BEN], STRICT)).toMatchObject({ accepted: [OF_BEN], refusals: [] });
    expect(judgeReceipts(BATCH, books, [], STRICT).refusals.map(({ fault }) => fault)).toEqual(['missing-receipt']);
  });
});
