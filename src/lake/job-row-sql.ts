import { ZERO_ADDRESS } from '../core/wallet/checksum-address.ts';
import { sqlText } from './duckdb.ts';
import { JOB_LOG_COLUMNS, type JobLogColumn } from './job-log-columns.ts';
import {
  FALSE_PATTERN,
  ISO_PATTERN,
  LISTED_COLUMNS,
  SHORT_EXPONENT_PATTERN,
  SPARK_PATTERN,
  TRUE_PATTERN,
  UNIX_MS_PATTERN,
} from './job-values.ts';
import { foldedSql, isCompletedStatus, trimmedSql, unknownStatusSql } from './listed-values.ts';

/**
 * The vectorised twin of job-values.ts. A "text relation" is SQL that yields, for every row of a job log in its order,
 * `line_shift` and one VARCHAR per column of JOB_LOG_COLUMNS, NULL where the row has no value.
 */
export type TextRelation = string & { readonly __sql: 'text relation' };

/** The message by which a refused row is told from other failures of DuckDB. */
export const REFUSED = 'a row of the job log is refused';

/** A text relation of one SQL expression per column; columns without one are NULL. */
export function textRelation(
  source: string,
  texts: ReadonlyMap<JobLogColumn, string>,
  lineShift: string,
  beside: readonly string[] = [],
): TextRelation {
  const columns = JOB_LOG_COLUMNS.map(({ name }) => {
    const text = texts.get(name) ?? 'NULL::VARCHAR';
    return `${LISTED_COLUMNS.includes(name) ? trimmedSql(text) : text} AS ${name}`;
  });
  return `SELECT ${[`${lineShift} AS line_shift`, ...columns, ...beside].join(', ')} FROM ${source}` as TextRelation;
}

/**
 * The rows as every question sees them. Fails with REFUSED at the first row that breaks a rule of job-values.ts. Of
 * wallets in mixed case the checksums are looked at apart, of the few distinct ones: until then they are refused.
 * `line_shift` is the line in the source file less the record number.
 */
export function keptRows(relation: TextRelation, wallets: 'in lower case' | 'looked at'): string {
  const good = wallets === 'looked at' ? rowIsGood() : `(${rowIsGood()} AND ${WALLETS.map(isLowerCase).join(' AND ')})`;
  const lineShift = `CASE WHEN ${good} THEN line_shift ELSE error(${sqlText(REFUSED)}) END::BIGINT`;
  return rowsOf(readRows(relation), {
    lineShift,
    beside: [],
    wallet: wallets === 'looked at' ? lowerCase : (text) => text,
  });
}

/** The same of rows that were checked before, and what stands beside them. */
export function goodRows(relation: TextRelation, beside: readonly string[] = []): string {
  return rowsOf(readGoodRows(relation), { lineShift: 'line_shift::BIGINT', beside, wallet: lowerCase });
}

function lowerCase(text: string): string {
  return `lower(${text})`;
}

function rowsOf(
  read: string,
  { lineShift, beside, wallet }: { lineShift: string; beside: readonly string[]; wallet: (text: string) => string },
): string {
  return `
    SELECT
      ${[`${lineShift} AS line_shift`, ...beside].join(', ')},
      job_id,
      event_id,
      ${isCompletedSql()} AS status_completed,
      ${unknownStatusSql('listed_status')} AS unknown_status,
      instant_ms,
      ${foldedSql('payment_model')} AS payment_model,
      CASE WHEN trialing IN ('true', 'false') THEN trialing = 'true' ELSE coalesce(regexp_full_match(trialing, ${sqlText(TRUE_PATTERN)}), false) END
        AS trialing,
      ${WALLETS.map((name) => `${wallet(name)} AS ${name}`).join(', ')},
      worker_account,
      subscriber_account,
      worker_type,
      worker_nft_id,
      lower(model_id) AS model_id,
      spark AS render_spark,
      subscription_tier,
      reason
    FROM (${read})`;
}

/** Texts with what they say, each read once however often it is asked for. */
function readRows(relation: string): string {
  return `SELECT *, ${instantSql('completed_at')} AS instant_ms, ${foldedSql('status')} AS listed_status,
    ${sparkSql('render_spark')} AS spark FROM (${relation})`;
}

/** The same of rows that were checked: of most values it is known how they are written, and that they are good. */
function readGoodRows(relation: string): string {
  const [time, spark] = ['completed_at', 'render_spark'];
  return `SELECT *, CASE WHEN strlen(${time}) = 24 AND suffix(${time}, 'Z')
      THEN coalesce(epoch_ms(TRY_CAST(${time} AS TIMESTAMP)), ${instantSql(time)}) ELSE ${instantSql(time)} END AS instant_ms,
    ${foldedSql('status')} AS listed_status,
    CASE WHEN contains(${spark}, 'e') OR contains(${spark}, 'E') THEN ${sparkSql(spark)} ELSE TRY_CAST(${spark} AS DECIMAL(18,6)) END AS spark
    FROM (${relation})`;
}

const WALLETS = ['worker_wallet', 'subscriber_wallet'];

function isLowerCase(wallet: string): string {
  return `(${wallet} IS NULL OR regexp_full_match(${wallet}, '0x[0-9a-f]{40}'))`;
}

/** The rows that keptRows refuses, or that name one of the given wallets: numbered from 1, as texts. */
export function refusedRows(relation: TextRelation, wallets: readonly string[], most: number): string {
  const list = `[${wallets.map(sqlText).join(', ')}]::VARCHAR[]`;
  return `
    SELECT * FROM (
      SELECT row_number() OVER () AS row, * FROM (${readRows(relation)}))
    WHERE NOT ${rowIsGood()}
      OR coalesce(list_contains(${list}, worker_wallet), false)
      OR coalesce(list_contains(${list}, subscriber_wallet), false)
    ORDER BY row LIMIT ${most}`;
}

/** Every wallet of the rows, once. */
export function distinctWallets(relation: TextRelation): string {
  return `SELECT DISTINCT wallet FROM (SELECT unnest([worker_wallet, subscriber_wallet]) AS wallet FROM (${relation}))
    WHERE wallet IS NOT NULL`;
}

function rowIsGood(): string {
  const always = needed('always').map((name) => `${name} IS NOT NULL`);
  const whenCompleted = needed('when-completed').map((name) => `${name} IS NOT NULL`);
  return `(${always.join(' AND ')}
    AND (NOT ${isCompletedSql()} OR (${whenCompleted.join(' AND ')} AND worker_wallet <> ${sqlText(ZERO_ADDRESS)}))
    AND (completed_at IS NULL OR instant_ms IS NOT NULL)
    AND (render_spark IS NULL OR spark IS NOT NULL)
    AND (trialing IS NULL OR trialing IN ('true', 'false') OR regexp_full_match(trialing, ${sqlText(`${TRUE_PATTERN}|${FALSE_PATTERN}`)})))`;
}

/** Exact, or NULL. A short exponent is exact in 18 decimals; what has a longer one is for the exact reading. */
function sparkSql(text: string): string {
  const wide = `TRY_CAST(${text} AS DECIMAL(38,18))`;
  const exact = `TRY_CAST(${text} AS DECIMAL(18,6))`;
  return `CASE WHEN regexp_full_match(${text}, ${sqlText(SPARK_PATTERN)}) THEN ${exact}
    WHEN regexp_full_match(${text}, ${sqlText(SHORT_EXPONENT_PATTERN)}) AND ${wide} = TRY_CAST(${wide} AS DECIMAL(18,6))
      THEN TRY_CAST(${wide} AS DECIMAL(18,6)) END`;
}

function needed(when: 'always' | 'when-completed'): JobLogColumn[] {
  return JOB_LOG_COLUMNS.filter((column) => column.needed === when).map((column) => column.name);
}

function isCompletedSql(): string {
  return isCompletedStatus('listed_status');
}

/**
 * Milliseconds UTC of a time with an offset, or of 13 digits; NULL when it is neither. Digits beyond the millisecond
 * are cut, never rounded up, so that no job crosses into the next month (R1). The shape is checked first because
 * DuckDB's cast drops an offset, takes 24:00, and rounds. The shape that nearly every log has is told by wildcards, in
 * half the time of the pattern: of its digits only an hour of 24 is one that the cast takes and the pattern does not.
 */
function instantSql(text: string): string {
  const isIso = `regexp_full_match(${text}, ${sqlText(ISO_PATTERN)})`;
  return `CASE
    WHEN ${text} GLOB ${sqlText(USUAL_TIME)} AND substr(${text}, 12, 2) < '24' THEN epoch_ms(TRY_CAST(${text} AS TIMESTAMP))
    WHEN regexp_full_match(${text}, ${sqlText(UNIX_MS_PATTERN)}) THEN TRY_CAST(${text} AS BIGINT)
    WHEN NOT ${isIso} THEN NULL
    ELSE epoch_ms(TRY_CAST(left(${text}, 19) AS TIMESTAMP))
      + TRY_CAST(rpad(regexp_extract(${text}, '[.]([0-9]{1,3})', 1), 3, '0') AS BIGINT)
      - coalesce(60000 * ${offsetMinutes(text)}, 0)
    END`;
}

const USUAL_TIME = '[12]###-##-##T##:##:##.###Z'.replaceAll('#', '[0-9]');

/** NULL for UTC. */
function offsetMinutes(text: string): string {
  const part = (group: number): string => `regexp_extract(${text}, '([+-])([0-9]{2}):?([0-9]{2})?$', ${group})`;
  return `(CASE WHEN suffix(${text}, 'Z') OR suffix(${text}, 'UTC') THEN NULL
    ELSE (CASE WHEN ${part(1)} = '-' THEN -1 ELSE 1 END)
      * (TRY_CAST(${part(2)} AS BIGINT) * 60 + coalesce(TRY_CAST(${part(3)} AS BIGINT), 0)) END)`;
}
