import type { Kysely } from 'kysely';

/**
 * Copies of one row are merged field by field, and a row without charge_id whose source is a charge belongs to that
 * charge. Rows of earlier versions are settled as this one would have: there the copy of the smallest hash stood, and
 * what a fuller copy said was lost. What a copy itself said is kept in `as_read`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('transactions')
    .addColumn('as_read', 'text', (definition) => definition.notNull().defaultTo(''))
    .execute();
  const tables = db as unknown as Kysely<RowTables>;
  await nameChargesOfSources(tables);
  await settleRepeated(tables);
}

/** What the settling reads and writes, as the tables are in this version. */
interface RowTables {
  imports: { id: bigint; sha256: string };
  transactions: {
    id: bigint;
    import_id: bigint;
    line: bigint;
    provider: string;
    row_id: string | null;
    group_key: string;
    kind: string;
    at_ms: bigint;
    currency: string;
    gross: bigint;
    fee: bigint;
    source_id: string;
    invoice: string;
    product: string;
    terms: string;
    active: bigint | number;
    conflict: bigint | number;
    as_read: string;
  };
}

const OF_A_CHARGE = [
  'refund',
  'partial_capture_reversal',
  'charge_failure',
  'dispute',
  'dispute_reversal',
  'refund_failure',
];

async function nameChargesOfSources(db: Kysely<RowTables>): Promise<void> {
  const rows = await db
    .selectFrom('transactions')
    .select(['id', 'source_id'])
    .where('provider', '=', 'stripe')
    .where('group_key', '=', '')
    .where('source_id', '<>', '')
    .where('kind', 'in', OF_A_CHARGE)
    .execute();
  for (const { id, source_id } of rows) {
    if (!/^(ch|py)_/.test(source_id)) continue;
    await db.updateTable('transactions').set({ group_key: source_id }).where('id', '=', id).execute();
  }
}

async function settleRepeated(db: Kysely<RowTables>): Promise<void> {
  const repeated = await db
    .selectFrom('transactions')
    .select(['provider', 'row_id'])
    .where('row_id', 'is not', null)
    .groupBy(['provider', 'row_id'])
    .having((eb) => eb.fn.countAll(), '>', 1)
    .execute();
  for (const { provider, row_id } of repeated) {
    const copies = await db
      .selectFrom('transactions')
      .innerJoin('imports', 'imports.id', 'transactions.import_id')
      .selectAll('transactions')
      .where('provider', '=', provider)
      .where('row_id', '=', row_id)
      .orderBy('imports.sha256')
      .orderBy('transactions.line')
      .execute();
    for (const { id, ...settled } of settledCopies(copies)) {
      await db.updateTable('transactions').set(settled).where('id', '=', id).execute();
    }
  }
}

const FILLABLE = ['group_key', 'kind', 'source_id', 'invoice', 'product', 'terms'] as const;
const ALWAYS = ['at_ms', 'currency', 'gross', 'fee'] as const;

type Copy = RowTables['transactions'];
type Settled = Pick<Copy, 'id' | 'active' | 'conflict' | 'as_read' | (typeof FILLABLE)[number]>;

/** The fullest copy stands, filled up by the others; where two state one field differently all stand, in conflict. */
function settledCopies(copies: readonly Copy[]): Settled[] {
  const merged = mergedFields(copies);
  const filled = copies.map((copy) => FILLABLE.filter((field) => copy[field] !== '').length);
  const cited = filled.indexOf(Math.max(...filled));
  return copies.map((copy, place) => {
    const own = fieldsOf(copy);
    const stands = merged !== null && place === cited ? merged : own;
    const said = JSON.stringify(own);
    return {
      id: copy.id,
      ...stands,
      active: merged === null || place === cited ? 1 : 0,
      conflict: merged === null ? 1 : 0,
      as_read: said === JSON.stringify(stands) ? '' : said,
    };
  });
}

type Fields = Pick<Copy, (typeof FILLABLE)[number]>;

function mergedFields(copies: readonly Copy[]): Fields | null {
  if (ALWAYS.some((field) => new Set(copies.map((copy) => copy[field])).size > 1)) return null;
  const values = FILLABLE.map((field) => [...new Set(copies.map((copy) => copy[field]).filter((each) => each !== ''))]);
  if (values.some((each) => each.length > 1)) return null;
  const [group_key = '', kind = '', source_id = '', invoice = '', product = '', terms = ''] = values.flatMap((each) =>
    each.length === 0 ? [''] : each,
  );
  return { group_key, kind, source_id, invoice, product, terms };
}

function fieldsOf({ group_key, kind, source_id, invoice, product, terms }: Copy): Fields {
  return { group_key, kind, source_id, invoice, product, terms };
}
