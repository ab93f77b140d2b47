import { type Kysely, sql } from 'kysely';
import { createGuard, type Dialect, type Guard } from './guards.ts';

/**
 * Batches that are shown before they are released, and lines that know the token and the chain they are sent on. The
 * files of a batch of an earlier version were written when it was prepared, so it counts as released then; token and
 * chain of its lines are unknown. A wrong receipt is taken back by a row of its own, and then the right one may be recorded.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const column of ['token', 'chain_id']) {
    await db.schema.alterTable('payout_lines').addColumn(column, 'text').execute();
  }
  await db.schema
    .createTable('payout_releases')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('batch', 'text', (column) => column.notNull().references('payout_batches.id'))
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('valid_until', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('done_at', 'text', (column) => column.notNull())
    .addColumn('done_by', 'text', (column) => column.notNull())
    .addColumn('after_month', 'text', (column) => column.notNull())
    .execute();
  await sql
    .raw(
      `insert into payout_releases (batch, act, digest, valid_until, reason, done_at, done_by, after_month)
      select id, 'released', '', '', 'prepared by a version without releases', prepared_at, prepared_by, after_month
      from payout_batches order by ordinal`,
    )
    .execute(db);
  await renewReceipts(db);
  for (const guard of GUARDS) await createGuard(db, dialect, guard);
}

const RECEIPT = 'batch, wallet, amount, asset, reference, sent_ms, recorded_at, recorded_by, overrides, after_month';

/**
 * The table without the rule that a wallet has a reference once: a reversed receipt may be recorded rightly. It is made
 * anew under its own name, because triggers of other tables name it.
 */
async function renewReceipts(db: Kysely<unknown>): Promise<void> {
  await sql.raw('create table payout_receipts_before as select * from payout_receipts').execute(db);
  await db.schema.dropTable('payout_receipts').execute();
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
    .addColumn('reversal', 'text', (column) => column.notNull().defaultTo(''))
    .addForeignKeyConstraint('payout_receipts_of_line', ['batch', 'wallet'], 'payout_lines', ['batch', 'wallet'])
    .execute();
  await sql
    .raw(`insert into payout_receipts (${RECEIPT}) select ${RECEIPT} from payout_receipts_before order by id`)
    .execute(db);
  await db.schema.dropTable('payout_receipts_before').execute();
  await db.schema.createIndex('payout_receipts_of_batch').on('payout_receipts').column('batch').execute();
  await db.schema
    .createIndex('payout_receipts_by_name')
    .on('payout_receipts')
    .columns(['wallet', 'reference'])
    .execute();
}

const ADDED_TO = 'payouts are only ever added to';

const VOIDED = '(select batch from payout_voids)';

/** How many rows of a receipt there are: each reversal takes one back. */
function rowsLike(reversed: boolean): string {
  const kind = reversed ? "<> ''" : "= ''";
  return `(select count(*) from payout_receipts where payout_receipts.batch = new.batch and payout_receipts.wallet = new.wallet
    and payout_receipts.reference = new.reference and payout_receipts.reversal ${kind})`;
}

/** What was shown, cancelled and released stays so; a batch is released once, a receipt stands once and is reversed once. */
const GUARDS: readonly Guard[] = [
  { name: 'payout_releases_stay', table: 'payout_releases', before: 'update', refusal: ADDED_TO },
  { name: 'payout_releases_are_kept', table: 'payout_releases', before: 'delete', refusal: ADDED_TO },
  { name: 'receipts_stay', table: 'payout_receipts', before: 'update', refusal: ADDED_TO },
  { name: 'receipts_are_kept', table: 'payout_receipts', before: 'delete', refusal: ADDED_TO },
  {
    name: 'receipts_are_of_a_standing_batch',
    table: 'payout_receipts',
    before: 'insert',
    when: `new.batch in ${VOIDED}`,
    refusal: 'the batch is voided',
  },
  {
    name: 'receipts_are_one',
    table: 'payout_receipts',
    before: 'insert',
    when: `new.reversal = '' and ${rowsLike(false)} > ${rowsLike(true)}`,
    refusal: 'the receipt is unique, and recorded already',
  },
  {
    name: 'reversals_are_one',
    table: 'payout_receipts',
    before: 'insert',
    when: `new.reversal <> '' and ${rowsLike(false)} <= ${rowsLike(true)}`,
    refusal: 'no receipt stands that could be reversed',
  },
  {
    name: 'payout_releases_are_one',
    table: 'payout_releases',
    before: 'insert',
    when: `exists (select 1 from payout_releases where payout_releases.batch = new.batch and payout_releases.act = 'released')`,
    refusal: 'the batch is released already',
  },
];
