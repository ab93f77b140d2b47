import { formatMonth, type Month, parseMonth } from '../core/month/month.ts';
import type { PayoutBatch, PayoutLine } from '../core/payout/batch.ts';
import type { Adjustment, LedgerBatch, LedgerEntry } from '../core/payout/ledger.ts';
import type { PayoutMethod } from '../core/payout/method.ts';
import { batchOf } from '../core/payout/prepare-batch.ts';
import type { Receipt } from '../core/payout/receipt.ts';
import { small } from './codec.ts';
import type { Database } from './open-store.ts';

/** Who did something to the payouts, when, and what was final then. */
export interface PayoutAct {
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  /** The last final month, `YYYY-MM`; empty when none is. */
  readonly afterMonth: string;
}

/** A batch as it is kept, with what became of it. */
export interface KeptBatch extends LedgerBatch {
  readonly prepared: PayoutAct;
  /** Null while it stands. */
  readonly void: (PayoutAct & { readonly reason: string }) | null;
  readonly receipts: readonly KeptReceipt[];
}

export interface KeptReceipt extends Omit<Receipt, 'line'>, PayoutAct {
  readonly overrides: string;
}

/** Everything that was done about payouts. */
export interface KeptPayouts {
  readonly batches: readonly KeptBatch[];
  readonly adjustments: readonly KeptAdjustment[];
}

const ROWS = 500;

/**
 * Every batch, in the order in which they were prepared.
 *
 * @param before only what happened before this month was final; null for everything
 */
export async function listBatches(db: Database, before: Month | null = null): Promise<KeptBatch[]> {
  const limit = before === null ? NO_LIMIT : formatMonth(before);
  const batches = await db
    .selectFrom('payout_batches')
    .selectAll()
    .where('after_month', '<', limit)
    .orderBy('ordinal')
    .execute();
  const lines = await linesByBatch(db);
  const receipts = await receiptsByBatch(db, limit);
  const voids = await db.selectFrom('payout_voids').selectAll().where('after_month', '<', limit).execute();
  return batches.map((row) => {
    const own = receipts.get(row.id) ?? [];
    const sent = new Map<string, bigint>();
    for (const { wallet, amount } of own) sent.set(wallet, (sent.get(wallet) ?? 0n) + amount);
    const gone = voids.find(({ batch }) => batch === row.id);
    return {
      batch: whole(row.id, batchOf(parseMonth(row.month) as Month, small(row.sequence), lines.get(row.id) ?? [])),
      sent,
      ordinal: small(row.ordinal),
      voided: gone !== undefined,
      voidedAfter: gone === undefined ? null : small(gone.after_batches),
      prepared: { by: row.prepared_by, at: row.prepared_at, afterMonth: row.after_month },
      void:
        gone === undefined
          ? null
          : { by: gone.voided_by, at: gone.voided_at, afterMonth: gone.after_month, reason: gone.reason },
      receipts: own,
    };
  });
}

const NO_LIMIT = '9999-99';

/** The id says what the lines were: anything else is damage. */
function whole(id: string, batch: PayoutBatch): PayoutBatch {
  if (batch.id === id) return batch;
  throw new Error(`the lines of payout batch ${id} have changed: their id is ${batch.id}`);
}

async function linesByBatch(db: Database): Promise<Map<string, PayoutLine[]>> {
  const rows = await db.selectFrom('payout_lines').selectAll().orderBy('batch').orderBy('wallet').execute();
  const lines = new Map<string, PayoutLine[]>();
  for (const row of rows) {
    const own = lines.get(row.batch) ?? [];
    lines.set(row.batch, own);
    own.push({
      wallet: row.wallet,
      method: row.method as PayoutMethod,
      destination: row.destination,
      currency: row.currency,
      balanceUsd: row.balance_usd,
      feeUsd: row.fee_usd,
      payUsd: row.pay_usd,
      assetAmount: BigInt(row.asset_amount),
      scale: small(row.scale),
      rate:
        row.rate_pair === null
          ? null
          : { pair: row.rate_pair, date: row.rate_date as string, value: row.rate_value as string },
    });
  }
  return lines;
}

async function receiptsByBatch(db: Database, limit: string): Promise<Map<string, KeptReceipt[]>> {
  const rows = await db
    .selectFrom('payout_receipts')
    .selectAll()
    .where('after_month', '<', limit)
    .orderBy('id')
    .execute();
  const receipts = new Map<string, KeptReceipt[]>();
  for (const row of rows) {
    const own = receipts.get(row.batch) ?? [];
    receipts.set(row.batch, own);
    own.push({
      wallet: row.wallet,
      amount: BigInt(row.amount),
      asset: row.asset,
      reference: row.reference,
      atMs: small(row.sent_ms),
      by: row.recorded_by,
      at: row.recorded_at,
      afterMonth: row.after_month,
      overrides: row.overrides,
    });
  }
  return receipts;
}

/** Keeps a batch: within the caller's transaction, all of it or nothing. */
export async function insertBatch(db: Database, batch: PayoutBatch, act: PayoutAct): Promise<void> {
  await db
    .insertInto('payout_batches')
    .values({
      id: batch.id,
      ordinal: (await countBatches(db)) + 1,
      month: formatMonth(batch.month),
      sequence: batch.sequence,
      prepared_at: act.at,
      prepared_by: act.by,
      after_month: act.afterMonth,
    })
    .execute();
  const rows = batch.lines.map((line) => ({
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
  }));
  for (let start = 0; start < rows.length; start += ROWS) {
    await db
      .insertInto('payout_lines')
      .values(rows.slice(start, start + ROWS))
      .execute();
  }
}

async function countBatches(db: Database): Promise<number> {
  const row = await db
    .selectFrom('payout_batches')
    .select((eb) => eb.fn.countAll<bigint>().as('batches'))
    .executeTakeFirstOrThrow();
  return small(row.batches);
}

/** Keeps receipts of a standing batch. @param overrides those that were given */
export async function insertReceipts(
  db: Database,
  batch: string,
  receipts: readonly Omit<Receipt, 'line'>[],
  overrides: string,
  act: PayoutAct,
): Promise<void> {
  const rows = receipts.map(({ wallet, amount, asset, reference, atMs }) => ({
    ...{ batch, wallet, amount: amount.toString(), asset, reference, sent_ms: atMs, overrides },
    recorded_at: act.at,
    recorded_by: act.by,
    after_month: act.afterMonth,
  }));
  for (let start = 0; start < rows.length; start += ROWS) {
    await db
      .insertInto('payout_receipts')
      .values(rows.slice(start, start + ROWS))
      .execute();
  }
}

/** Voids a batch: what was not receipted goes back to the balances. */
export async function insertVoid(db: Database, batch: string, reason: string, act: PayoutAct): Promise<void> {
  const after_batches = await countBatches(db);
  const row = { after_batches, batch, reason, voided_at: act.at, voided_by: act.by, after_month: act.afterMonth };
  await db.insertInto('payout_voids').values(row).execute();
}

/** What a person added to a balance or took off it, and why. */
export interface KeptAdjustment extends Adjustment, PayoutAct {
  readonly reason: string;
}

/** Adjustments in order. @param before only those made before this month was final; null for all */
export async function listAdjustments(db: Database, before: Month | null = null): Promise<KeptAdjustment[]> {
  const limit = before === null ? NO_LIMIT : formatMonth(before);
  const rows = await db
    .selectFrom('payout_adjustments')
    .selectAll()
    .where('after_month', '<', limit)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    month: parseMonth(row.month) as Month,
    wallet: row.wallet,
    amount: row.amount,
    afterBatches: small(row.after_batches),
    reason: row.reason,
    by: row.adjusted_by,
    at: row.adjusted_at,
    afterMonth: row.after_month,
  }));
}

export async function insertAdjustment(
  db: Database,
  { month, wallet, amount }: LedgerEntry,
  reason: string,
  act: PayoutAct,
): Promise<void> {
  await db
    .insertInto('payout_adjustments')
    .values({
      ...{ month: formatMonth(month), wallet, amount, reason },
      adjusted_at: act.at,
      adjusted_by: act.by,
      after_batches: await countBatches(db),
      after_month: act.afterMonth,
    })
    .execute();
}
