import type { PayoutBatch, PayoutLine } from '../../src/core/payout/ledger/batch.ts';
import type { KeptBatch, KeptPayouts, KeptReceipt, PayoutAct } from '../../src/core/payout/ledger/kept-payouts.ts';
import { NO_RAIL_FEE } from '../../src/core/payout/ledger/receipt.ts';
import { batchOf } from '../../src/core/payout/preparation/prepare-batch.ts';
import { line } from '../judging/batch-by-hand.ts';
import { usd } from './charges.ts';
import { ADA, AUGUST, BEN, CLEO, DORA, SEPTEMBER } from './payout-world.ts';

/** For the tests of the payment journal: a batch of August, paid, and one adjustment of September. */

const ACT: PayoutAct = { by: 'ann', at: '2026-10-20T12:00:00.000Z', afterMonth: '2026-08' };
const SENT = { atMs: Date.UTC(2026, 9, 16, 10), railFee: NO_RAIL_FEE, marketRate: '', overrides: '', reversal: '' };

const USDC = line({
  wallet: ADA,
  balanceUsd: usd('10'),
  feeUsd: usd('0.5'),
  payUsd: usd('9.5'),
  assetAmount: 9_500_000n,
});
const SOGNI = line({
  ...{ wallet: BEN, method: 'sogni', currency: 'SOGNI', scale: 18 },
  ...{ balanceUsd: usd('3.71'), payUsd: usd('3.71'), assetAmount: 100n * 10n ** 18n },
  rate: { pair: 'SOGNI/USD', date: '2026-08-31', value: '0.0371' },
});
const EURO = line({
  ...{ wallet: DORA, method: 'fiat', destination: 'd@example.org', currency: 'EUR', scale: 2 },
  ...{ balanceUsd: usd('10.26'), feeUsd: usd('0.25'), payUsd: usd('10.00782'), assetAmount: 860n },
  rate: { pair: 'EUR/USD', date: '2026-08-31', value: '1.1637' },
});

/** A receipt of a line: all of it, unless said. */
export function sentReceipt(of: PayoutLine, given: Partial<KeptReceipt> = {}): KeptReceipt {
  const { wallet, assetAmount: amount, currency: asset } = of;
  return { wallet, amount, asset, reference: `ref ${wallet}`, ...SENT, ...ACT, ...given };
}

/** A batch that stands, with what was recorded of it. */
export function keptBatch(batch: PayoutBatch, receipts: readonly KeptReceipt[]): KeptBatch {
  const sent = new Map<string, bigint>();
  for (const { wallet, amount } of receipts) sent.set(wallet, (sent.get(wallet) ?? 0n) + amount);
  const state = { ordinal: 1, voided: false, voidedAfter: null, void: null };
  return { batch, sent, receipts, prepared: ACT, releases: [], ...state };
}

/** USDC with gas in ETH; SOGNI in two parts, one with the market's rate; EUR that was a wrong receipt; three dollars back. */
export function paidWorld(): KeptPayouts {
  const euros = sentReceipt(EURO, { reference: 'T-1', railFee: { amount: '0.10', asset: 'EUR' } });
  const receipts = [
    sentReceipt(USDC, { reference: '0xa', railFee: { amount: '0.000012', asset: 'ETH' } }),
    // Recorded first, and sent later.
    sentReceipt(SOGNI, { reference: '0xb', amount: 40n * 10n ** 18n, marketRate: '0.05' }),
    sentReceipt(SOGNI, { reference: '0xc', amount: 60n * 10n ** 18n, atMs: Date.UTC(2026, 9, 18) }),
    euros,
    { ...euros, amount: -860n, reversal: 'it; came | "back"' },
  ];
  const batch = batchOf(AUGUST, 1, [USDC, SOGNI, EURO]);
  const adjustment = { month: SEPTEMBER, wallet: CLEO, amount: usd('3'), afterBatches: 1, reason: 'came back', ...ACT };
  return { batches: [keptBatch(batch, receipts)], adjustments: [adjustment] };
}
