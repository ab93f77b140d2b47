import { isRoundedId, ROUNDED_ID_WORDS } from '../../core/text/rounded-id.ts';
import { unpadded } from '../../core/text/unpadded.ts';
import { COMPLETED_STATUSES, listedValue } from '../../core/usage/closed-lists.ts';
import { isZeroAddress } from '../../core/wallet/checksum-address.ts';
import type { ProblemCode } from '../../problems/catalogue.ts';
import { quoted } from '../../problems/quoted.ts';
import { JOB_LOG_COLUMNS, type JobLogColumn, namesOf } from './job-log-columns.ts';
import { walletFault } from './wallet-checksum.ts';

/*
 * What a value must look like. The patterns serve both readings: DuckDB's vectorised check (RE2) and the exact one
 * here; both understand them alike, and both match the whole text.
 */

/** What databases write into a CSV where there is no value (psql, MySQL, Snowflake, ClickHouse). */
export const NO_VALUE: readonly string[] = ['\\N', 'NULL', 'null'];
/** Columns of values from closed lists: outer blanks are no part of them (R11). */
export const LISTED_COLUMNS: readonly JobLogColumn[] = ['status', 'payment_model'];
/** Columns that are compared with each other and with what people write: a database that pads its texts adds blanks. */
export const PADDED_COLUMNS: readonly JobLogColumn[] = [
  ...(['job_id', 'event_id', 'worker_account', 'subscriber_account', 'model_id'] as const),
];
/** At most 12 + 6 digits that say something: databases pad with zeros, and some leave out the zero before the dot. */
export const SPARK_PATTERN = '0*[0-9]{1,12}([.][0-9]{1,6}0*)?|[.][0-9]{1,6}0*';
/** An exponent, of so few digits that DuckDB's DECIMAL(38,18) holds the number exactly. */
export const SHORT_EXPONENT_PATTERN = '[0-9]{1,6}([.][0-9]{1,6})?[eE]([+]?0*[0-9]|-0*([0-9]|1[0-2]))';
export const TRUE_PATTERN = '[tT][rR][uU][eE]|[tT]|1';
export const FALSE_PATTERN = '[fF][aA][lL][sS][eE]|[fF]|0';
export const UNIX_MS_PATTERN = '[0-9]{13}';
/** A time that does not say its offset. Java leaves out the seconds of a whole minute. */
export const ISO_WITHOUT_OFFSET_PATTERN =
  '[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?';
/** Databases set the offset apart, and BigQuery writes UTC. */
export const ISO_PATTERN = `${ISO_WITHOUT_OFFSET_PATTERN} ?(Z|UTC|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)`;

const SPARK = new RegExp(`^(${SPARK_PATTERN})$`);
const EXPONENT = /^([0-9]+)(?:[.]([0-9]+))?[eE]([+-]?[0-9]{1,4})$/;
const BOOLEAN = new RegExp(`^(${TRUE_PATTERN}|${FALSE_PATTERN})$`);
const UNIX_MS = new RegExp(`^${UNIX_MS_PATTERN}$`);
const ISO = new RegExp(`^${ISO_PATTERN}$`);
const ISO_WITHOUT_OFFSET = new RegExp(`^${ISO_WITHOUT_OFFSET_PATTERN}$`);

/** The texts of one row; an empty value is an absent one. */
export type JobTexts = Partial<Record<JobLogColumn, string>>;

export interface ValueFault {
  readonly column: JobLogColumn;
  readonly code: ProblemCode;
  readonly message: string;
}

/** Everything that is wrong with one row, in column order. */
export function rowFaults(texts: JobTexts): ValueFault[] {
  const faults: ValueFault[] = [];
  const completed = isCompleted(texts.status);
  for (const { name, needed } of JOB_LOG_COLUMNS) {
    const written = texts[name] ?? '';
    const text = withoutBlanks(name, written);
    if (text !== '') {
      const fault = valueFault(name, text) ?? (completed ? zeroFault(name, text) : null);
      if (fault !== null) faults.push({ column: name, ...fault });
    } else if (needed === 'always' || (needed === 'when-completed' && completed)) {
      const because = needed === 'always' ? 'every job needs it' : 'a completed job needs it';
      faults.push({ column: name, code: 'missing-value', message: `${columnWords(name)} is empty; ${because}` });
    }
  }
  return faults;
}

function withoutBlanks(name: JobLogColumn, written: string): string {
  if (PADDED_COLUMNS.includes(name)) return unpadded(written);
  return LISTED_COLUMNS.includes(name) ? listedValue(written) : written;
}

/** Whether a status, however it is written, is one of a completed job. */
export function isCompleted(status: string | undefined): boolean {
  return COMPLETED_STATUSES.includes(listedValue(status ?? ''));
}

/** A column's name with the other names it may have. */
export function columnWords(column: JobLogColumn): string {
  const [name, ...aliases] = namesOf(column);
  return aliases.length === 0 ? `${name}` : `${name} (or ${aliases.join(', ')})`;
}

function valueFault(column: JobLogColumn, text: string): { code: ProblemCode; message: string } | null {
  const code = codeOf(column, text);
  return code === null ? null : { code, message: `${column} ${quoted(text)} ${WORDS[code]}` };
}

function codeOf(column: JobLogColumn, text: string): FaultCode | null {
  if (text.includes('\0')) return 'nul-character';
  switch (column) {
    case 'completed_at':
      return instantFault(text);
    case 'trialing':
      return BOOLEAN.test(text) ? null : 'not-a-boolean';
    case 'worker_wallet':
    case 'subscriber_wallet':
      return walletFault(text);
    case 'render_spark':
      return sparkFault(text);
    case 'worker_account':
    case 'subscriber_account':
      return isRoundedId(unpadded(text)) ? 'rounded-id' : null;
    default:
      return null;
  }
}

const WORDS = {
  'nul-character': 'holds the character NUL (U+0000)',
  'not-a-time': 'is neither an ISO 8601 time nor 13 digits of Unix milliseconds',
  'no-offset': 'does not say its offset from UTC',
  'not-a-boolean': 'is neither true nor false',
  'not-a-wallet': 'is not 0x and 40 hexadecimal digits',
  'wrong-checksum': 'has upper and lower case letters that do not fit its EIP-55 checksum',
  'negative-amount': 'is negative',
  'too-many-digits': 'has more than 12 digits before the dot or 6 after it',
  'not-an-amount': 'is not a plain decimal number',
  'rounded-id': ROUNDED_ID_WORDS,
} as const satisfies Partial<Record<ProblemCode, string>>;
type FaultCode = keyof typeof WORDS;

/** Nobody has the zero address: exports write it for "no wallet". As a subscriber it only says that there is none. */
function zeroFault(column: JobLogColumn, text: string): { code: ProblemCode; message: string } | null {
  if (column !== 'worker_wallet' || !isZeroAddress(text)) return null;
  return { code: 'not-a-wallet', message: `${column} ${quoted(text)} is the zero address, which nobody has` };
}

/** A value as DuckDB's reading takes it: an exponent of any length is written out. */
export function plainText(column: JobLogColumn, text: string): string {
  return column === 'render_spark' ? (withoutExponent(text) ?? text) : text;
}

/** The plain digits of a number with an exponent; null where it has none, or no such form. */
function withoutExponent(text: string): string | null {
  const match = EXPONENT.exec(text);
  if (match === null) return null;
  const [, whole = '', decimals = '', exponent = ''] = match;
  const digits = `${whole}${decimals}`;
  const dot = whole.length + Number(exponent);
  const before = digits
    .slice(0, Math.max(0, dot))
    .padEnd(dot, '0')
    .replace(/^0+(?=[0-9])/, '');
  const after = `${'0'.repeat(Math.max(0, -dot))}${digits.slice(Math.max(0, dot))}`.replace(/0+$/, '');
  return `${before === '' ? '0' : before}${after === '' ? '' : `.${after}`}`;
}

function sparkFault(written: string): FaultCode | null {
  const text = withoutExponent(written) ?? written;
  if (SPARK.test(text)) return null;
  if (/^-[0-9]*([.][0-9]+)?([eE][+-]?[0-9]+)?$/.test(text) && /[0-9]/.test(text)) return 'negative-amount';
  return /^[0-9]+([.][0-9]+)?$/.test(text) ? 'too-many-digits' : 'not-an-amount';
}

function instantFault(text: string): FaultCode | null {
  if (UNIX_MS.test(text)) return null;
  if (ISO.test(text)) return dayExists(text) ? null : 'not-a-time';
  return ISO_WITHOUT_OFFSET.test(text) ? 'no-offset' : 'not-a-time';
}

function dayExists(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)].map(Number) as [
    number,
    number,
    number,
  ];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
