import { comparedName } from './job-log-columns.ts';

/*
 * Change feeds and copies of databases keep rows that were deleted, and say so in a column of their own. Such a column is no
 * part of a job log, and a row that one marks would count.
 */

/** Columns that name what was done to a row, as names compare: AWS DMS, Debezium, Qlik, Snowflake, Datastream, BigQuery, Delta Lake, GoldenGate, Flink. */
const OPERATIONS: readonly string[] = [
  ...['op', 'optype', 'cdcop', 'cdcoperation', 'changetype', 'headerchangeoper', 'metadataaction'],
  ...['metadatachangetype', 'rowkind'],
];

/** Columns that say whether or when a row was deleted: Fivetran, Stitch, Airbyte, Hudi, Hevo, PeerDB, Datastream. */
const FLAGS: readonly string[] = [
  ...['fivetrandeleted', 'sdcdeletedat', 'abcdcdeletedat', 'hoodieisdeleted', 'hevomarkeddeleted'],
  ...['peerdbisdeleted', 'metadatadeleted'],
];

/** Debezium's, as it is written: `deleted`, `is_deleted` or `deleted_at` are an application's, where somebody hid a job that ran (R11). */
const DEBEZIUM = /^__deleted$/i;

const IS_DELETE = '-?d|del|deleted?';
/** Yes, or an instant; the first instants of calendars and clocks stand for none. */
const IS_SET = [
  'true|t|1|1[.]0|yes|y|deleted',
  '(19[89]|20[0-9])[0-9]-[01][0-9].*',
  '[0-9]{1,2}[/.][0-9]{1,2}[/.](19[89]|20[0-9])[0-9].*',
  '[1-9][0-9]{8,}([.][0-9]+)?',
].join('|');

/** The pattern of what a column says of a deleted row, for a value in lower case without outer blanks; null of a column that marks none. */
export function deletionPattern(column: string): string | null {
  const name = comparedName(column);
  if (OPERATIONS.includes(name)) return IS_DELETE;
  return FLAGS.includes(name) || DEBEZIUM.test(column.trim()) ? IS_SET : null;
}

/** Whether what a row says in a column marks it as deleted. */
export function saysDeleted(column: string, value: string): boolean {
  const pattern = deletionPattern(column);
  return pattern !== null && new RegExp(`^(?:${pattern})$`).test(value.trim().toLowerCase());
}

/** What is said of rows that are marked as deleted. @param rows how many */
export function deletedWords(column: string, value: string, rows: number): string {
  const others = rows === 1 ? '' : ` (the first of ${rows})`;
  return `the column ${column} says ${JSON.stringify(value)}: the row is marked as deleted${others}`;
}
