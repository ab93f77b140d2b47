import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, AUGUST, BEN, CLEO, payeeOf, rulesOf, SEPTEMBER, termsOf } from '../../../../test/worlds/payout-world.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { batchOf, prepareBatch } from './prepare-batch.ts';

const EARNED: Ledger = {
  earned: [
    { month: AUGUST, wallet: ADA, amount: usd('4') },
    { month: AUGUST, wallet: BEN, amount: usd('20') },
    { month: AUGUST, wallet: CLEO, amount: 0n },
  ],
  adjustments: [],
  batches: [],
};

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

  it('pays neither a wallet that has nothing, nor names it as unpaid', () => {
    const { batch, unpaid } = prepareBatch(EARNED, AUGUST, 1, rulesOf(termsOf()));
    expect([batch.lines.map(({ wallet }) => wallet), unpaid]).toEqual([[ADA, BEN], []]);
  });

  it('sums what is paid, what it costs and what is sent by method and currency, in their order', () => {
    const euro = {
      method: 'fiat',
      currency: 'EUR',
      scale: 2,
      payUsd: usd('2'),
      feeUsd: usd('0.5'),
      assetAmount: 180n,
    } as const;
    const lines = [
      line({ wallet: ADA, feeUsd: usd('1') }),
      line({ ...euro, wallet: BEN }),
      line({ wallet: CLEO, feeUsd: usd('0.25') }),
      line({ ...euro, wallet: CLEO, currency: 'CHF' }),
    ];
    // 12.345678 twice, with fees of 1.00 and 0.25.
    expect(batchOf(AUGUST, 1, lines).totals).toEqual([
      { ...euro, currency: 'CHF', lines: 1 },
      { ...euro, lines: 1 },
      {
        ...{ method: 'usdc', currency: 'USDC', scale: 6, lines: 2 },
        ...{ payUsd: 24_691_356n, feeUsd: usd('1.25'), assetAmount: 24_691_356n },
      },
    ]);
  });
});

describe('the id of a batch', () => {
  const rate = { pair: 'EUR/USD', date: '2026-08-31', value: '1.1' };
  const chain = { token: '0xt', chainId: '8453', contract: '' };
  const idOf = (rows: string): string =>
    bytesToHex(sha256(utf8ToBytes(`["revshare payout batch 1","2026-08",2,[${rows}]]`)));
  const of = (changed: Parameters<typeof line>[0]): string =>
    batchOf(AUGUST, 2, [line({ wallet: '0x1', destination: 'd', feeUsd: 7n, ...changed })]).id;

  // Ids are kept: the text that they are the hash of never changes.
  it('is the hash of everything that it pays, in a fixed form', () => {
    const row = '"0x1","usdc","d","USDC","12345678","7","12345678","12345678",6';
    expect(of({})).toBe(idOf(`[${row},null]`));
    expect(of({ rate })).toBe(idOf(`[${row},["EUR/USD","2026-08-31","1.1"]]`));
    expect(of({ chain })).toBe(idOf(`[${row},null,["0xt","8453"]]`));
    expect(of({ chain: { ...chain, contract: '0xc' } })).toBe(idOf(`[${row},null,["0xt","8453","0xc"]]`));
    expect(batchOf(AUGUST, 2, []).id).toBe(idOf(''));
  });
});
