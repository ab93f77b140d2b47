import type { SmallRow, SmallRowKind, SmallRows } from '../../core/close/inputs/small-rows.ts';
import { small } from '../database/codec.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';
import { jsonOf, type RowText } from '../database/row-text.ts';

/** How the rows of each kind are kept. */
export const SMALL_ROW_TEXTS: { readonly [Kind in SmallRowKind]: RowText<SmallRows[Kind]> } = {
  fx: jsonOf({}),
  costs: jsonOf({ month: 'month', amount: 'integer' }),
  'wallet-links': jsonOf({}),
  participation: jsonOf({}),
  coverage: jsonOf({}),
  subscribers: jsonOf({}),
  payees: jsonOf({ fromMonth: 'month' }),
  'usage-control': jsonOf({ points: 'integer' }),
  screening: jsonOf({}),
  'stripe-balance-summary': jsonOf({ gross: 'integer', fee: 'integer' }),
  'stripe-balance': jsonOf({ amount: 'integer' }),
  'apple-payments': jsonOf({
    units: 'integer',
    earned: 'integer',
    balance: 'integer',
    preTax: 'integer',
    inputTax: 'integer',
    adjustments: 'integer',
    withholdingTax: 'integer',
    owed: 'integer',
    proceeds: 'integer',
  }),
  'apple-financial': jsonOf({ quantity: 'integer', amount: 'integer' }),
  'google-voided': jsonOf({}),
};

/** A row of a small file with its line; null for one that was read and says nothing. */
export interface ReadRow<Row> {
  readonly row: Row | null;
  readonly line: number;
}

/** Keeps the rows of an import. Those that say nothing are kept as such: every row read is accounted for. */
export async function insertSmallRows<Kind extends SmallRowKind>(
  db: Database,
  importId: number,
  kind: Kind,
  rows: readonly ReadRow<SmallRows[Kind]>[],
): Promise<void> {
  const text = SMALL_ROW_TEXTS[kind];
  const kept = rows.flatMap(({ row, line }) => (row === null ? [] : { line, kind, body: text.write(row) }));
  const silent = rows.flatMap(({ row, line }) => (row === null ? { line, kind: `unused-${kind}`, body: 'null' } : []));
  await insertRows(db, 'small_rows', [...kept, ...silent], (row) => ({ import_id: importId, ...row }));
}

/** The rows of a kind that are in force, in the order of their inputs' hashes and lines. */
export async function activeSmallRows<Kind extends SmallRowKind>(db: Database, kind: Kind): Promise<SmallRow<Kind>[]> {
  const rows = await db
    .selectFrom('small_rows')
    .innerJoin('imports', 'imports.id', 'small_rows.import_id')
    .select(['small_rows.body', 'small_rows.line', 'imports.sha256'])
    .where('small_rows.kind', '=', kind)
    .where('imports.active', '=', 1n)
    .orderBy('imports.sha256')
    .orderBy('small_rows.line')
    .execute();
  return rows.map(({ body, line, sha256 }) => ({
    row: SMALL_ROW_TEXTS[kind].read(body),
    source: { input: sha256, line: small(line) },
  }));
}

/** The rows of a kind that came once and are of files that others replaced, in no order. */
export async function replacedSmallRows<Kind extends SmallRowKind>(
  db: Database,
  kind: Kind,
): Promise<SmallRows[Kind][]> {
  const rows = await db
    .selectFrom('small_rows')
    .innerJoin('imports', 'imports.id', 'small_rows.import_id')
    .select('small_rows.body')
    .where('small_rows.kind', '=', kind)
    .where('imports.active', '=', 0n)
    .execute();
  return rows.map(({ body }) => SMALL_ROW_TEXTS[kind].read(body));
}

/** The rows in force of some kinds (null: of all) as texts to be compared, by the id of their import, sorted. */
export async function activeSmallTexts(
  db: Database,
  kinds: readonly SmallRowKind[] | null,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const names = kinds ?? (Object.keys(SMALL_ROW_TEXTS) as SmallRowKind[]);
  const rows = await db
    .selectFrom('small_rows')
    .innerJoin('imports', 'imports.id', 'small_rows.import_id')
    .select(['small_rows.import_id', 'small_rows.kind', 'small_rows.line', 'small_rows.body'])
    .where('small_rows.kind', 'in', [...names])
    .where('imports.active', '=', 1n)
    .execute();
  const texts = new Map<number, string[]>();
  for (const { import_id: id, kind, line, body } of rows) {
    const own = texts.get(small(id)) ?? [];
    texts.set(small(id), own);
    own.push(textOf(kind, small(line), body));
  }
  for (const own of texts.values()) own.sort();
  return texts;
}

/** A row that was read, as `activeSmallTexts` has it. */
export function smallRowText<Kind extends SmallRowKind>(kind: Kind, row: SmallRows[Kind], line: number): string {
  return textOf(kind, line, SMALL_ROW_TEXTS[kind].write(row));
}

function textOf(kind: string, line: number, body: string): string {
  return `${line}\t${kind}\t${body}`;
}
