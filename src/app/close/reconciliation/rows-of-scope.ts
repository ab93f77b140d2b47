import type { GapScope } from '../../../core/reconciliation/gap-scope.ts';
import type { StoredTransaction } from '../../../core/revenue/assembled.ts';
import { placeOf } from '../../../core/revenue/provider.ts';
import { type GapRow, ownGapRows } from '../../../store/inputs/gap-rows.ts';
import type { CloseContext } from '../facts/close-context.ts';
import { CopiesInConflict } from '../facts/copies-in-conflict.ts';

type Books = Pick<CloseContext, 'db' | 'decisions'>;

/** Rows of ledgers that no sum has: copies in conflict beside the one that counts (R9). Read once, for whatever is compared. */
export async function ledgerRowsBeside({ db, decisions }: Books): Promise<StoredTransaction[]> {
  return (await CopiesInConflict.of(db, 'stripe', { decisions })).beside();
}

/**
 * Our rows that a line of reconciliation.csv counts, and those `marginMs` before and after them, each row once (R9).
 *
 * @param beside of ledgerRowsBeside
 */
export async function rowsOfScope(
  { db }: Pick<Books, 'db'>,
  scope: GapScope,
  marginMs: number,
  beside: readonly StoredTransaction[],
): Promise<GapRow[]> {
  const rows = await ownGapRows(db, scope, marginMs);
  const places = new Set(beside.map(({ source }) => placeOf(source)));
  return rows.filter(({ sha256: input, line }) => !places.has(placeOf({ input, line })));
}
