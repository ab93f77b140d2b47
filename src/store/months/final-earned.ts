import type { MicroUsd } from '../../core/money/micro.ts';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import type { LedgerEntry } from '../../core/payout/ledger/ledger.ts';
import type { EarnedPart } from '../../core/pool/split.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';

/** Before every month that was ever closed. */
const FIRST = monthFromText('1970-01');

/** Keeps what a final month gave each wallet, micro-dollars. */
export async function insertFinalEarned(db: Database, month: Month, parts: readonly EarnedPart[]): Promise<void> {
  const name = formatMonth(month);
  await insertRows(db, 'final_earned', parts, ({ wallet, earned }) => ({ month: name, wallet, earned }));
}

/** What every final month through one gave each wallet, in order. @param from the first of them; by default all */
export async function finalEarned(db: Database, through: Month, from: Month = FIRST): Promise<LedgerEntry[]> {
  const rows = await db
    .selectFrom('final_earned')
    .selectAll()
    .where('month', '<=', formatMonth(through))
    .where('month', '>=', formatMonth(from))
    .orderBy('month')
    .orderBy('wallet')
    .execute();
  return rows.map(({ month, wallet, earned }) => ({ month: monthFromText(month), wallet, amount: earned }));
}

/** What all final months before one gave each wallet, as one entry of the month before it. */
export async function finalEarnedBefore(db: Database, month: Month): Promise<LedgerEntry[]> {
  const rows = await db
    .selectFrom('final_earned')
    .select(['wallet', (eb) => eb.fn.sum<MicroUsd>('earned').as('earned')])
    .where('month', '<', formatMonth(month))
    .groupBy('wallet')
    .orderBy('wallet')
    .execute();
  return rows.map(({ wallet, earned }) => ({ month: (month - 1) as Month, wallet, amount: earned }));
}
