import {
  type ActKind,
  actContent,
  actText,
  type ChainedAct,
  type ChainHead,
  contentOf,
  type KeptRow,
  nextAct,
} from '../../core/payout/ledger/act-chain.ts';
import { small } from '../database/codec.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';

/** Puts acts at the end of the chain, within the caller's transaction (R17). @param rows as they were kept */
export async function chainActs(
  db: Database,
  kind: ActKind,
  rows: readonly (Readonly<Record<string, unknown>> & { readonly after_month: string })[],
): Promise<void> {
  let last = await lastAct(db);
  const acts = rows.map((row) => {
    last = nextAct(last, { kind, content: actContent(row), afterMonth: row.after_month });
    return last;
  });
  await insertRows(db, 'payout_acts', acts, ({ ordinal, content, sha256, afterMonth }) => {
    return { ordinal, kind, content_sha256: content, sha256, after_month: afterMonth };
  });
}

/** What was done last; null when nothing ever was. */
export async function lastAct(db: Database): Promise<ChainedAct | null> {
  const row = await db.selectFrom('payout_acts').selectAll().orderBy('ordinal', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? null : actOf(row);
}

/** How far the chain has come; null when nothing was ever done. */
export async function chainHead(db: Database): Promise<ChainHead | null> {
  const last = await lastAct(db);
  return last === null ? null : { acts: last.ordinal, sha256: last.sha256 };
}

/** The whole chain, in order. */
export async function listActs(db: Database): Promise<ChainedAct[]> {
  return (await db.selectFrom('payout_acts').selectAll().orderBy('ordinal').execute()).map(actOf);
}

function actOf(row: {
  readonly ordinal: bigint;
  readonly kind: string;
  readonly content_sha256: string;
  readonly sha256: string;
  readonly after_month: string;
}): ChainedAct {
  const { kind, sha256, content_sha256: content, after_month: afterMonth } = row;
  return { ordinal: small(row.ordinal), kind: kind as ActKind, content, sha256, afterMonth };
}

/** Everything that acts left, to be held against the chain. */
export async function listActRows(db: Database): Promise<KeptRow[]> {
  return (await actRows(db)).map(({ kind, row, name }) => ({ kind, content: actContent({ ...row }), name }));
}

/** What was kept of each act as one text, by its SHA-256. */
export async function listActTexts(db: Database): Promise<Map<string, string>> {
  const texts = (await actRows(db)).map(({ row }) => actText({ ...row }));
  return new Map(texts.map((text) => [contentOf(text), text]));
}

interface ActRow extends Pick<KeptRow, 'kind' | 'name'> {
  readonly row: object;
}

async function actRows(db: Database): Promise<ActRow[]> {
  const batches = await db.selectFrom('payout_batches').selectAll().orderBy('ordinal').execute();
  const releases = await db.selectFrom('payout_releases').selectAll().orderBy('id').execute();
  const receipts = await db.selectFrom('payout_receipts').selectAll().orderBy('id').execute();
  const voids = await db.selectFrom('payout_voids').selectAll().orderBy('batch').execute();
  const adjustments = await db.selectFrom('payout_adjustments').selectAll().orderBy('id').execute();
  const kept = (kind: ActKind, row: object, name: string): ActRow => ({ kind, row, name });
  return [
    ...batches.map((row) => kept('batch', row, `payout_batches (${row.month}, ${row.id})`)),
    ...releases.map((row) => kept('release', row, `payout_releases (id ${row.id}, ${row.act} by ${row.done_by})`)),
    ...receipts.map((row) => kept('receipt', row, `payout_receipts (id ${row.id}, ${row.reference} to ${row.wallet})`)),
    ...voids.map((row) => kept('void', row, `payout_voids (batch ${row.batch})`)),
    ...adjustments.map((row) => {
      return kept('adjustment', row, `payout_adjustments (id ${row.id}, ${row.month}, ${row.wallet})`);
    }),
  ];
}
