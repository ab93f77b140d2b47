import { type Kysely, sql } from 'kysely';
import { createGuard, type Dialect, type Guard } from './guards.ts';

/** What final months gave each wallet, and what was prepared, sent, voided and adjusted: only ever added to. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createEarned(db);
  await createBatches(db);
  await createLines(db);
  await createReceipts(db);
  await createVoids(db);
  await createAdjustments(db);
  await fillEarned(db as unknown as Kysely<EarnedTables>);
  for (const guard of GUARDS) await createGuard(db, dialect, guard);
}

async function createEarned(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('final_earned')
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('wallet', 'text', (column) => column.notNull())
    .addColumn('earned', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('final_earned_key', ['month', 'wallet'])
    .execute();
}

async function createBatches(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payout_batches')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('ordinal', 'integer', (column) => column.notNull().unique())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('prepared_at', 'text', (column) => column.notNull())
    .addColumn('prepared_by', 'text', (column) => column.notNull())
    .addColumn('after_month', 'text', (column) => column.notNull())
    .addUniqueConstraint('payout_batches_of_a_month', ['month', 'sequence'])
    .execute();
}

/** Units of an asset are text: 18 decimals go beyond what 64 bits hold. */
async function createLines(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payout_lines')
    .addColumn('batch', 'text', (column) => column.notNull().references('payout_batches.id'))
    .addColumn('wallet', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('destination', 'text', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('balance_usd', 'integer', (column) => column.notNull())
    .addColumn('fee_usd', 'integer', (column) => column.notNull())
    .addColumn('pay_usd', 'integer', (column) => column.notNull())
    .addColumn('asset_amount', 'text', (column) => column.notNull())
    .addColumn('scale', 'integer', (column) => column.notNull())
    .addColumn('rate_pair', 'text')
    .addColumn('rate_date', 'text')
    .addColumn('rate_value', 'text')
    .addPrimaryKeyConstraint('payout_lines_key', ['batch', 'wallet'])
    .addCheckConstraint(
      'payout_lines_within_balance',
      sql`fee_usd >= 0 and pay_usd > 0 and fee_usd + pay_usd <= balance_usd`,
    )
    .execute();
}

async function createReceipts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payout_receipts')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('batch', 'text', (column) => column.notNull())
    .addColumn('wallet', 'text', (column) => column.notNull())
    .addColumn('amount', 'text', (column) => column.notNull())
    .addColumn('asset', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('sent_ms', 'integer', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('overrides', 'text', (column) => column.notNull())
    .addColumn('after_month', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('payout_receipts_line', ['batch', 'wallet'], 'payout_lines', ['batch', 'wallet'])
    .addUniqueConstraint('payout_receipts_once', ['wallet', 'reference'])
    .execute();
  // A guard asks for each line of a batch whether any of it was receipted.
  await db.schema.createIndex('payout_receipts_by_batch').on('payout_receipts').column('batch').execute();
}

async function createVoids(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payout_voids')
    .addColumn('batch', 'text', (column) => column.notNull().primaryKey().references('payout_batches.id'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('voided_at', 'text', (column) => column.notNull())
    .addColumn('voided_by', 'text', (column) => column.notNull())
    .addColumn('after_month', 'text', (column) => column.notNull())
    .addColumn('after_batches', 'integer', (column) => column.notNull())
    .execute();
}

async function createAdjustments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payout_adjustments')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('wallet', 'text', (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('adjusted_at', 'text', (column) => column.notNull())
    .addColumn('adjusted_by', 'text', (column) => column.notNull())
    .addColumn('after_month', 'text', (column) => column.notNull())
    .addColumn('after_batches', 'integer', (column) => column.notNull())
    .execute();
}

/** What the filling reads and writes, as the tables are in this version. */
interface EarnedTables {
  months: { month: string; document: string };
  final_usage: { month: string; wallet: string; points: bigint };
  final_earned: { month: string; wallet: string; earned: bigint };
}

const ROWS = 1000;

/**
 * Months that were final before: R13's floor again, from the points and the distributable amount that they kept. The
 * arithmetic is of this version and stays so: what a final month gave does not follow a rule that changes later.
 */
async function fillEarned(db: Kysely<EarnedTables>): Promise<void> {
  const months = await db.selectFrom('months').select(['month', 'document']).orderBy('month').execute();
  for (const { month, document } of months) {
    const { distributable_usd: text } = JSON.parse(document) as { distributable_usd?: string };
    const distributable = microUsd(text ?? '');
    if (distributable === null) throw new Error(`${month} has no distributable amount`);
    const wallets = await db
      .selectFrom('final_usage')
      .select(['wallet', (eb) => eb.fn.sum<bigint>('points').as('points')])
      .where('month', '=', month)
      .groupBy('wallet')
      .orderBy('wallet')
      .execute();
    const rows = earnedOf(distributable, wallets).map((part) => ({ month, ...part }));
    for (let start = 0; start < rows.length; start += ROWS) {
      await db
        .insertInto('final_earned')
        .values(rows.slice(start, start + ROWS))
        .execute();
    }
  }
}

interface Points {
  readonly wallet: string;
  readonly points: bigint;
}

/** The floor of each wallet's part; less than one micro-dollar a wallet is left. */
function earnedOf(distributable: bigint, wallets: readonly Points[]): { wallet: string; earned: bigint }[] {
  const all = wallets.reduce((sum, { points }) => sum + points, 0n);
  const parts = wallets.map(({ wallet, points }) => {
    return { wallet, earned: all === 0n ? 0n : (distributable * points) / all };
  });
  const left = parts.reduce((rest, { earned }) => rest - earned, distributable);
  if (left < 0n || (all > 0n && left >= BigInt(parts.length))) {
    throw new Error(`parts of ${distributable} micro-dollars leave ${left}`);
  }
  return parts;
}

/** Micro-dollars of a text with at most six decimals, else null. */
function microUsd(text: string): bigint | null {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (sign === undefined) return null;
  const micro = BigInt(whole + fraction.padEnd(6, '0'));
  return sign === '-' ? -micro : micro;
}

const ADDED_TO = 'payouts are only ever added to';
const NEVER_CHANGED = 'a final month is never changed';
const VOIDED = '(select batch from payout_voids)';

/** Neither a bug nor a hand changes what was prepared or sent; one batch of a month stands at a time. */
const GUARDS: readonly Guard[] = [
  ...['payout_batches', 'payout_lines', 'payout_receipts', 'payout_voids', 'payout_adjustments'].flatMap((table) => [
    { name: `${table}_stay`, table, before: 'update' as const, refusal: ADDED_TO },
    { name: `${table}_are_kept`, table, before: 'delete' as const, refusal: ADDED_TO },
  ]),
  {
    name: 'payout_batches_are_one',
    table: 'payout_batches',
    before: 'insert',
    when: `exists (select 1 from payout_batches where month >= new.month and id not in ${VOIDED})`,
    refusal: 'the month, or one after it, has a batch already',
  },
  {
    name: 'payout_lines_are_complete',
    table: 'payout_lines',
    before: 'insert',
    when: 'exists (select 1 from payout_receipts where payout_receipts.batch = new.batch)',
    refusal: ADDED_TO,
  },
  {
    name: 'payout_receipts_are_of_a_standing_batch',
    table: 'payout_receipts',
    before: 'insert',
    when: `new.batch in ${VOIDED}`,
    refusal: 'the batch is voided',
  },
  { name: 'final_earned_stay', table: 'final_earned', before: 'update', refusal: NEVER_CHANGED },
  { name: 'final_earned_are_kept', table: 'final_earned', before: 'delete', refusal: NEVER_CHANGED },
  {
    name: 'final_earned_are_complete',
    table: 'final_earned',
    before: 'insert',
    when: 'exists (select 1 from months where months.month = new.month and published = 1)',
    refusal: NEVER_CHANGED,
  },
];
