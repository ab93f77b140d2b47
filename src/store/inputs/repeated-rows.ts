import type { Selectable } from 'kysely';
import { filledFields, mergedCopies, type RowContent } from '../../core/revenue/row-copies.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';
import type { TransactionTable } from '../database/schema.ts';

/**
 * Rows with an id that other rows of their provider have too (overlapping exports): the copies are merged into one row
 * in force, whatever was imported first. Copies that contradict each other are all marked.
 */
export async function settleRepeatedRows(db: Database, importId: number): Promise<void> {
  const repeated = db
    .selectFrom('transactions as mine')
    .innerJoin('transactions as other', (join) =>
      join.onRef('other.row_id', '=', 'mine.row_id').onRef('other.provider', '=', 'mine.provider'),
    )
    .whereRef('other.id', '<>', 'mine.id')
    .where('mine.import_id', '=', BigInt(importId))
    .select(['mine.provider', 'mine.row_id'])
    .distinct();
  for (const { provider, row_id } of await repeated.execute()) {
    if (row_id !== null) await settleRow(db, provider, row_id);
  }
}

type Stored = Selectable<TransactionTable>;

/** The columns that copies fill up. */
type Fillable = Pick<Stored, 'group_key' | 'kind' | 'source_id' | 'invoice' | 'payment_intent' | 'product' | 'terms'>;

async function settleRow(db: Database, provider: string, rowId: string): Promise<void> {
  const copies = await db
    .selectFrom('transactions')
    .innerJoin('imports', 'imports.id', 'transactions.import_id')
    .selectAll('transactions')
    .where('provider', '=', provider)
    .where('row_id', '=', rowId)
    .orderBy('imports.sha256')
    .orderBy('transactions.line')
    .execute();
  const contents = copies.map(contentAsRead);
  const merged = mergedCopies(contents);
  const cited = placeOfFullest(contents);
  for (const [place, copy] of copies.entries()) {
    // Copies in conflict may name different charges: all of them stay, so that each of these charges waits.
    const active = merged === null || place === cited ? 1 : 0;
    const own = fillable(contentAsRead(copy));
    const stands = merged !== null && place === cited ? fillable(merged) : own;
    const [before, after] = [JSON.stringify(own), JSON.stringify(stands)];
    const conflict = merged === null ? 1 : 0;
    const settled = { ...stands, active, conflict, as_read: before === after ? '' : before };
    if (isSettled(copy, settled)) continue;
    await db.updateTable('transactions').set(settled).where('id', '=', copy.id).execute();
  }
}

interface Settled extends Fillable {
  readonly active: number;
  readonly conflict: number;
  readonly as_read: string;
}

/** Whether a copy is stored as it should be already: most are, when an export overlaps many others. */
function isSettled(stored: Stored, { active, conflict, as_read, ...fields }: Settled): boolean {
  return (
    small(stored.active) === active &&
    small(stored.conflict) === conflict &&
    stored.as_read === as_read &&
    JSON.stringify(fillable(contentOf(stored))) === JSON.stringify(fields)
  );
}

/** The copy that is cited: it fills the most columns; of equals the first in the order of input and line. */
function placeOfFullest(contents: readonly RowContent[]): number {
  const filled = contents.map(filledFields);
  return filled.indexOf(Math.max(...filled));
}

function contentAsRead(stored: Stored): RowContent {
  return contentOf(stored, stored.as_read === '' ? stored : (JSON.parse(stored.as_read) as Fillable));
}

function contentOf(stored: Stored, own: Fillable = stored): RowContent {
  return {
    group: own.group_key,
    kind: own.kind,
    atMs: small(stored.at_ms),
    currency: stored.currency,
    gross: stored.gross,
    fee: stored.fee,
    sourceId: own.source_id,
    invoice: own.invoice,
    // Copies that an older version merged were read without it.
    paymentIntent: own.payment_intent ?? '',
    product: own.product,
    terms: own.terms,
  };
}

function fillable({ group, kind, sourceId, invoice, paymentIntent, product, terms }: RowContent): Fillable {
  return { group_key: group, kind, source_id: sourceId, invoice, payment_intent: paymentIntent, product, terms };
}
