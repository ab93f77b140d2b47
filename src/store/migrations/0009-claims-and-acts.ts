import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { createGuard, type Dialect, type Guard } from './guards.ts';

/**
 * Lines that know the contract they are claimed from, receipts that know what their rail took and the market's rate, and
 * the chain of acts: each act holds the hash of the one before. What was done before is one act, the chain's first.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema.alterTable('payout_lines').addColumn('claim_contract', 'text').execute();
  for (const column of ['rail_fee', 'rail_fee_asset', 'market_rate']) {
    await db.schema
      .alterTable('payout_receipts')
      .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(''))
      .execute();
  }
  await db.schema
    .createTable('payout_acts')
    .addColumn('ordinal', 'integer', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('content_sha256', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('after_month', 'text', (column) => column.notNull())
    .execute();
  await beginChain(db);
  for (const guard of GUARDS) await createGuard(db, dialect, guard);
}

/** What was kept before there was a chain, each row as it is hashed later too. */
const BEFORE = [
  ['batch', 'payout_batches', 'ordinal'],
  ['release', 'payout_releases', 'id'],
  ['receipt', 'payout_receipts', 'id'],
  ['void', 'payout_voids', 'batch'],
  ['adjustment', 'payout_adjustments', 'id'],
] as const;

/** Their order among each other is not known: every kind in the order of its rows. */
async function beginChain(db: Kysely<unknown>): Promise<void> {
  let [ordinal, before] = [0, ''];
  for (const [kind, table, order] of BEFORE) {
    const { rows } = await sql.raw<Record<string, unknown>>(`select * from ${table} order by ${order}`).execute(db);
    for (const row of rows) {
      ordinal += 1;
      const content = sha256(contentOf(row));
      const hash = sha256(`${before} ${kind} ${content}`);
      const values = sql.join([ordinal, kind, content, hash, row.after_month]);
      await sql`insert into payout_acts (ordinal, kind, content_sha256, sha256, after_month) values (${values})`.execute(
        db,
      );
      before = hash;
    }
  }
}

/** Columns by name as text, without what is empty and without the number that the database gave. */
function contentOf(row: Record<string, unknown>): string {
  const isSaid = (name: string, value: unknown): boolean =>
    value !== null && value !== '' && (name !== 'id' || typeof value === 'string');
  const filled = Object.entries(row).filter(([name, value]) => isSaid(name, value));
  return JSON.stringify(
    filled.map(([name, value]) => [name, String(value)]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const ADDED_TO = 'payouts are only ever added to';

const GUARDS: readonly Guard[] = [
  { name: 'payout_acts_stay', table: 'payout_acts', before: 'update', refusal: ADDED_TO },
  { name: 'payout_acts_are_kept', table: 'payout_acts', before: 'delete', refusal: ADDED_TO },
];
