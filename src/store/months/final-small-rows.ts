import { sql } from 'kysely';
import type { WalletLists } from '../../core/close/checks/shrunk-lists.ts';
import type { FinalRowKind, FinalRows } from '../../core/close/inputs/small-rows.ts';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';
import { jsonOf, type RowText, TEXT } from '../database/row-text.ts';
import { SMALL_ROW_TEXTS } from '../inputs/small-rows.ts';

const FINAL_ROW_TEXTS: { readonly [Kind in FinalRowKind]: RowText<FinalRows[Kind]> } = {
  ...SMALL_ROW_TEXTS,
  'job-log': TEXT,
  controls: TEXT,
  'empty-list': { write: (row) => row, read: () => 'participation' },
  deferred: jsonOf({ gross: 'integer', tax: 'integer', fee: 'integer' }),
};

/** Keeps rows that a final month used, or leaves to the next one. */
export async function insertFinalSmallRows<Kind extends FinalRowKind>(
  db: Database,
  month: Month,
  kind: Kind,
  rows: readonly FinalRows[Kind][],
): Promise<void> {
  const name = formatMonth(month);
  await insertRows(db, 'final_small_rows', rows, (row) => {
    return { month: name, kind, body: FINAL_ROW_TEXTS[kind].write(row) };
  });
}

/** The rows of a kind that a final month used or left, in the order of their texts. */
export async function finalSmallRows<Kind extends FinalRowKind>(
  db: Database,
  month: Month,
  kind: Kind,
): Promise<FinalRows[Kind][]> {
  const rows = await db
    .selectFrom('final_small_rows')
    .select('body')
    .where('month', '=', formatMonth(month))
    .where('kind', '=', kind)
    .orderBy('body')
    .execute();
  return rows.map(({ body }) => FINAL_ROW_TEXTS[kind].read(body));
}

/** A small row that final months used, and which of them, in order. */
export interface RowOfMonths<Kind extends FinalRowKind> {
  readonly row: FinalRows[Kind];
  readonly months: readonly Month[];
}

/** The small rows of a kind that any final month used, each once: most are the same from month to month. */
export async function rowsOfFinalMonths<Kind extends FinalRowKind>(
  db: Database,
  kind: Kind,
): Promise<RowOfMonths<Kind>[]> {
  const rows = await db
    .selectFrom('final_small_rows')
    .select(['body', sql<string>`string_agg(month, ' ' order by month)`.as('months')])
    .where('kind', '=', kind)
    .groupBy('body')
    .orderBy('body')
    .execute();
  return rows.map(({ body, months }) => {
    return { row: FINAL_ROW_TEXTS[kind].read(body), months: months.split(' ').map(monthFromText) };
  });
}

/** Hashes of the providers' statements that final months were compared with. */
export async function finalControls(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('final_small_rows').select('body').where('kind', '=', 'controls').execute();
  return rows.map(({ body }) => body);
}

/** The wallet links and the participation list that a final month used. */
export async function finalWalletLists(db: Database, month: Month): Promise<WalletLists> {
  const participation = await finalSmallRows(db, month, 'participation');
  const isNone = participation.length === 0 && (await finalSmallRows(db, month, 'empty-list')).length === 0;
  return {
    walletLinks: await finalSmallRows(db, month, 'wallet-links'),
    participation: isNone ? null : participation,
  };
}
