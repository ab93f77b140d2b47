import type { JobTimes } from '../../core/usage/job-times.ts';
import { type Lake, sqlName, sqlText } from '../engine/duckdb.ts';
import { declaredTexts } from './declared-times.ts';
import { isNestedObject, type JobLogColumn, type NamedColumns, nameColumns } from './job-log-columns.ts';
import { type TextRelation, textRelation } from './job-row-sql.ts';

/** A Parquet file's columns and struct fields, named as a job log names them, with their types. */
export interface ParquetColumns {
  readonly names: readonly string[];
  readonly expressions: readonly string[];
  readonly types: readonly string[];
  readonly named: NamedColumns;
}

/** Reads a Parquet file's schema. Throws DuckDB's error when it is not readable. */
export async function parquetColumns(lake: Lake, path: string): Promise<ParquetColumns> {
  const columns = await lake.rows(`DESCRIBE SELECT * FROM ${readParquet(path)}`);
  const written = await writtenColumns(lake, path);
  const names: string[] = [];
  const expressions: string[] = [];
  const types: string[] = [];
  const outers = new Set<string>();
  const again: number[] = [];
  for (const [at, row] of columns.entries()) {
    const [column, type, as] = [String(row.column_name), String(row.column_type), written[at]];
    const name = as?.name ?? column;
    if (!isNestedObject(name) || !type.startsWith('STRUCT')) {
      names.push(name);
      types.push(typeOf(type, as));
      expressions.push(sqlName(column));
      continue;
    }
    const fields = await lake.rows(`DESCRIBE SELECT unnest(${sqlName(column)}) FROM ${readParquet(path)}`);
    for (const [inner, field] of fields.entries()) {
      // As in JSON Lines: of two objects of one name nobody can say which holds the job's.
      if (outers.has(name.toLowerCase())) again.push(names.length);
      names.push(`${name}.${as?.inner[inner]?.name ?? String(field.column_name)}`);
      types.push(typeOf(String(field.column_type), as?.inner[inner]));
      expressions.push(`${sqlName(column)}.${sqlName(String(field.column_name))}`);
    }
    outers.add(name.toLowerCase());
  }
  const named = nameColumns(names);
  const repeated = [...new Set([...named.repeated, ...again])].sort((a, b) => a - b);
  return { names, expressions, types, named: { ...named, repeated } };
}

/** The type of a time that the format calls UTC, where DuckDB does not say so. */
const UTC_TIMESTAMP = 'TIMESTAMP of UTC';
/** Of a decimal of more digits than DuckDB holds: it reads such a one as a double. */
export const WIDE_DECIMAL = 'DECIMAL of more than 38 digits';

/** A column, or a field of one, as the file has it. */
interface WrittenColumn {
  /** DuckDB tells names apart without letter case and numbers the later ones: jobId, jobID -> jobId, jobID_1. */
  readonly name: string;
  readonly inUtc: boolean;
  readonly isWide: boolean;
  readonly inner: readonly WrittenColumn[];
}

/**
 * What the format says of columns and DuckDB's types do not, in the order of the file. Times are UTC where it says so: INT96, what
 * older writers call TIMESTAMP_MILLIS or _MICROS without the later mark that could say otherwise, and that mark, of any unit.
 */
async function writtenColumns(lake: Lake, path: string): Promise<readonly WrittenColumn[]> {
  const elements =
    await lake.rows(`SELECT name, num_children, coalesce(type = 'INT96', false) OR contains(coalesce(logical_type, ''), 'isAdjustedToUTC=1')
      OR (coalesce(converted_type, '') IN ('TIMESTAMP_MILLIS', 'TIMESTAMP_MICROS') AND coalesce(logical_type, '') = '') AS in_utc,
      coalesce(precision, 0) > 38 AS is_wide
    FROM parquet_schema(${sqlText(path)})`);
  let next = 0;
  const take = (): WrittenColumn => {
    const { name, num_children: children, in_utc: inUtc, is_wide: isWide } = elements[next] ?? {};
    next += 1;
    const inner: WrittenColumn[] = [];
    for (let left = Number(children ?? 0); left > 0 && next < elements.length; left -= 1) inner.push(take());
    return { name: String(name), inUtc: inUtc === true, isWide: isWide === true, inner };
  };
  return take().inner;
}

function typeOf(type: string, written: WrittenColumn | undefined): string {
  if (written?.isWide === true) return WIDE_DECIMAL;
  return written?.inUtc === true && type.startsWith('TIMESTAMP') ? UTC_TIMESTAMP : type;
}

/** Columns whose type no text of a job log can be read from. */
export function unreadableColumns(columns: ParquetColumns): readonly { name: string; type: string }[] {
  return [...columns.named.index.values()]
    .map((at) => ({ name: columns.names[at] ?? '', type: columns.types[at] ?? '' }))
    .filter(({ type }) => !READABLE.test(type));
}

const READABLE =
  /^(VARCHAR|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*\)|DOUBLE|BOOLEAN|UUID|DATE|TIMESTAMP.*|ENUM\(.*\)|"NULL")$/;

/** The rows of a Parquet file: each value as the text that a CSV of the same jobs would hold. */
export function parquetRelation(path: string, columns: ParquetColumns, times: JobTimes): TextRelation {
  const texts = new Map<JobLogColumn, string>();
  for (const [column, at] of columns.named.index) {
    const text = textOf(columns.expressions[at] ?? 'NULL', columns.types[at] ?? '', column);
    texts.set(column, withoutNul(`nullif(${text}, '')`, columns.types[at] ?? '', columns.names[at] ?? ''));
  }
  return textRelation(readParquet(path), declaredTexts(texts, times), '0');
}

/** A text that fails where it holds the character NUL, which no text format may either, and no database keeps. */
function withoutNul(text: string, type: string, name: string): string {
  if (!/^(VARCHAR|ENUM)/.test(type)) return text;
  const what = `the column ${name} ${NUL_TEXT}`;
  return `CASE WHEN contains(${text}, chr(0)) THEN error(${sqlText(what)}) ELSE ${text} END`;
}

/** How a text is told that holds it. */
export const NUL_TEXT = 'holds a text with the character NUL (U+0000)';

/** The rows of a Parquet file as they are written. */
export function readParquet(path: string): string {
  return `read_parquet(${sqlText(path)}, binary_as_string = true, hive_partitioning = false)`;
}

function textOf(value: string, type: string, column: JobLogColumn): string {
  const text = `CAST(${value} AS VARCHAR)`;
  // Instants are kept in UTC; the session's zone is UTC, so the cast changes nothing but the type.
  if (type.startsWith('TIMESTAMP WITH TIME ZONE') || type === UTC_TIMESTAMP)
    return `CAST(CAST(${value} AS TIMESTAMP) AS VARCHAR) || 'Z'`;
  if (type === 'DOUBLE') return column === 'render_spark' ? shortestDecimal(value) : wholeText(value, column);
  // A scale of the type is no digit of the value: 1.500000000 says 1.5.
  if (type.startsWith('DECIMAL') && !type.endsWith(',0)')) return `rtrim(rtrim(${text}, '0'), '.')`;
  return text;
}

/** A double's shortest text, which is what wrote it, without an exponent where six decimals say the same. */
function shortestDecimal(value: string): string {
  const sixDecimals = `printf('%.6f', ${value})`;
  return `CASE WHEN contains(CAST(${value} AS VARCHAR), 'e-') AND TRY_CAST(${sixDecimals} AS DOUBLE) = ${value}
    THEN ${sixDecimals} ELSE CAST(${value} AS VARCHAR) END`;
}

/**
 * Tools without nullable integers write ids and milliseconds as doubles: 12.0 says 12, and what is no number that there is no
 * value. Fails at an id that a double does not tell from the next one: two jobs, events or accounts would be one.
 */
function wholeText(value: string, column: JobLogColumn): string {
  const what = `${column} ${ROUNDED_ID}`;
  const refused = PATTERNED.includes(column)
    ? ''
    : `WHEN abs(${value}) >= 9007199254740992 THEN error(${sqlText(what)})`;
  return `CASE WHEN isnan(${value}) THEN NULL ${refused}
    WHEN ${value} = trunc(${value}) AND abs(${value}) < 9007199254740992 THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR)
    ELSE CAST(${value} AS VARCHAR) END`;
}

/** Columns whose patterns refuse what such a double looks like. */
const PATTERNED: readonly JobLogColumn[] = ['completed_at', 'trialing', 'worker_wallet', 'subscriber_wallet'];

/** How a number that may stand for another one is told. */
export const ROUNDED_ID =
  'is a double, and has a number beyond 2^53, which may have been another one before it was rounded';
