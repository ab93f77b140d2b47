import { formatMonth } from '../../core/month/month.ts';
import type { PayoutBatch } from '../../core/payout/ledger/batch.ts';
import type { PayoutAct, ReleaseAct } from '../../core/payout/ledger/kept-payouts.ts';
import type { LedgerEntry } from '../../core/payout/ledger/ledger.ts';
import type { Receipt } from '../../core/payout/ledger/receipt.ts';
import { small } from '../database/codec.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';
import { chainActs } from './payout-acts.ts';

/** Keeps a batch: within the caller's transaction, all of it or nothing. */
export async function insertBatch(db: Database, batch: PayoutBatch, act: PayoutAct): Promise<void> {
  const row = {
    id: batch.id,
    ordinal: (await countBatches(db)) + 1,
    month: formatMonth(batch.month),
    sequence: batch.sequence,
    prepared_at: act.at,
    prepared_by: act.by,
    after_month: act.afterMonth,
  };
  await db.insertInto('payout_batches').values(row).execute();
  await chainActs(db, 'batch', [row]);
  await insertLines(db, batch);
}

/** Keeps the lines of a batch. */
export async function insertLines(db: Database, batch: PayoutBatch): Promise<void> {
  await insertRows(db, 'payout_lines', batch.lines, (line) => ({
    batch: batch.id,
    wallet: line.wallet,
    method: line.method,
    destination: line.destination,
    currency: line.currency,
    balance_usd: line.balanceUsd,
    fee_usd: line.feeUsd,
    pay_usd: line.payUsd,
    asset_amount: line.assetAmount.toString(),
    scale: line.scale,
    rate_pair: line.rate?.pair ?? null,
    rate_date: line.rate?.date ?? null,
    rate_value: line.rate?.value ?? null,
    token: line.chain?.token ?? null,
    chain_id: line.chain?.chainId ?? null,
    claim_contract: line.chain?.contract ?? null,
  }));
}

async function countBatches(db: Database): Promise<number> {
  const row = await db
    .selectFrom('payout_batches')
    .select((eb) => eb.fn.countAll<bigint>().as('batches'))
    .executeTakeFirstOrThrow();
  return small(row.batches);
}

/** Keeps that a batch was shown, that this was cancelled, or that it was released. */
export async function insertRelease(db: Database, batch: string, release: ReleaseAct): Promise<void> {
  const { act, digest, validUntil, reason, at, by, afterMonth } = release;
  const done = { done_at: at, done_by: by, after_month: afterMonth };
  const row = { batch, act, digest, valid_until: validUntil, reason, ...done };
  await db.insertInto('payout_releases').values(row).execute();
  await chainActs(db, 'release', [row]);
}

/** Keeps receipts of a standing batch. @param overrides those that were given */
export async function insertReceipts(
  db: Database,
  batch: string,
  receipts: readonly SentReceipt[],
  overrides: string,
  act: PayoutAct,
): Promise<void> {
  await keepReceipts(
    db,
    receipts.map((receipt) => receiptRow(batch, receipt, { overrides, reversal: '' }, act)),
  );
}

/** Takes a receipt back: the same row with the amount negative, and why. */
export async function insertReversal(
  db: Database,
  batch: string,
  receipt: SentReceipt,
  reversal: string,
  act: PayoutAct,
): Promise<void> {
  const back = { ...receipt, amount: -receipt.amount };
  await keepReceipts(db, [receiptRow(batch, back, { overrides: '', reversal }, act)]);
}

/** What is kept of a receipt, beside who recorded it. */
type SentReceipt = Omit<Receipt, 'line'>;

type ReceiptRow = ReturnType<typeof receiptRow>;

function receiptRow(
  batch: string,
  { wallet, amount, asset, reference, atMs, railFee, marketRate }: SentReceipt,
  how: { readonly overrides: string; readonly reversal: string },
  { at, by, afterMonth }: PayoutAct,
) {
  return {
    ...{ batch, wallet, amount: amount.toString(), asset, reference, sent_ms: atMs, ...how },
    ...{ rail_fee: railFee.amount, rail_fee_asset: railFee.asset, market_rate: marketRate },
    ...{ recorded_at: at, recorded_by: by, after_month: afterMonth },
  };
}

async function keepReceipts(db: Database, rows: readonly ReceiptRow[]): Promise<void> {
  await insertRows(db, 'payout_receipts', rows, (row) => row);
  await chainActs(db, 'receipt', rows);
}

/**
 * Voids a batch: what was not receipted goes back to the balances.
 *
 * @param afterBatches how many batches had been prepared then; null: those of now
 */
export async function insertVoid(
  db: Database,
  batch: string,
  reason: string,
  act: PayoutAct,
  afterBatches: number | null = null,
): Promise<void> {
  const after_batches = afterBatches ?? (await countBatches(db));
  const row = { after_batches, batch, reason, voided_at: act.at, voided_by: act.by, after_month: act.afterMonth };
  await db.insertInto('payout_voids').values(row).execute();
  await chainActs(db, 'void', [row]);
}

/** Keeps an adjustment. @param afterBatches how many batches had been prepared then; null: those of now */
export async function insertAdjustment(
  db: Database,
  { month, wallet, amount }: LedgerEntry,
  reason: string,
  act: PayoutAct,
  afterBatches: number | null = null,
): Promise<void> {
  const row = {
    ...{ month: formatMonth(month), wallet, amount, reason },
    adjusted_at: act.at,
    adjusted_by: act.by,
    after_batches: afterBatches ?? (await countBatches(db)),
    after_month: act.afterMonth,
  };
  await db.insertInto('payout_adjustments').values(row).execute();
  await chainActs(db, 'adjustment', [row]);
}
