import { BLANKS, INVISIBLE } from '../../core/text/unpadded.ts';
import {
  COMPLETED_STATUSES,
  type ListExtensions,
  NOT_COMPLETED_STATUSES,
  OTHER_PAYMENT_MODELS,
  OUTER_BLANKS,
  REFUNDED_STATUSES,
  SUBSCRIPTION_MODELS,
} from '../../core/usage/closed-lists.ts';
import { ZERO_ADDRESS } from '../../core/wallet/checksum-address.ts';
import { sqlText } from '../engine/duckdb.ts';

/*
 * The closed lists of R11 as SQL. Rows keep what the network's lists say: `status_completed`, and
 * `unknown_status`, the status that no list of the network has, as the lists compare it. What revshare.yaml says is
 * applied when the rows are judged, so that another meaning needs no other reading.
 */

/** DuckDB makes a join of an IN of more, and a join does not keep the order of the rows, which is their place in the log. */
const MOST_IN = 4;

/** Whether a text is one of some; NULL where it is NULL. */
export function isOneOf(text: string, some: readonly string[]): string {
  if (some.length === 0) return 'false';
  const listed = some.map(sqlText).join(', ');
  return some.length > MOST_IN ? `list_contains([${listed}], ${text})` : `(${text} IN (${listed}))`;
}

/** A text without outer blanks, NULL where it has nothing else. What nearly every row says is known to have none. */
export function trimmedSql(text: string): string {
  const usual = USUAL.map((each) => `WHEN ${sqlText(each)} THEN ${text}`);
  return `CASE ${text} ${usual.join(' ')} ELSE nullif(${trimmed(text)}, '') END`;
}

/** Spellings that most rows have: only the time that it takes depends on them. */
const USUAL = ['jobCompleted', 'completed', 'subscription'];

function trimmed(text: string): string {
  return `trim(${text}, ${sqlText(OUTER_BLANKS)})`;
}

/**
 * The vectorised twin of core/text/unpadded.ts; NULL where a text has nothing else. Most have none, and trim looks at every
 * character: where every character is one byte, its ends tell.
 */
export function unpaddedSql(text: string): string {
  const whole = `trim(translate(${text}, ${sqlText(INVISIBLE)}, ''), ${sqlText(BLANKS)})`;
  const ends = [...OUTER_BLANKS].map((blank) => `suffix(${text}, ${sqlText(blank)})`).join(' OR ');
  return `CASE WHEN strlen(${text}) <> length(${text}) THEN nullif(${whole}, '')
    WHEN ${text} < '!' OR ${ends} THEN nullif(${trimmed(text)}, '') ELSE ${text} END`;
}

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A text as the lists compare it, by the embedded engine. Its translate takes longer than reading the file does: where
 * every character is one byte, lower() says the same.
 */
export function listedSql(text: string): string {
  return foldedSql(trimmed(text));
}

/** The same, where a column has few values and each is asked for once: then translate costs nothing. */
export function listedFewSql(text: string): string {
  return `translate(${trimmed(text)}, '${CAPITALS}', '${CAPITALS.toLowerCase()}')`;
}

/** The same of a text without outer blanks. */
export function foldedSql(text: string): string {
  return `CASE WHEN strlen(${text}) = length(${text}) THEN lower(${text})
    ELSE translate(${text}, '${CAPITALS}', '${CAPITALS.toLowerCase()}') END`;
}

/** Whether a status, as the lists compare it, is one of a completed job. */
export function isCompletedStatus(listed: string): string {
  return isOneOf(listed, COMPLETED_STATUSES);
}

/** Whether a status, as the lists compare it, says that the job was refunded: of what revshare.yaml adds, what has that word in it. */
export function isRefundedStatus(listed: string, { notCompleted }: ListExtensions): string {
  return isOneOf(listed, [...REFUNDED_STATUSES, ...notCompleted.filter((status) => status.includes('refund'))]);
}

/** A status, as the lists compare it, where no list of the network has it; else NULL. */
export function unknownStatusSql(listed: string): string {
  const isKnown = `${isCompletedStatus(listed)} OR ${isOneOf(listed, NOT_COMPLETED_STATUSES)}`;
  return `CASE WHEN ${isKnown} THEN NULL ELSE ${listed} END`;
}

/** Which rows completed, and which have a status that nobody knows: SQL over the rows as they are kept. */
export interface StatusSql {
  readonly completed: string;
  readonly unknown: string;
}

/**
 * Both by the network's lists and by what revshare.yaml adds; null where that is nothing. A row is completed by what it
 * adds only if it has all that a completed job needs: an import asks that of the network's own statuses alone.
 */
export function extendedStatuses({ completed, notCompleted }: ListExtensions): StatusSql | null {
  if (completed.length === 0 && notCompleted.length === 0) return null;
  const isDone = `(${isOneOf('unknown_status', completed)} AND ${HAS_WHAT_A_COMPLETED_JOB_NEEDS})`;
  const isKnown = `(${isDone} OR ${isOneOf('unknown_status', notCompleted)})`;
  return {
    completed: `(status_completed OR coalesce(${isDone}, false))`,
    unknown: `CASE WHEN NOT coalesce(${isKnown}, false) THEN unknown_status END`,
  };
}

const HAS_WHAT_A_COMPLETED_JOB_NEEDS = `(instant_ms IS NOT NULL AND payment_model IS NOT NULL AND model_id IS NOT NULL
    AND render_spark IS NOT NULL AND worker_wallet <> ${sqlText(ZERO_ADDRESS)})`;

/** Whether the subscription paid, by a payment model as the lists compare it. */
export function isSubscriptionSql({ subscription }: ListExtensions): string {
  return isOneOf('payment_model', [...SUBSCRIPTION_MODELS, ...subscription]);
}

/** Whether no list has the payment model. */
export function isUnknownPaymentModelSql({ subscription, notSubscription }: ListExtensions): string {
  const known = [...SUBSCRIPTION_MODELS, ...OTHER_PAYMENT_MODELS, ...subscription, ...notSubscription];
  return `NOT ${isOneOf('payment_model', known)}`;
}

/** Whether a row may be that of a completed job, whatever revshare.yaml says. */
export const MAY_BE_COMPLETED = '(status_completed OR unknown_status IS NOT NULL)';

/** Whether the subscription may have paid, whatever revshare.yaml says of models that the network's lists do not have. */
export const MAY_BE_SUBSCRIPTION = `NOT ${isOneOf('payment_model', OTHER_PAYMENT_MODELS)}`;
