import { NO_ACCOUNT } from '../../core/text/no-account.ts';
import { ROUNDED_ID_PATTERN } from '../../core/text/rounded-id.ts';
import { COMPLETED_STATUSES, NOT_COMPLETED_STATUSES, REFUNDED_STATUSES } from '../../core/usage/closed-lists.ts';
import { ZERO_ADDRESS } from '../../core/wallet/checksum-address.ts';
import { sqlText } from '../engine/duckdb.ts';
import { EVENT_HASH, JOB_HASH } from './id-hashes.ts';
import { JOB_LOG_COLUMNS, type JobLogColumn } from './job-log-columns.ts';
import {
  FALSE_PATTERN,
  ISO_PATTERN,
  LISTED_COLUMNS,
  PADDED_COLUMNS,
  SHORT_EXPONENT_PATTERN,
  SPARK_PATTERN,
  TRUE_PATTERN,
  UNIX_MS_PATTERN,
} from './job-values.ts';
import {
  foldedSql,
  isCompletedStatus,
  isOneOf,
  listedFewSql,
  trimmedSql,
  unknownStatusSql,
  unpaddedSql,
} from './listed-values.ts';

/**
 * The vectorised twin of job-values.ts. A "text relation" is SQL that yields, for every row of a job log in its order,
 * `line_shift` and one VARCHAR per column of JOB_LOG_COLUMNS, NULL where the row has no value.
 */
export type TextRelation = string & { readonly __sql: 'text relation' };

/** The rows of a job log, and its wallets alone, where those are cheaper to read. */
export interface JobLogRelations {
  readonly rows: TextRelation;
  readonly wallets: TextRelation;
}

/** The message by which a refused row is told from other failures of DuckDB. */
export const REFUSED = 'a row of the job log is refused';

/**
 * A text relation of one SQL expression per column; columns without one are NULL.
 *
 * @param padded whether values may be (file-structure.ts): those of PADDED_COLUMNS are looked at
 */
export function textRelation(
  source: string,
  texts: ReadonlyMap<JobLogColumn, string>,
  lineShift: string,
  beside: readonly string[] = [],
  padded = true,
): TextRelation {
  const columns = JOB_LOG_COLUMNS.map(({ name }) => {
    const text = texts.get(name);
    if (text === undefined) return `NULL::VARCHAR AS ${name}`;
    const whole = padded && PADDED_COLUMNS.includes(name) ? unpaddedSql(text) : text;
    return `${ACCOUNTS.includes(name) ? accountSql(whole) : whole} AS ${name}`;
  });
  return `SELECT ${[`${lineShift} AS line_shift`, ...columns, ...beside].join(', ')} FROM ${source}` as TextRelation;
}

const ACCOUNTS: readonly JobLogColumn[] = ['worker_account', 'subscriber_account'];
const LONGEST_NO_ACCOUNT = Math.max(...NO_ACCOUNT.map(({ length }) => length));

/** An account, or NULL where the text says that there is none. Lengths are compared first: most ids are longer. */
function accountSql(text: string): string {
  const saysNone = `strlen(${text}) <= ${LONGEST_NO_ACCOUNT} AND ${isOneOf(text, NO_ACCOUNT)}`;
  return `CASE WHEN ${saysNone} THEN NULL ELSE ${text} END`;
}

/** Of wallets in mixed case the checksums have to be looked at before: those that are not known to be in lower case are folded. */
export type Wallets = 'in lower case' | 'looked at';

function walletsSql(wallets: Wallets): string {
  return WALLETS.map((name) => (wallets === 'looked at' ? `lower(${name}) AS ${name}` : name)).join(', ');
}

/**
 * The rows as questions see them. Fails with REFUSED at the first row that breaks a rule of job-values.ts, but for its
 * wallets: those are few, and looked at in what was written (unusualWallets). `line_shift` is the line in the source file
 * less the record number.
 */
export function keptRows(relation: TextRelation, wallets: Wallets): string {
  const lineShift = `CASE WHEN ${IS_READABLE} AND NOT coalesce(${IS_LACKING}, false) THEN line_shift ELSE error(${sqlText(REFUSED)}) END::BIGINT`;
  return rowsOf(readRows(relation), { lineShift, beside: [], wallets });
}

/** The same of rows that were checked before, and what stands beside them. */
export function goodRows(relation: TextRelation, beside: readonly string[] = []): string {
  return rowsOf(readGoodRows(relation), { lineShift: 'line_shift::BIGINT', beside, wallets: 'looked at' });
}

function rowsOf(
  read: string,
  { lineShift, beside, wallets }: { lineShift: string; beside: readonly string[]; wallets: Wallets },
): string {
  return `
    SELECT
      ${[`${lineShift} AS line_shift`, ...beside].join(', ')},
      job_id,
      event_id,
      status_completed,
      ${unknownStatusSql('listed_status')} AS unknown_status,
      ${isOneOf('listed_status', REFUNDED_STATUSES)} AS refunded,
      instant_ms,
      ${foldedSql('payment_model')} AS payment_model,
      CASE WHEN trialing IN ('true', 'false') THEN trialing = 'true' ELSE ${trialingSql('trialing')} END AS trialing,
      ${walletsSql(wallets)},
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
  return `SELECT *, ${isCompletedStatus('listed_status')} AS status_completed FROM (
    SELECT *, ${instantSql('completed_at')} AS instant_ms, ${foldedSql('status')} AS listed_status,
      ${sparkSql('render_spark')} AS spark FROM (${listedRows(relation)}))`;
}

/** The same of rows that were checked: of most values it is known how they are written, and that they are good. */
function readGoodRows(relation: string): string {
  const [time, spark] = ['completed_at', 'render_spark'];
  return `SELECT *, ${isCompletedStatus('listed_status')} AS status_completed FROM (
    SELECT *, CASE WHEN strlen(${time}) = 24 AND suffix(${time}, 'Z')
      THEN coalesce(epoch_ms(TRY_CAST(${time} AS TIMESTAMP)), ${instantSql(time)}) ELSE ${instantSql(time)} END AS instant_ms,
    ${foldedSql('status')} AS listed_status,
    CASE WHEN contains(${spark}, 'e') OR contains(${spark}, 'E') THEN ${sparkSql(spark)} ELSE TRY_CAST(${spark} AS DECIMAL(18,6)) END AS spark
    FROM (${listedRows(relation)}))`;
}

function listedRows(relation: string): string {
  return `SELECT * REPLACE (${LISTED_COLUMNS.map((name) => `${trimmedSql(name)} AS ${name}`).join(', ')}) FROM (${relation})`;
}

const WALLETS = ['worker_wallet', 'subscriber_wallet'];

/**
 * What later questions need of every row, in its order (file-facts.ts), as cheaply as it can be had: times and amounts are
 * read, ids are hashed, and what has few values stays as it is written. Fails with REFUSED at a row without a job id, or
 * whose time or amount cannot be read; what else a row needs is asked of the facts (refusedFacts).
 */
export function factsOfTexts(relation: TextRelation, wallets: Wallets): string {
  return `SELECT CASE WHEN ${IS_READABLE} THEN line_shift ELSE error(${sqlText(REFUSED)}) END::BIGINT AS line_shift,
      instant_ms, ${JOB_HASH} AS id_hash, ${EVENT_HASH} AS event_hash, status, payment_model, trialing, ${walletsSql(wallets)},
      ${BESIDE_WALLETS}, model_id, spark AS render_spark
    FROM (SELECT *, ${instantSql('completed_at')} AS instant_ms, ${sparkSql('render_spark')} AS spark FROM (${relation}))`;
}

/** The same of rows that are kept as keptRows has them; a status says what it means. */
export function factsOfKept(rows: string): string {
  const statuses = [COMPLETED_STATUSES, REFUNDED_STATUSES, NOT_COMPLETED_STATUSES];
  const [completed, refunded, other] = statuses.map(([usual]) => sqlText(usual ?? ''));
  return `SELECT line_shift, instant_ms, ${JOB_HASH} AS id_hash, ${EVENT_HASH} AS event_hash,
      CASE WHEN status_completed THEN ${completed} WHEN refunded THEN ${refunded} ELSE coalesce(unknown_status, ${other}) END AS status, payment_model,
      CASE WHEN trialing THEN 'true' ELSE 'false' END AS trialing, ${WALLETS.join(', ')}, ${BESIDE_WALLETS}, model_id, render_spark
    FROM ${rows}`;
}

const BESIDE_WALLETS = 'worker_account, subscriber_account, worker_type, worker_nft_id, subscription_tier';

/** Those of a file of facts that lack what they need, as SQL of rows. */
export function refusedFacts(facts: string): string {
  return `SELECT 1 FROM (
      SELECT *, ${isCompletedStatus('status')} AS status_completed FROM (
        SELECT * REPLACE (nullif(${listedFewSql('status')}, '') AS status, nullif(${listedFewSql('payment_model')}, '') AS payment_model),
          render_spark AS spark FROM ${facts}))
    WHERE ${IS_LACKING}`;
}

/**
 * Wallets of rows or facts that are not in lower case, or none at all, each once. Of a DISTINCT the engine would look at
 * every row instead.
 */
export function unusualWallets(written: string): string {
  const distinct = WALLETS.map((name) => `SELECT any_value(${name}) AS wallet FROM ${written} GROUP BY ${name}`);
  return `SELECT wallet FROM (${distinct.join(' UNION ALL ')}) WHERE NOT regexp_full_match(wallet, '0x[0-9a-f]{40}')`;
}

/** Whether the subscriber was trialing, by a text that was checked. */
export function trialingSql(text: string): string {
  return `coalesce(regexp_full_match(${text}, ${sqlText(TRUE_PATTERN)}), false)`;
}

/** The rows that keptRows refuses, or that name one of the given wallets: numbered from 1, as texts. */
export function refusedRows(relation: TextRelation, wallets: readonly string[], most: number): string {
  const list = `[${wallets.map(sqlText).join(', ')}]::VARCHAR[]`;
  return `
    SELECT * FROM (
      SELECT row_number() OVER () AS row, * FROM (${readRows(relation)}))
    WHERE NOT ${IS_READABLE} OR ${IS_LACKING}
      OR coalesce(list_contains(${list}, worker_wallet), false)
      OR coalesce(list_contains(${list}, subscriber_wallet), false)
    ORDER BY row LIMIT ${most}`;
}

/** Every wallet of the rows, once. */
export function distinctWallets(relation: TextRelation): string {
  return `SELECT DISTINCT wallet FROM (SELECT unnest([worker_wallet, subscriber_wallet]) AS wallet FROM (${relation}))
    WHERE wallet IS NOT NULL`;
}

/** Whether a row has a job id, and its time and amount can be read. */
const IS_READABLE = `(job_id IS NOT NULL AND (completed_at IS NULL OR instant_ms IS NOT NULL)
    AND (render_spark IS NULL OR spark IS NOT NULL))`;

/** What a text says, where it is asked for as that. */
const READ_AS: Partial<Record<JobLogColumn, string>> = { completed_at: 'instant_ms', render_spark: 'spark' };

/**
 * Whether a row lacks something that it needs, or has it wrong; where not, it may be NULL too. SQL over `status`, without
 * outer blanks, `status_completed` and what was read. As faults it costs the engine half of what their absence does.
 */
const IS_LACKING = `(status IS NULL
    OR (status_completed AND (${neededOfCompleted()
      .map((name) => `${READ_AS[name] ?? name} IS NULL`)
      .join(' OR ')} OR worker_wallet = ${sqlText(ZERO_ADDRESS)}))
    OR (trialing NOT IN ('true', 'false') AND NOT regexp_full_match(trialing, ${sqlText(`${TRUE_PATTERN}|${FALSE_PATTERN}`)}))
    OR ${ACCOUNTS.map(isRoundedSql).join(' OR ')})`;

/** Whether an account is what is left of a number that was rounded; few have the sign of one. */
function isRoundedSql(account: string): string {
  return `(contains(${account}, '+') AND regexp_full_match(${account}, ${sqlText(ROUNDED_ID_PATTERN)}))`;
}

function neededOfCompleted(): JobLogColumn[] {
  return JOB_LOG_COLUMNS.filter(({ needed }) => needed === 'when-completed').map(({ name }) => name);
}

/** Exact, or NULL. A short exponent is exact in 18 decimals; what has a longer one is for the exact reading. */
function sparkSql(text: string): string {
  const wide = `TRY_CAST(${text} AS DECIMAL(38,18))`;
  const exact = `TRY_CAST(${text} AS DECIMAL(18,6))`;
  return `CASE WHEN regexp_full_match(${text}, ${sqlText(SPARK_PATTERN)}) THEN ${exact}
    WHEN regexp_full_match(${text}, ${sqlText(SHORT_EXPONENT_PATTERN)}) AND ${wide} = TRY_CAST(${wide} AS DECIMAL(18,6))
      THEN TRY_CAST(${wide} AS DECIMAL(18,6)) END`;
}

/**
 * Milliseconds UTC of a time with an offset, or of 13 digits; NULL when it is neither. Digits beyond the millisecond
 * are cut, never rounded up, so that no job crosses into the next month (R1). The shape is checked first because
 * DuckDB's cast drops an offset, takes 24:00, and rounds. The shape that nearly every log has is told by wildcards, in
 * half the time of the pattern: what the wildcards let pass, the cast does not take, but for an hour of 24.
 */
function instantSql(text: string): string {
  const isIso = `regexp_full_match(${text}, ${sqlText(ISO_PATTERN)})`;
  return `CASE
    WHEN ${text} GLOB ${sqlText(USUAL_TIME)} AND NOT contains(${text}, 'T24') THEN epoch_ms(TRY_CAST(${text} AS TIMESTAMP))
    WHEN regexp_full_match(${text}, ${sqlText(UNIX_MS_PATTERN)}) THEN TRY_CAST(${text} AS BIGINT)
    WHEN NOT ${isIso} THEN NULL
    ELSE epoch_ms(TRY_CAST((CASE WHEN substr(${text}, 17, 1) = ':' THEN left(${text}, 19) ELSE left(${text}, 16) || ':00' END) AS TIMESTAMP))
      + TRY_CAST(rpad(regexp_extract(${text}, '[.]([0-9]{1,3})', 1), 3, '0') AS BIGINT)
      - coalesce(60000 * ${offsetMinutes(text)}, 0)
    END`;
}

const USUAL_TIME = '[12]???-??-??T[0-2]?:??:??.[0-9][0-9][0-9]Z';

/** NULL for UTC. */
function offsetMinutes(text: string): string {
  const part = (group: number): string => `regexp_extract(${text}, '([+-])([0-9]{2}):?([0-9]{2})?$', ${group})`;
  return `(CASE WHEN suffix(${text}, 'Z') OR suffix(${text}, 'UTC') THEN NULL
    ELSE (CASE WHEN ${part(1)} = '-' THEN -1 ELSE 1 END)
      * (TRY_CAST(${part(2)} AS BIGINT) * 60 + coalesce(TRY_CAST(${part(3)} AS BIGINT), 0)) END)`;
}
