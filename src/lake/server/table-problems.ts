import { type RawBuilder, sql } from 'kysely';
import { ZERO_ADDRESS } from '../../core/wallet/checksum-address.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import { JOB_LOG_COLUMNS, type JobLogColumn } from '../job-log-columns.ts';
import { type JobTexts, rowFaults } from '../job-values.ts';
import { MOST_PROBLEMS } from '../problem-limits.ts';
import { walletFault } from '../wallet-checksum.ts';
import { folded, isCompleted, type JobRows } from './job-rows.ts';
import type { ServerSession, TableSource } from './server-session.ts';

/**
 * Refuses a table with a row that the import of a job log would refuse. The server seeks the rows that may be faulty,
 * in one pass; job-values.ts, which every job log is held to, says what is wrong with each.
 *
 * @throws InvalidInput with up to 1000 problems, each naming the job
 */
export async function refuseFaultyRows(session: ServerSession, rows: JobRows, source: TableSource): Promise<void> {
  const suspect = isSuspect(rows);
  const problems = await problemsWhere(session, rows, source, suspect);
  const wallets = await faultyWallets(session, rows);
  if (wallets.length > 0) {
    const others = sql<boolean>`(${namesOneOf(rows, wallets)} AND NOT ${suspect})`;
    problems.push(...(await problemsWhere(session, rows, source, others)));
  }
  if (problems.length > 0) throw new InvalidInput(problems.slice(0, MOST_PROBLEMS));
}

/** Everything but checksums, which no server computes. */
function isSuspect(rows: JobRows): RawBuilder<boolean> {
  const missing = (when: 'always' | 'when-completed'): RawBuilder<boolean> => {
    const needed = JOB_LOG_COLUMNS.filter((column) => column.needed === when);
    return anyOf(needed.map(({ name }) => sql<boolean>`${rows.text(name)} IS NULL`));
  };
  const isWallet = (column: JobLogColumn): RawBuilder<boolean> => {
    return sql<boolean>`${rows.text(column)} !~ '^0x[0-9a-fA-F]{40}$'`;
  };
  return anyOf([
    missing('always'),
    sql`(${isCompleted(rows.text('status'), rows.text('status'))} AND ${missing('when-completed')})`,
    notAnInstant(rows.raw('completed_at')),
    notPoints(rows.raw('render_spark')),
    sql`${folded(rows.text('trialing'))} NOT IN ('true', 'false', 't', 'f', '1', '0')`,
    sql`(${isCompleted(rows.text('status'), rows.text('status'))} AND ${rows.text('worker_wallet')} = ${sql.lit(ZERO_ADDRESS)})`,
    isWallet('worker_wallet'),
    isWallet('subscriber_wallet'),
  ]);
}

/** The years that a job log may name; milliseconds have 13 digits, so that seconds are not taken for them. */
function notAnInstant(column: ReturnType<JobRows['raw']>): RawBuilder<boolean> {
  if (column === null) return sql`false`;
  const { sql: at, type } = column;
  if (type === 'bigint') return sql`${at} NOT BETWEEN 1000000000000 AND 9999999999999`;
  return sql`NOT (${at} >= '1000-01-01T00:00:00Z'::timestamptz AND ${at} < '3000-01-01T00:00:00Z'::timestamptz)`;
}

/** At most 12 + 6 digits; NaN is greater than all. */
function notPoints(column: ReturnType<JobRows['raw']>): RawBuilder<boolean> {
  if (column === null) return sql`false`;
  const points = sql`${column.sql}::numeric`;
  return sql`NOT (${points} >= 0 AND ${points} < 1000000000000 AND ${points} = round(${points}, 6))`;
}

function anyOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(
    conditions.map((each) => sql`coalesce(${each}, false)`),
    sql` OR `,
  )})`;
}

/** Wallets of mixed letter case whose checksum is wrong (R12). */
async function faultyWallets(session: ServerSession, rows: JobRows): Promise<string[]> {
  const mixed = (column: JobLogColumn): RawBuilder<unknown> => {
    const wallet = rows.text(column);
    return sql`SELECT ${wallet} AS wallet FROM ${rows.table} WHERE ${wallet} <> lower(${wallet})`;
  };
  const found: string[] = [];
  const distinct = sql<{ wallet: string }>`
    SELECT DISTINCT wallet FROM (${mixed('worker_wallet')} UNION ALL ${mixed('subscriber_wallet')}) AS wallets`;
  for await (const { wallet } of session.stream(distinct)) {
    if (walletFault(wallet) === 'wrong-checksum') found.push(wallet);
    if (found.length === MOST_PROBLEMS) break;
  }
  return found;
}

function namesOneOf(rows: JobRows, wallets: readonly string[]): RawBuilder<boolean> {
  const isOne = (column: JobLogColumn): RawBuilder<boolean> => {
    return sql<boolean>`${rows.text(column)} = ANY (${[...wallets]}::text[])`;
  };
  return anyOf([isOne('worker_wallet'), isOne('subscriber_wallet')]);
}

async function problemsWhere(
  session: ServerSession,
  rows: JobRows,
  { table }: TableSource,
  condition: RawBuilder<boolean>,
): Promise<Problem[]> {
  const texts = JOB_LOG_COLUMNS.map(({ name }) => sql`${rows.text(name)} AS ${sql.id(name)}`);
  const found = await session.rows(sql<Record<JobLogColumn, string | null>>`
    SELECT ${sql.join(texts)} FROM ${rows.table} WHERE ${condition}
    ORDER BY convert_to(${rows.text('job_id')}, 'UTF8') LIMIT ${sql.lit(MOST_PROBLEMS)}`);
  return found.flatMap((row) => {
    const faults = rowFaults(textsOf(row));
    if (faults.length === 0) throw new Error(`the server calls job ${row.job_id} faulty: ${JSON.stringify(row)}`);
    const job = row.job_id === null ? 'a job without an id' : `job ${quoted(row.job_id)}`;
    return faults.map(({ code, message }) =>
      problem(code, { file: table }, `${job}: ${message}`, 'Correct the row, or name a view that leaves it out.'),
    );
  });
}

/** As a job log writes them: a scale of the type is no digit of the value, so 1.500000000 says 1.5. */
function textsOf(row: Record<JobLogColumn, string | null>): JobTexts {
  const given = Object.entries(row).filter(([, value]) => value !== null) as [JobLogColumn, string][];
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (name === 'render_spark' && value.includes('.')) return [name, value.replace(/\.?0+$/, '')];
      return [name, value];
    }),
  );
}
