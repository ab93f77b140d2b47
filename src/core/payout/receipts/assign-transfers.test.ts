import { describe, expect, it } from 'vitest';
import { ADA, AUGUST, BEN, OCTOBER, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { addMonths } from '../../month/month.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import type { KeptBatch, KeptReceipt } from '../ledger/kept-payouts.ts';
import { NO_RAIL_FEE, type ReportedTransfer, UNSAID } from '../ledger/receipt.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { assignTransfers } from './assign-transfers.ts';

const ACT = { by: '', at: '', afterMonth: '' };
const TOKEN = `0x${'7'.repeat(40)}`;
const CONTRACT = `0x${'8'.repeat(40)}`;

function lineOf(wallet: string, amount: bigint, contract = ''): PayoutLine {
  return {
    ...{ wallet, method: 'usdc', destination: wallet, currency: 'USDC', scale: 6, rate: null },
    ...{ balanceUsd: amount, feeUsd: 0n, payUsd: amount, assetAmount: amount },
    chain: { token: TOKEN, chainId: '8453', contract },
  };
}

function batch(month: typeof AUGUST, lines: readonly PayoutLine[], receipts: readonly KeptReceipt[] = []): KeptBatch {
  const sent = new Map(receipts.map(({ wallet, amount }) => [wallet, amount]));
  const rest = { voided: false, voidedAfter: null, void: null, prepared: ACT, releases: [], ordinal: 1 };
  return { batch: batchOf(month, 1, lines), sent, receipts, ...rest };
}

function receipt(wallet: string, amount: bigint, reference: string): KeptReceipt {
  const said = { asset: 'USDC', atMs: 0, overrides: '', reversal: '', railFee: NO_RAIL_FEE, marketRate: '' };
  return { wallet, amount, reference, ...said, ...ACT };
}

function transfer(amount: string, given: Partial<ReportedTransfer> = {}): ReportedTransfer {
  const sent = { reference: '0xaa', atMs: 0, line: 2, status: '', outcome: 'paid' as const, isExport: true };
  return { ...UNSAID, destination: ADA, token: TOKEN, asset: '', amount, ...sent, ...given };
}

/** What was taken: month, wallet and units; and what was refused. */
function assigned(batches: readonly KeptBatch[], transfers: readonly ReportedTransfer[], month = SEPTEMBER) {
  const { receipts, refusals } = assignTransfers(batches, month, transfers, []);
  const monthOf = new Map(batches.map((each) => [each.batch.id, each.batch.month]));
  return [
    ...receipts.map((each) => [monthOf.get(each.batch), each.wallet, each.amount]),
    ...refusals.map(({ fault }) => fault),
  ];
}

const BOTH = [batch(AUGUST, [lineOf(ADA, 10_000_000n)]), batch(SEPTEMBER, [lineOf(ADA, 12_000_000n)])];

describe('whose line a transfer pays (R17)', () => {
  it('the month’s own where it fits, else the oldest first', () => {
    expect(assigned(BOTH, [transfer('12')])).toEqual([[SEPTEMBER, ADA, 12_000_000n]]);
    expect(assigned(BOTH, [transfer('5')])).toEqual([[SEPTEMBER, ADA, 5_000_000n]]);
    expect(assigned(BOTH, [transfer('22')])).toEqual([
      [AUGUST, ADA, 10_000_000n],
      [SEPTEMBER, ADA, 12_000_000n],
    ]);
  });

  it('none on another token or chain than a person’s file says, and the line of a month that was sent there', () => {
    const own = { wallet: ADA, destination: '', token: '', asset: 'USDC', isExport: false };
    const said = (token: string, chainId: string, amount = '12') => [
      transfer(amount, { ...own, sentOn: { token, chainId } }),
    ];
    const paid = [[SEPTEMBER, ADA, 12_000_000n]];
    expect([assigned(BOTH, said('', '')), assigned(BOTH, said(TOKEN, '8453'))]).toEqual([paid, paid]);
    expect([assigned(BOTH, said('', '1')), assigned(BOTH, said(CONTRACT, ''))]).toEqual([
      ['wrong-asset'],
      ['wrong-asset'],
    ]);
    const { refusals, refused } = assignTransfers(BOTH, SEPTEMBER, said(CONTRACT, '1'), []);
    expect([refusals.map(({ what }) => what), refused]).toEqual([
      [`0xaa is of token ${CONTRACT} on chain 1; ${ADA} is paid in token ${TOKEN} on chain 8453`],
      [ADA, ADA],
    ]);
    const whatOf = (token: string, chainId: string) =>
      assignTransfers(BOTH, SEPTEMBER, said(token, chainId), []).refusals[0]?.what.split(';')[0];
    expect([whatOf(CONTRACT, ''), whatOf('', '1')]).toEqual([`0xaa is of token ${CONTRACT}`, '0xaa is of chain 1']);
    // A line that does not say its chain contradicts none.
    const line12 = lineOf(ADA, 12_000_000n);
    const noChain = batch(SEPTEMBER, [{ ...line12, chain: { token: TOKEN, chainId: '', contract: '' } }]);
    expect(assigned([noChain], said(TOKEN, '1'))).toEqual(paid);
    // August was sent on chain 1: 10 of there are August's, though they would fit September's line.
    const line = lineOf(ADA, 10_000_000n);
    const before = batch(AUGUST, [{ ...line, chain: { token: TOKEN, chainId: '1', contract: '' } }]);
    expect(assigned([before, BOTH[1] as KeptBatch], said('', '1', '10'))).toEqual([[AUGUST, ADA, 10_000_000n]]);
    // A batch of an earlier version does not say where it was sent.
    const old = batch(SEPTEMBER, [{ ...lineOf(ADA, 12_000_000n), chain: null }]);
    expect(assigned([old], said(CONTRACT, '1'))).toEqual(paid);
  });

  it('the beginning of a wallet is enough where no other begins so', () => {
    const start = ADA.slice(2, 12);
    const twin = `0x${start}${'0'.repeat(30)}`;
    const sent = transfer('10', { destination: '', token: '', asset: 'USDC', walletStart: start });
    const lines = [lineOf(ADA, 10_000_000n), lineOf(BEN, 10_000_000n)].map((line) => ({ ...line, chain: null }));
    expect(assigned([batch(AUGUST, lines)], [sent], AUGUST)).toEqual([[AUGUST, ADA, 10_000_000n]]);
    // Whoever made himself a wallet that begins as Ada's does has nothing of hers, whichever month pays him.
    const other = batch(SEPTEMBER, [{ ...lineOf(twin, 10_000_000n), chain: null }]);
    expect(assigned([batch(AUGUST, lines), other], [sent], AUGUST)).toEqual(['unknown-wallet']);
  });

  it('two transfers of one transaction to one payee are one', () => {
    const rows = [transfer('10'), transfer('12', { line: 3 })];
    expect(assigned(BOTH, rows)).toEqual([
      [AUGUST, ADA, 10_000_000n],
      [SEPTEMBER, ADA, 12_000_000n],
    ]);
  });

  it('a claim pays the oldest first, also where the month’s own would fit, and comes from its contract', () => {
    const claimed = [
      batch(AUGUST, [lineOf(ADA, 10_000_000n, CONTRACT)]),
      batch(SEPTEMBER, [lineOf(ADA, 12_000_000n, CONTRACT)]),
    ];
    expect(assigned(claimed, [transfer('12', { from: CONTRACT })])).toEqual([
      [AUGUST, ADA, 10_000_000n],
      [SEPTEMBER, ADA, 2_000_000n],
    ]);
    // A transfer by hand is no claim, and a claim no transfer.
    expect(assigned(claimed, [transfer('12', { from: BEN })])).toEqual(['unknown-wallet']);
    expect(assigned(BOTH, [transfer('12', { from: CONTRACT })])).toEqual([[SEPTEMBER, ADA, 12_000_000n]]);
  });

  it('what is recorded already, whole or in parts, is a duplicate in every month; the other part of it is not', () => {
    const known = [
      batch(AUGUST, [lineOf(ADA, 10_000_000n)], [receipt(ADA, 10_000_000n, `https://etherscan.io/tx/0xAA`)]),
      batch(SEPTEMBER, [lineOf(ADA, 12_000_000n)]),
    ];
    expect(assigned(known, [transfer('10')])).toEqual(['duplicate']);
    expect(assigned(known, [transfer('12')])).toEqual([[SEPTEMBER, ADA, 12_000_000n]]);
    const both = [
      known[0] as KeptBatch,
      batch(SEPTEMBER, [lineOf(ADA, 12_000_000n)], [receipt(ADA, 12_000_000n, '0xaa')]),
    ];
    expect(assigned(both, [transfer('22')])).toEqual(['duplicate']);
  });

  it('what a voided batch paid is a duplicate, where its payee has another line and where no line is left', () => {
    const voided = [
      { ...batch(AUGUST, [lineOf(ADA, 10_000_000n)], [receipt(ADA, 4_000_000n, '0xaa')]), voided: true, ordinal: 1 },
    ];
    const faults = (batches: readonly KeptBatch[], ...transfers: readonly ReportedTransfer[]) => {
      const { receipts, refusals } = assignTransfers(batches, SEPTEMBER, transfers, voided);
      return [receipts.map(({ amount }) => amount), refusals.map(({ fault }) => fault)];
    };
    const next = [batch(SEPTEMBER, [lineOf(ADA, 12_000_000n)])];
    expect(faults(next, transfer('4'))).toEqual([[], ['duplicate']]);
    expect(faults(next, transfer('4', { reference: '0xbb' }))).toEqual([[4_000_000n], []]);
    expect(faults([batch(SEPTEMBER, [lineOf(BEN, 12_000_000n)])], transfer('4'))).toEqual([[], ['duplicate']]);
    // A person's file names the wallet.
    const own = { wallet: ADA, destination: '', token: '', asset: 'USDC', isExport: false };
    expect(faults(next, transfer('4', own))).toEqual([[], ['duplicate']]);
    // Nothing is open of a voided batch: what it did not pay, nobody does.
    const other = transfer('6', { reference: '0xbb' });
    expect(faults([batch(SEPTEMBER, [lineOf(BEN, 12_000_000n)])], other)).toEqual([[], ['unknown-wallet']]);
  });

  it('another token of the same name, and whom no batch pays, are refused', () => {
    expect(assigned(BOTH, [transfer('12', { token: CONTRACT })])).toEqual(['unknown-wallet']);
    expect(assigned(BOTH, [transfer('12', { destination: BEN })])).toEqual(['unknown-wallet']);
    expect(assigned(BOTH, [transfer('12.0000001')])).toEqual(['wrong-amount']);
  });

  it('what is open of a line is what its receipts have left', () => {
    const paid = [batch(AUGUST, [lineOf(ADA, 10_000_000n)], [receipt(ADA, 4_000_000n, '0xbb')]), BOTH[1] as KeptBatch];
    expect(assigned(paid, [transfer('18')])).toEqual([
      [AUGUST, ADA, 6_000_000n],
      [SEPTEMBER, ADA, 12_000_000n],
    ]);
  });

  it('the oldest where the month has none, and of it no more than was sent', () => {
    expect(assigned(BOTH, [transfer('5')], OCTOBER)).toEqual([[AUGUST, ADA, 5_000_000n]]);
  });

  it('the month’s own off any chain too', () => {
    const euros = [AUGUST, SEPTEMBER].map((month, at) =>
      batch(month, [{ ...lineOf(ADA, [10_000_000n, 12_000_000n][at] ?? 0n), chain: null }]),
    );
    const sent = transfer('10', { token: '', asset: 'USDC' });
    expect(assigned(euros, [sent])).toEqual([[SEPTEMBER, ADA, 10_000_000n]]);
  });

  it('where nothing is open the month’s own, else the last: it is refused there', () => {
    const paid = [AUGUST, SEPTEMBER, OCTOBER].map((month) =>
      batch(month, [lineOf(ADA, 10_000_000n)], [receipt(ADA, 10_000_000n, '0xbb')]),
    );
    expect(assigned(paid, [transfer('5')], AUGUST)).toEqual([[AUGUST, ADA, 5_000_000n]]);
    expect(assigned(paid, [transfer('5')], addMonths(OCTOBER, 1))).toEqual([[OCTOBER, ADA, 5_000_000n]]);
  });

  it('nothing sent is no duplicate: the batch says that it is nothing', () => {
    expect(assigned(BOTH, [transfer('0')])).toEqual([[SEPTEMBER, ADA, 0n]]);
  });

  it('more than is open stays whole, so that it is refused', () => {
    const three = [...BOTH, batch(OCTOBER, [lineOf(ADA, 1_000_000n)])];
    expect(assigned(three, [transfer('30')])).toEqual([
      [AUGUST, ADA, 10_000_000n],
      [SEPTEMBER, ADA, 12_000_000n],
      [OCTOBER, ADA, 8_000_000n],
    ]);
    expect(assigned(BOTH, [transfer('30')])).toEqual([
      [AUGUST, ADA, 10_000_000n],
      [SEPTEMBER, ADA, 20_000_000n],
    ]);
  });

  it('two wallets of one destination are told apart by the amount, or by the line’s own reference', () => {
    const shared = [
      batch(SEPTEMBER, [
        { ...lineOf(ADA, 3_000_000n), destination: ADA },
        { ...lineOf(BEN, 4_000_000n), destination: ADA },
      ]),
    ];
    expect(assigned(shared, [transfer('4')])).toEqual([[SEPTEMBER, BEN, 4_000_000n]]);
    expect(assigned(shared, [transfer('3', { walletStart: BEN.slice(2, 24) })])).toEqual([
      [SEPTEMBER, BEN, 3_000_000n],
    ]);
  });
});
