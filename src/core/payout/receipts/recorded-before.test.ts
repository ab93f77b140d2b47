import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, CLEO, OCTOBER, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import type { KeptReceipt } from '../ledger/kept-payouts.ts';
import { type ReportedTransfer, UNSAID } from '../ledger/receipt.ts';
import { takenByReceipts } from '../ledger/taken-by-receipts.ts';
import { formatUnits, parseUnits } from '../ledger/units.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { recordedBefore } from './recorded-before.ts';
import { standingReceipts } from './standing-receipts.ts';

const OF_AUGUST = line({ wallet: ADA, destination: ADA, assetAmount: 10_000_000n, payUsd: 10_000_000n });
const OF_SEPTEMBER = { ...OF_AUGUST, assetAmount: 12_000_000n, payUsd: 12_000_000n };
const FEE = { amount: '0.1', asset: 'ETH' };

/** Both months' lines in one transfer of 22, whose fee the rail took once, with the first. */
function books(first: Partial<KeptReceipt> = {}, second: Partial<KeptReceipt> = {}) {
  const august = sentReceipt(OF_AUGUST, { reference: '0xaa', railFee: FEE, ...first });
  const september = sentReceipt(OF_SEPTEMBER, { reference: '0xaa', ...second });
  return [
    keptBatch(batchOf(AUGUST, 1, [OF_AUGUST]), [august]),
    keptBatch(batchOf(SEPTEMBER, 1, [OF_SEPTEMBER]), [september]),
  ];
}

function transfer(changed: Partial<ReportedTransfer> = {}): ReportedTransfer {
  const { atMs } = sentReceipt(OF_AUGUST);
  return {
    ...{ ...UNSAID, wallet: ADA, amount: '22', asset: 'USDC', reference: '0xaa', atMs, railFee: FEE, line: 5 },
    ...{ status: '', outcome: 'paid', isExport: false },
    ...changed,
  };
}

describe('recordedBefore (R17): whether all of a file is in the books', () => {
  it('is so where every transfer stands as the file says it, in whatever batches', () => {
    const found = recordedBefore(books(), SEPTEMBER, [transfer()]);
    expect(found?.map(({ amount, line: at }) => [amount, at])).toEqual([
      [10_000_000n, 5],
      [12_000_000n, 5],
    ]);
    expect(recordedBefore(books(), AUGUST, [transfer(), transfer({ outcome: 'came-back', amount: '1' })])).toHaveLength(
      2,
    );
  });

  it.each([
    ['another amount', { amount: '21' }],
    ['what is no amount', { amount: '22.0000001' }],
    ['another instant', { atMs: 0 }],
    ['another asset', { asset: 'SOGNI' }],
    ['another fee', { railFee: { amount: '0.2', asset: 'ETH' } }],
    ['a fee in another asset', { railFee: { amount: '0.1', asset: 'EUR' } }],
    ['no fee', { railFee: UNSAID.railFee }],
    ['a rate', { marketRate: '1' }],
    ['another reference', { reference: '0xbb' }],
    ['a wallet that no batch pays', { wallet: CLEO }],
  ] as const)('is not where the file says %s', (_, changed) => {
    expect(recordedBefore(books(), SEPTEMBER, [transfer(changed)])).toBeNull();
  });

  it('is not where one of two parts says something else', () => {
    expect(recordedBefore(books({}, { atMs: 1 }), SEPTEMBER, [transfer()])).toBeNull();
    expect(recordedBefore(books({}, { asset: 'SOGNI' }), SEPTEMBER, [transfer()])).toBeNull();
    expect(recordedBefore(books({}, { railFee: FEE }), SEPTEMBER, [transfer()])).toBeNull();
    expect(recordedBefore(books({}, { reversal: 'wrong' }), SEPTEMBER, [transfer()])).toBeNull();
  });

  it('is not of a month none of whose lines it paid, nor of a file that says one transfer twice, or none', () => {
    expect(recordedBefore(books(), OCTOBER, [transfer()])).toBeNull();
    expect(recordedBefore(books(), SEPTEMBER, [transfer(), transfer({ line: 6 })])).toBeNull();
    expect(recordedBefore(books(), SEPTEMBER, [])).toBeNull();
    expect(recordedBefore([], SEPTEMBER, [transfer()])).toBeNull();
  });

  it('is so of a file without fees, where none is recorded', () => {
    const without = books({ railFee: UNSAID.railFee });
    const sent = transfer({ railFee: UNSAID.railFee });
    expect(recordedBefore(without, SEPTEMBER, [sent])).toHaveLength(2);
    expect(recordedBefore(without, SEPTEMBER, [transfer()])).toBeNull();
  });

  it('reads the amount by the decimals of the line that it paid', () => {
    const euros = { ...OF_SEPTEMBER, wallet: BEN, scale: 2, assetAmount: 100n };
    const paid = [
      keptBatch(batchOf(AUGUST, 1, [euros]), []),
      keptBatch(batchOf(SEPTEMBER, 1, [euros, OF_SEPTEMBER]), [
        sentReceipt(OF_SEPTEMBER, { reference: '0xaa', amount: 1_000_001n }),
      ]),
    ];
    const sent = transfer({ amount: '1.000001', railFee: UNSAID.railFee });
    expect(recordedBefore(paid, SEPTEMBER, [sent])).toHaveLength(1);
  });

  it('leaves the asset to the lines where the file names the token', () => {
    const [august] = books().map((each) => ({
      ...each,
      batch: {
        ...each.batch,
        lines: each.batch.lines.map((of) => ({ ...of, chain: { token: '0xt', chainId: '1', contract: '' } })),
      },
    }));
    const named = transfer({ amount: '10', asset: '', token: '0xt' });
    expect(august && recordedBefore([august], AUGUST, [named])).toHaveLength(1);
  });

  it('is not of two wallets of one destination', () => {
    const both = [ADA, BEN].map((wallet) => ({ ...OF_AUGUST, wallet }));
    const receipts = both.map((each) => sentReceipt(each, { reference: '0xaa' }));
    const batch = keptBatch(batchOf(AUGUST, 1, both), receipts);
    const toOne = transfer({ wallet: '', destination: ADA, amount: '20', railFee: UNSAID.railFee });
    expect(recordedBefore([batch], AUGUST, [toOne])).toBeNull();
  });
});

describe('receipts that stand', () => {
  it('are those that were not taken back, by wallet and reference', () => {
    const [one, other] = [sentReceipt(OF_AUGUST, { reference: 'a' }), sentReceipt(OF_AUGUST, { reference: 'b' })];
    const back = { ...one, amount: -one.amount, reversal: 'wrong' };
    expect(standingReceipts([one, other, back])).toEqual([other]);
    expect(standingReceipts([one, back, { ...one, atMs: 1 }])).toEqual([{ ...one, atMs: 1 }]);
  });

  it('take off the balance what they add to the line, its fee with the first', () => {
    // 10 units of 10.000001 dollars and a fee of 0.50: three of ten are 3.0000003, rounded up.
    const of = line({ wallet: ADA, payUsd: 10_000_001n, feeUsd: 500_000n, assetAmount: 10n, scale: 0 });
    const receipts = [
      sentReceipt(of, { amount: 3n }),
      sentReceipt(of, { amount: 7n, reference: 'b' }),
      sentReceipt(of, { amount: -7n, reference: 'b', reversal: 'wrong' }),
    ];
    const taken = takenByReceipts({ batch: batchOf(AUGUST, 1, [of]), receipts });
    expect(taken.map(({ paid, fees }) => [paid, fees])).toEqual([
      [3_000_001n, 500_000n],
      [7_000_000n, 0n],
      [-7_000_000n, 0n],
    ]);
    expect(taken[0]).toMatchObject({ receipt: receipts[0], line: of });
    const stray = { batch: batchOf(AUGUST, 1, [of]), receipts: [sentReceipt({ ...of, wallet: BEN })] };
    expect(() => takenByReceipts(stray)).toThrow(`has a receipt of ${BEN} and no line`);
  });
});

describe('units of an asset', () => {
  it('are written with exactly their decimals', () => {
    expect([formatUnits(1_234_567n, 6), formatUnits(5n, 2), formatUnits(-5n, 2), formatUnits(12n, 0)]).toEqual([
      ...['1.234567', '0.05', '-0.05', '12'],
    ]);
    expect(formatUnits(-12n, 0)).toBe('-12');
    expect(formatUnits(0n, 2)).toBe('0.00');
  });

  it('are read exactly, zeros beyond them too, and nothing else is', () => {
    expect([parseUnits('1.5', 2), parseUnits('12', 0), parseUnits('1.50000', 2), parseUnits('7.', 1)]).toEqual([
      ...[150n, 12n, 150n, 70n],
    ]);
    for (const text of ['', '.5', '-1', '1.005', '1,5', '1e3', ' 1', '1 ', 'x1', '1x', '1'.repeat(61)]) {
      expect(parseUnits(text, 2)).toBeNull();
    }
    expect(parseUnits('1'.repeat(60), 0)).toBe(BigInt('1'.repeat(60)));
  });
});
