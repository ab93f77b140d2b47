import type { ActKind } from '../../core/payout/ledger/act-chain.ts';
import type { PayoutBatch } from '../../core/payout/ledger/batch.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';
import { insertLines } from './keep-payouts.ts';
import { chainActs } from './payout-acts.ts';

/** What was kept of an act, column by column; those that were empty are left out. */
export type KeptColumns = Readonly<Record<string, string>>;

const TABLES = {
  batch: 'payout_batches',
  release: 'payout_releases',
  receipt: 'payout_receipts',
  void: 'payout_voids',
  adjustment: 'payout_adjustments',
} as const;

/** Columns that have to say something, and say nothing where they are left out. */
const EMPTY = {
  batch: {},
  release: { digest: '', valid_until: '', reason: '' },
  receipt: { overrides: '' },
  void: { reason: '' },
  adjustment: { reason: '' },
} as const;

/**
 * Does an act again as it was kept: its row, and its link of the chain. Only in a database file, which takes whole numbers as
 * text.
 *
 * @param batch of a batch its lines
 */
export async function repeatAct(
  db: Database,
  kind: ActKind,
  columns: KeptColumns,
  batch: PayoutBatch | null,
): Promise<void> {
  const row = { after_month: '', ...EMPTY[kind], ...columns };
  await insertRows(db, TABLES[kind], [row], (each) => each as never);
  if (batch !== null) await insertLines(db, batch);
  await chainActs(db, kind, [row]);
}
