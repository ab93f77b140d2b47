import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, CLEO, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { type ReportedTransfer, UNSAID } from '../ledger/receipt.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { judgeTransfers } from './judge-transfers.ts';

const TERMS = {
  month: AUGUST,
  asOfMs: Date.UTC(2026, 9, 20),
  overrides: { allowPartial: false, allowShort: false, skipKnown: false, skipUnknown: false },
};

/** A line of six dollars, 6000000 units. */
const of = (wallet: string): PayoutLine =>
  line({ wallet, balanceUsd: usd('6'), payUsd: usd('6'), assetAmount: 6_000_000n });

const sent = (wallet: string, given: Partial<ReportedTransfer> = {}): ReportedTransfer => ({
  ...UNSAID,
  ...{ wallet, amount: '6', asset: 'USDC', reference: `ref ${wallet}`, atMs: Date.UTC(2026, 9, 16), line: 2 },
  ...{ status: 'paid', outcome: 'paid', isExport: false },
  ...given,
});

const AUGUST_BATCH = keptBatch(batchOf(AUGUST, 1, [of(ADA), of(BEN)]), []);
const SEPTEMBER_BATCH = keptBatch(batchOf(SEPTEMBER, 1, [of(ADA), of(BEN)]), []);
const faultsOf = (transfers: readonly ReportedTransfer[], terms = TERMS): unknown[] =>
  judgeTransfers(terms, [AUGUST_BATCH, SEPTEMBER_BATCH], transfers, []).refusals.map(({ fault, line: at }) => [
    fault,
    at,
  ]);

describe('a file of transfers', () => {
  it('without any is refused', () => {
    expect(judgeTransfers(TERMS, [AUGUST_BATCH], [], [])).toEqual({
      accepted: [],
      skipped: 0,
      refusals: [{ fault: 'empty-file', line: 0, what: 'the file holds no receipt' }],
    });
  });

  it('says of a line that is short that a part of its transfer came back', () => {
    // 6 - 1.5 came back.
    const back = sent(ADA, { amount: '4.5', cameBack: '1.50 USDC', status: 'Payment Refund', reference: 'T1' });
    const { refusals } = judgeTransfers(TERMS, [AUGUST_BATCH], [back, sent(BEN, { line: 3, amount: '5' })], []);
    expect(refusals.map(({ what }) => what)).toEqual([
      `1.500000 USDC less than due was sent to ${checksumAddress(ADA)}: 1.50 USDC of T1 came back (Payment Refund)`,
      `1.000000 USDC less than due was sent to ${checksumAddress(BEN)}`,
    ]);
  });

  it('is asked for every line of the month that it is for, and for none of another', () => {
    expect(faultsOf([sent(ADA), sent(BEN)])).toEqual([]);
    expect(faultsOf([sent(ADA)])).toEqual([['missing-receipt', 0]]);
    const { accepted, refusals } = judgeTransfers(
      TERMS,
      [AUGUST_BATCH, SEPTEMBER_BATCH],
      [sent(ADA), sent(BEN), sent(ADA, { reference: 'second' })],
      [],
    );
    expect(refusals).toEqual([]);
    expect(accepted.map(({ batch, wallet }) => [batch, wallet])).toEqual([
      [AUGUST_BATCH.batch.id, ADA],
      [AUGUST_BATCH.batch.id, BEN],
      [SEPTEMBER_BATCH.batch.id, ADA],
    ]);
  });

  it('of another month is told as that where a shortfall is exactly what that month has open: more would be paid twice', () => {
    const more = line({ wallet: ADA, balanceUsd: usd('9'), payUsd: usd('9'), assetAmount: 9_000_000n });
    const later = keptBatch(batchOf(SEPTEMBER, 1, [more]), []);
    const terms = { ...TERMS, month: SEPTEMBER };
    // Six of the nine of September were sent: August has six open.
    expect(judgeTransfers(terms, [AUGUST_BATCH, later], [sent(ADA)], []).refusals).toEqual([
      {
        fault: 'shortfall',
        line: 2,
        what: `3.000000 USDC less than due was sent to ${checksumAddress(ADA)}: it is what 2026-08 has open for it`,
        wallet: ADA,
        fits: AUGUST,
      },
    ]);
    // August is paid, or it was five that were sent: only less than due.
    const paid = keptBatch(AUGUST_BATCH.batch, [sentReceipt(of(ADA)), sentReceipt(of(BEN))]);
    for (const given of [
      judgeTransfers(terms, [paid, later], [sent(ADA, { reference: 'other' })], []),
      judgeTransfers(terms, [AUGUST_BATCH, later], [sent(ADA, { amount: '5' })], []),
    ])
      expect(given.refusals.map(({ fault, fits }) => [fault, fits])).toEqual([['shortfall', undefined]]);
  });

  it('asks that of the wallet’s only receipt, its asset, and what its line has open still', () => {
    const due = (wallet: string, units: bigint, given: Partial<PayoutLine> = {}) =>
      line({ wallet, balanceUsd: usd('9'), payUsd: usd('9'), assetAmount: units, ...given });
    const later = keptBatch(batchOf(SEPTEMBER, 1, [due(ADA, 9_000_000n), due(BEN, 6_000_000n)]), []);
    const terms = { ...TERMS, month: SEPTEMBER };
    const fits = (august: KeptBatch, transfers: readonly ReportedTransfer[]): unknown[] =>
      judgeTransfers(terms, [august, later], transfers, []).refusals.map(({ fault, fits: month }) => [fault, month]);
    // Of the six of August two were sent: four are open.
    const begun = keptBatch(batchOf(AUGUST, 1, [of(ADA)]), [sentReceipt(of(ADA), { amount: 2_000_000n })]);
    expect(fits(begun, [sent(BEN), sent(ADA, { amount: '4' })])).toEqual([['shortfall', AUGUST]]);
    expect(fits(begun, [sent(BEN), sent(ADA, { amount: '6' })])).toEqual([['shortfall', undefined]]);
    // Four in two transfers: neither is what August has open, and both are only less than due.
    const twice = [sent(ADA, { amount: '4' }), sent(ADA, { amount: '1', reference: 'second' })];
    expect(fits(begun, [sent(BEN), ...twice])).toEqual([['shortfall', undefined]]);
    // Four of Ben's are open in August, or four of Ada's in another asset.
    expect(
      fits(keptBatch(batchOf(AUGUST, 1, [due(BEN, 4_000_000n)]), []), [sent(BEN), sent(ADA, { amount: '4' })]),
    ).toEqual([['shortfall', undefined]]);
    const inSogni = keptBatch(batchOf(AUGUST, 1, [due(ADA, 4_000_000n, { currency: 'SOGNI' })]), []);
    expect(fits(inSogni, [sent(BEN), sent(ADA, { amount: '4' })])).toEqual([['shortfall', undefined]]);
    // What is refused for another reason is of no other month.
    const known = keptBatch(later.batch, [sentReceipt(due(BEN, 6_000_000n), { reference: 'ref', amount: 2_000_000n })]);
    const { refusals } = judgeTransfers(
      terms,
      [AUGUST_BATCH, known],
      [sent(ADA, { amount: '9' }), sent(BEN, { reference: 'ref', amount: '1' }), sent(BEN, { amount: '3' })],
      [],
    );
    expect(refusals.map(({ fault, fits: month }) => [fault, month])).toContainEqual(['wrong-amount', undefined]);
  });

  it('has a payment that the file says twice once: the second is of no other month', () => {
    // Six of Ada's are open in August, and six in September.
    expect(faultsOf([sent(ADA), sent(BEN), sent(ADA, { amount: '6.00', line: 4 })])).toEqual([['duplicate', 4]]);
    const skipKnown = { ...TERMS, overrides: { ...TERMS.overrides, skipKnown: true } };
    const judged = judgeTransfers(skipKnown, [AUGUST_BATCH, SEPTEMBER_BATCH], [sent(ADA), sent(BEN), sent(ADA)], []);
    expect([judged.skipped, judged.accepted.length]).toEqual([1, 2]);
    // A bank's export names each payment, too; a transaction of a chain may hold two.
    const exported = { isExport: true, wallet: '', walletStart: ADA.slice(2, 12) };
    expect(faultsOf([sent(ADA, exported), sent(BEN), sent(ADA, { ...exported, line: 4 })])).toEqual([['duplicate', 4]]);
    const onChain = { ...exported, walletStart: '', destination: ADA, from: BEN };
    expect(faultsOf([sent(ADA, onChain), sent(BEN), sent(ADA, onChain)])).toEqual([]);
  });

  it('excuses the line of a transfer that the rail does not call paid, and records nothing of it', () => {
    const failed = sent(BEN, { status: 'failed', outcome: 'came-back', amount: '0' });
    const judged = judgeTransfers(TERMS, [AUGUST_BATCH], [sent(ADA), failed], []);
    expect([judged.refusals, judged.accepted.map(({ wallet }) => wallet)]).toEqual([[], [ADA]]);
  });

  it('says of a transfer that cannot be read what is wrong with it, and not that it is missing too', () => {
    expect(faultsOf([sent(ADA), sent(BEN, { amount: '6.0000001', line: 3 })])).toEqual([['wrong-amount', 3]]);
  });

  it('is asked for every line of its month also where all of it is of another', () => {
    const paid = keptBatch(batchOf(AUGUST, 1, [of(ADA), of(BEN)]), [sentReceipt(of(ADA), { reference: 'first' })]);
    const { refusals } = judgeTransfers(TERMS, [paid, SEPTEMBER_BATCH], [sent(ADA, { amount: '12' })], []);
    // The six of September are too few for twelve, and August asks for Ben's.
    expect(refusals.map(({ fault, line: at }) => [fault, at])).toEqual([
      ['missing-receipt', 0],
      ['wrong-amount', 2],
    ]);
    const ofSeptember = judgeTransfers(TERMS, [paid, SEPTEMBER_BATCH], [sent(ADA)], []);
    expect(ofSeptember.refusals.map(({ fault }) => fault)).toEqual(['missing-receipt']);
  });

  it('asks for the line of a payment that is refused all the same', () => {
    expect(faultsOf([sent(ADA), sent(BEN, { asset: 'SOGNI', line: 3 })])).toEqual([
      ['wrong-asset', 3],
      ['missing-receipt', 0],
    ]);
  });

  it('has a reference once for a wallet: with another amount it is no duplicate, which a person could pass over', () => {
    const recorded = keptBatch(batchOf(AUGUST, 1, [of(ADA)]), [
      sentReceipt(of(ADA), { reference: `ref ${ADA}`, amount: 2_000_000n }),
    ]);
    const { refusals, accepted } = judgeTransfers(TERMS, [recorded], [sent(ADA, { amount: '4' })], []);
    expect(refusals.map(({ fault }) => fault)).toEqual(['wrong-amount']);
    expect(refusals[0]?.what).toMatch(
      /is recorded with 2.000000 USDC, not 4: .* payouts 2026-08 --reverse ref 0x1+ --/,
    );
    expect(accepted).toEqual([]);
    // Nor is it divided between that line and the next month's.
    const overrides = { allowPartial: true, allowShort: true, skipKnown: true, skipUnknown: true };
    const both = judgeTransfers({ ...TERMS, overrides }, [recorded, SEPTEMBER_BATCH], [sent(ADA, { amount: '8' })], []);
    expect([both.accepted, both.skipped, both.refusals.map(({ fault }) => fault)]).toEqual([[], 0, ['wrong-amount']]);
  });

  it('counts what a person lets pass', () => {
    const faulty = judgeTransfers(TERMS, [AUGUST_BATCH], [sent(ADA), sent(BEN, { amount: 'x' })], []);
    expect([faulty.skipped, faulty.refusals.length]).toEqual([0, 1]);
    const skipUnknown = { ...TERMS, overrides: { ...TERMS.overrides, skipUnknown: true } };
    const stranger = judgeTransfers(skipUnknown, [AUGUST_BATCH], [sent(ADA), sent(BEN), sent(CLEO)], []);
    expect([stranger.skipped, stranger.refusals, stranger.accepted.length]).toEqual([1, [], 2]);
    const recorded = keptBatch(batchOf(AUGUST, 1, [of(ADA), of(BEN)]), [
      sentReceipt(of(ADA), { reference: `ref ${ADA}` }),
    ]);
    const again = [sent(ADA), sent(BEN)];
    expect(judgeTransfers(TERMS, [recorded], again, []).refusals.map(({ fault }) => fault)).toEqual(['duplicate']);
    const overrides = { ...TERMS.overrides, skipKnown: true };
    const judged = judgeTransfers({ ...TERMS, overrides }, [recorded], again, []);
    expect([judged.skipped, judged.refusals, judged.accepted.map(({ wallet }) => wallet)]).toEqual([1, [], [BEN]]);
  });
});
