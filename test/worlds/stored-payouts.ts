import { monthFromText } from '../../src/core/month/month.ts';
import type { PayoutLine } from '../../src/core/payout/ledger/batch.ts';
import type { PayoutAct, ReleaseAct } from '../../src/core/payout/ledger/kept-payouts.ts';
import { NO_RAIL_FEE } from '../../src/core/payout/ledger/receipt.ts';
import { batchOf } from '../../src/core/payout/preparation/prepare-batch.ts';
import type { Database } from '../../src/store/database/open-store.ts';
import { insertFinalMonth, markPublished } from '../../src/store/months/final-months.ts';
import {
  insertAdjustment,
  insertBatch,
  insertReceipts,
  insertRelease,
  insertVoid,
} from '../../src/store/payouts/keep-payouts.ts';
import { AUGUST, OCTOBER, SEPTEMBER } from './payout-world.ts';

/** Payouts for the tests of the store. */

/** Beyond what a double holds, and beyond what 64 bits hold. */
export const ODD = 9_007_199_254_740_993n;
export const WEI = 123_456_789_012_345_678_901_234_567_890n;

export function line(wallet: string, fields: Partial<PayoutLine> = {}): PayoutLine {
  return {
    ...{ wallet, method: 'usdc', destination: `to ${wallet}`, currency: 'USDC' },
    ...{ balanceUsd: 10n, feeUsd: 1n, payUsd: 9n, assetAmount: 9n, scale: 6, rate: null, chain: null },
    ...fields,
  };
}

export const RATED = line('0xa', {
  ...{ method: 'sogni', currency: 'SOGNI', balanceUsd: ODD, feeUsd: 2n, payUsd: ODD - 3n, assetAmount: WEI, scale: 18 },
  rate: { pair: 'SOGNI/USD', date: '2026-08-31', value: '0.0371' },
});

export function act(afterMonth: string, by = 'ann'): PayoutAct {
  return { by, at: '2026-12-15T00:00:00.000Z', afterMonth };
}

export function receipt(wallet: string, reference: string, amount = 1n) {
  return { wallet, amount, asset: 'USDC', reference, atMs: 1_797_000_000_000, railFee: NO_RAIL_FEE, marketRate: '' };
}

/** What was done about sending August's first batch. */
export const RELEASES: readonly ReleaseAct[] = [
  { ...act('2026-08'), act: 'shown', digest: 'd1', validUntil: '2026-12-22T00:00:00.000Z', reason: '' },
  { ...act('2026-08', 'cy'), act: 'cancelled', digest: 'd1', validUntil: '', reason: 'wrong month' },
  { ...act('2026-08'), act: 'released', digest: 'd2', validUntil: '', reason: '' },
];

/** A month that is published; what it gave is kept before. */
export async function publish(db: Database, month: string): Promise<void> {
  const row = { digest: '', manifestSha256: '', carriedOut: '0', finalizedAt: '', finalizedBy: '', staged: '' };
  await insertFinalMonth(db, { month: monthFromText(month), document: '{}', ...row });
  await markPublished(db, monthFromText(month));
}

export function part(wallet: string, earned: bigint) {
  return { wallet, earned, jobs: 1, points: 1n };
}

/** August prepared, sent in part and voided; August anew; an adjustment before and one after. */
export async function history(db: Database): Promise<readonly [string, string]> {
  const first = batchOf(AUGUST, 1, [RATED, line('0xb')]);
  const second = batchOf(AUGUST, 2, [line('0xb')]);
  await insertAdjustment(db, { month: SEPTEMBER, wallet: '0xb', amount: -ODD }, 'by hand', act('', 'bob'));
  await insertBatch(db, first, act('2026-08'));
  for (const release of RELEASES) await insertRelease(db, first.id, release);
  await insertReceipts(
    db,
    first.id,
    [receipt('0xa', 'z', WEI - 1n), receipt('0xa', 'Z')],
    'allow-short',
    act('2026-08'),
  );
  await insertVoid(db, first.id, 'wrong chain', act('2026-08', 'cy'));
  await insertBatch(db, second, act('2026-09'));
  await insertReceipts(db, second.id, [receipt('0xb', '0x1', 9n)], '', act('2026-09'));
  await insertAdjustment(db, { month: OCTOBER, wallet: '0xa', amount: 5n }, 'came back', act('2026-09'));
  return [first.id, second.id];
}
