import { type Kysely, sql } from 'kysely';
import { parseMicro } from '../../core/money/micro.ts';
import { split } from '../../core/pool/split.ts';

/** What final months gave each wallet, and what was prepared, sent, voided and adjusted: only ever added to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES) await sql.raw(statement).execute(db);
  await fillEarned(db);
  for (const statement of GUARDS) await sql.raw(statement).execute(db);
}

/** Units of an asset are text: 18 decimals go beyond what an integer of SQLite holds. */
const TABLES: readonly string[] = [
  `create table final_earned (
    month text not null, wallet text not null, earned integer not null, primary key (month, wallet))`,
  `create table payout_batches (
    id text primary key not null, ordinal integer not null unique, month text not null, sequence integer not null,
    prepared_at text not null, prepared_by text not null, after_month text not null, unique (month, sequence))`,
  `create table payout_lines (
    batch text not null references payout_batches (id), wallet text not null, method text not null,
    destination text not null, currency text not null, balance_usd integer not null, fee_usd integer not null,
    pay_usd integer not null, asset_amount text not null, scale integer not null,
    rate_pair text, rate_date text, rate_value text, primary key (batch, wallet),
    check (fee_usd >= 0 and pay_usd > 0 and fee_usd + pay_usd <= balance_usd))`,
  `create table payout_receipts (
    id integer primary key, batch text not null, wallet text not null, amount text not null, asset text not null,
    reference text not null, sent_ms integer not null, recorded_at text not null, recorded_by text not null,
    overrides text not null, after_month text not null,
    foreign key (batch, wallet) references payout_lines (batch, wallet), unique (wallet, reference))`,
  `create table payout_voids (
    batch text primary key not null references payout_batches (id), reason text not null, voided_at text not null,
    voided_by text not null, after_month text not null, after_batches integer not null)`,
  `create table payout_adjustments (
    id integer primary key, month text not null, wallet text not null, amount integer not null, reason text not null,
    adjusted_at text not null, adjusted_by text not null, after_month text not null, after_batches integer not null)`,
];

/** Months that were final before: R13's floor again, from the points and the distributable amount that they kept. */
async function fillEarned(db: Kysely<unknown>): Promise<void> {
  const { rows: months } = await sql<{ month: string; distributable: string }>`
    select month, json_extract(document, '$.distributable_usd') as distributable from months order by month`.execute(
    db,
  );
  for (const { month, distributable } of months) {
    const amount = parseMicro(distributable);
    if (typeof amount !== 'bigint') throw new Error(`${month} has no distributable amount`);
    const { rows: wallets } = await sql<{ wallet: string; points: bigint }>`
      select wallet, sum(points) as points from final_usage where month = ${month} group by wallet`.execute(db);
    const parts = split(
      amount,
      wallets.map(({ wallet, points }) => ({ wallet, points: BigInt(points), jobs: 0 })),
    );
    for (const { wallet, earned } of parts) {
      await sql`insert into final_earned (month, wallet, earned) values (${month}, ${wallet}, ${earned})`.execute(db);
    }
  }
}

const REFUSAL = "raise(abort, 'payouts are only ever added to')";
const VOIDED = '(select batch from payout_voids)';

/** Neither a bug nor a hand changes what was prepared or sent; one batch of a month stands at a time. */
const GUARDS: readonly string[] = [
  ...['payout_batches', 'payout_lines', 'payout_receipts', 'payout_voids', 'payout_adjustments'].flatMap((table) => [
    `create trigger ${table}_stay before update on ${table} begin select ${REFUSAL}; end`,
    `create trigger ${table}_are_kept before delete on ${table} begin select ${REFUSAL}; end`,
  ]),
  `create trigger payout_batches_are_one before insert on payout_batches
    when exists (select 1 from payout_batches where month >= new.month and id not in ${VOIDED})
    begin select raise(abort, 'the month, or one after it, has a batch already'); end`,
  `create trigger payout_lines_are_complete before insert on payout_lines
    when exists (select 1 from payout_receipts where batch = new.batch) begin select ${REFUSAL}; end`,
  `create trigger payout_receipts_are_of_a_standing_batch before insert on payout_receipts
    when new.batch in ${VOIDED} begin select raise(abort, 'the batch is voided'); end`,
  ...['update', 'delete'].map(
    (change) => `create trigger final_earned_${change} before ${change} on final_earned
      begin select raise(abort, 'a final month is never changed'); end`,
  ),
  `create trigger final_earned_are_complete before insert on final_earned
    when exists (select 1 from months where months.month = new.month and published = 1)
    begin select raise(abort, 'a final month is never changed'); end`,
];
