import { formatMonth, type Month, monthFromText } from '../core/month/month.ts';
import type { PayoutBatch, PayoutLine } from '../core/payout/batch.ts';
import {
  type KeptAdjustment,
  type KeptBatch,
  type KeptReceipt,
  RELEASE_ACTS,
  type ReleaseAct,
} from '../core/payout/kept-payouts.ts';
import type { PayoutMethod } from '../core/payout/method.ts';
import { batchOf } from '../core/payout/prepare-batch.ts';
import { small } from './codec.ts';
import type { Database } from './open-store.ts';

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
  const releases = await releasesByBatch(db, limit);
  const voids = await db.selectFrom('payout_voids').selectAll().where('after_month', '<', limit).execute();
  return batches.map((row) => {
    const own = receipts.get(row.id) ?? [];
    const sent = new Map<string, bigint>();
    for (const { wallet, amount } of own) sent.set(wallet, (sent.get(wallet) ?? 0n) + amount);
    const gone = voids.find(({ batch }) => batch === row.id);
    return {
      batch: whole(row.id, batchOf(monthFromText(row.month), small(row.sequence), lines.get(row.id) ?? [])),
      sent,
      ordinal: small(row.ordinal),
      voided: gone !== undefined,
      voidedAfter: gone === undefined ? null : small(gone.after_batches),
      prepared: { by: row.prepared_by, at: row.prepared_at, afterMonth: row.after_month },
      releases: releases.get(row.id) ?? [],
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
      chain: row.token === null ? null : { token: row.token, chainId: row.chain_id ?? '' },
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
      reversal: row.reversal,
    });
  }
  return receipts;
}

async function releasesByBatch(db: Database, limit: string): Promise<Map<string, ReleaseAct[]>> {
  const rows = await db
    .selectFrom('payout_releases')
    .selectAll()
    .where('after_month', '<', limit)
    .orderBy('id')
    .execute();
  const releases = new Map<string, ReleaseAct[]>();
  for (const row of rows) {
    const own = releases.get(row.batch) ?? [];
    releases.set(row.batch, own);
    own.push({
      act: knownAct(row.act),
      digest: row.digest,
      validUntil: row.valid_until,
      reason: row.reason,
      by: row.done_by,
      at: row.done_at,
      afterMonth: row.after_month,
    });
  }
  return releases;
}

/** Throws at an act that this version does not know: nothing is sent by guessing what it meant. */
function knownAct(text: string): ReleaseAct['act'] {
  const act = RELEASE_ACTS.find((each) => each === text);
  if (act === undefined)
    throw new Error(`the books hold the act "${text}" of a batch, which this version does not know`);
  return act;
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
    month: monthFromText(row.month),
    wallet: row.wallet,
    amount: row.amount,
    afterBatches: small(row.after_batches),
    reason: row.reason,
    by: row.adjusted_by,
    at: row.adjusted_at,
    afterMonth: row.after_month,
  }));
}
