import type { GapScope } from '../../../core/reconciliation/gap-scope.ts';
import { type GapRow, ownGapRows } from '../../../store/inputs/gap-rows.ts';
import type { CloseContext } from '../facts/close-context.ts';
import { CopiesInConflict } from '../facts/copies-in-conflict.ts';

/** Our rows that a line of reconciliation.csv counts, and those `marginMs` before and after them, each row once (R9). */
export async function rowsOfScope(
  { db, decisions }: Pick<CloseContext, 'db' | 'decisions'>,
  scope: GapScope,
  marginMs: number,
): Promise<GapRow[]> {
  const rows = await ownGapRows(db, scope, marginMs);
  if (scope.inputs !== 'stripe-ledger') return rows;
  const copies = (await CopiesInConflict.of(db, 'stripe', { decisions })).beside();
  const beside = new Set(copies.map(({ source: { input, line } }) => `${input} ${line}`));
  return rows.filter(({ sha256, line }) => !beside.has(`${sha256} ${line}`));
}
