import type { Selectable } from 'kysely';
import { monthFromText } from '../../core/month/month.ts';
import type { PayoutBatch, PayoutLine } from '../../core/payout/ledger/batch.ts';
import {
  type KeptAdjustment,
  type KeptBatch,
  type KeptReceipt,
  RELEASE_ACTS,
  type ReleaseAct,
} from '../../core/payout/ledger/kept-payouts.ts';
import type { PayoutMethod } from '../../core/payout/ledger/method.ts';
import { batchOf } from '../../core/payout/preparation/prepare-batch.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';
import type { PayoutTables } from '../database/payout-schema.ts';

type Row<Name extends keyof PayoutTables> = Selectable<PayoutTables[Name]>;

/** Every batch, in the order in which they were prepared. */
export async function listBatches(db: Database): Promise<KeptBatch[]> {
  const batches = await db.selectFrom('payout_batches').selectAll().orderBy('ordinal').execute();
  const lines = await db.selectFrom('payout_lines').selectAll().orderBy('batch').orderBy('wallet').execute();
  const receipts = await db.selectFrom('payout_receipts').selectAll().orderBy('id').execute();
  const releases = await db.selectFrom('payout_releases').selectAll().orderBy('id').execute();
  const voids = await db.selectFrom('payout_voids').selectAll().execute();
  const byBatch = {
    lines: grouped(lines, lineOf),
    receipts: grouped(receipts, receiptOf),
    releases: grouped(releases, releaseOf),
  };
  return batches.map((row) => {
    const own = byBatch.receipts.get(row.id) ?? [];
    const gone = voids.find(({ batch }) => batch === row.id);
    return {
      batch: whole(row.id, batchOf(monthFromText(row.month), small(row.sequence), byBatch.lines.get(row.id) ?? [])),
      sent: sentByWallet(own),
      ordinal: small(row.ordinal),
      voided: gone !== undefined,
      voidedAfter: gone === undefined ? null : small(gone.after_batches),
      prepared: { by: row.prepared_by, at: row.prepared_at, afterMonth: row.after_month },
      releases: byBatch.releases.get(row.id) ?? [],
      void:
        gone === undefined
          ? null
          : { by: gone.voided_by, at: gone.voided_at, afterMonth: gone.after_month, reason: gone.reason },
      receipts: own,
    };
  });
}

/** What rows say, by their batch, in their order. */
function grouped<Stored extends { readonly batch: string }, Said>(
  rows: readonly Stored[],
  read: (row: Stored) => Said,
): Map<string, Said[]> {
  const groups = new Map<string, Said[]>();
  for (const row of rows) {
    const own = groups.get(row.batch);
    if (own === undefined) groups.set(row.batch, [read(row)]);
    else own.push(read(row));
  }
  return groups;
}

/** What was sent of each line; what was taken back is negative. */
function sentByWallet(receipts: readonly KeptReceipt[]): Map<string, bigint> {
  const sent = new Map<string, bigint>();
  for (const { wallet, amount } of receipts) sent.set(wallet, (sent.get(wallet) ?? 0n) + amount);
  return sent;
}

/** The id says what the lines were: anything else is damage. */
function whole(id: string, batch: PayoutBatch): PayoutBatch {
  if (batch.id === id) return batch;
  throw new Error(`the lines of payout batch ${id} have changed: their id is ${batch.id}`);
}

function lineOf(row: Row<'payout_lines'>): PayoutLine {
  return {
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
    chain:
      row.token === null ? null : { token: row.token, chainId: row.chain_id ?? '', contract: row.claim_contract ?? '' },
  };
}

function receiptOf(row: Row<'payout_receipts'>): KeptReceipt {
  return {
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
    railFee: { amount: row.rail_fee, asset: row.rail_fee_asset },
    marketRate: row.market_rate,
  };
}

function releaseOf(row: Row<'payout_releases'>): ReleaseAct {
  return {
    act: knownAct(row.act),
    digest: row.digest,
    validUntil: row.valid_until,
    reason: row.reason,
    by: row.done_by,
    at: row.done_at,
    afterMonth: row.after_month,
  };
}

/** Throws at an act that this version does not know: nothing is sent by guessing what it meant. */
function knownAct(text: string): ReleaseAct['act'] {
  const act = RELEASE_ACTS.find((each) => each === text);
  if (act === undefined)
    throw new Error(`the books hold the act "${text}" of a batch, which this version does not know`);
  return act;
}

/** Every adjustment, in order. */
export async function listAdjustments(db: Database): Promise<KeptAdjustment[]> {
  const rows = await db.selectFrom('payout_adjustments').selectAll().orderBy('id').execute();
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
