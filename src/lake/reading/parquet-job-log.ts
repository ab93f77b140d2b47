import type { JobTimes } from '../../core/usage/job-times.ts';
import { type Lake, sqlName, sqlText } from '../engine/duckdb.ts';
import { declaredTexts } from './declared-times.ts';
import { columnOfName, isNestedObject, type JobLogColumn, type NamedColumns, nameColumns } from './job-log-columns.ts';
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
  const byFormat = await typesByFormat(lake, path);
  const names: string[] = [];
  const expressions: string[] = [];
  const types: string[] = [];
  for (const row of columns) {
    const [name, type] = [String(row.column_name), String(row.column_type)];
    const fields =
      isNestedObject(name) && type.startsWith('STRUCT')
        ? await structFields(lake, path, name)
        : [[name, type, sqlName(name)] as const];
    for (const [fieldName, fieldType, expression] of fields) {
      names.push(fieldName);
      const meant = byFormat.get(lastPart(fieldName));
      const isMeant = meant === UTC_TIMESTAMP ? fieldType.startsWith('TIMESTAMP') : meant === WIDE_DECIMAL;
      types.push(isMeant && meant !== undefined ? meant : fieldType);
      expressions.push(expression);
    }
  }
  return { names, expressions, types, named: nameColumns(names.map(originalName)) };
}

/** The type of a time that the format calls UTC, where DuckDB does not say so. */
const UTC_TIMESTAMP = 'TIMESTAMP of UTC';
/** Of a decimal of more digits than DuckDB holds: it reads such a one as a double. */
export const WIDE_DECIMAL = 'DECIMAL of more than 38 digits';

/**
 * What the format says of columns and DuckDB's types do not. Times are UTC where it says so: INT96, what older writers call
 * TIMESTAMP_MILLIS or _MICROS without the later mark that could say otherwise, and that mark, of any unit.
 */
async function typesByFormat(lake: Lake, path: string): Promise<ReadonlyMap<string, string>> {
  const columns =
    await lake.rows(`SELECT name, bool_and(type = 'INT96' OR contains(coalesce(logical_type, ''), 'isAdjustedToUTC=1')
      OR (converted_type IN ('TIMESTAMP_MILLIS', 'TIMESTAMP_MICROS') AND coalesce(logical_type, '') = '')) AS in_utc,
      bool_or(coalesce(precision, 0) > 38) AS is_wide
    FROM parquet_schema(${sqlText(path)}) WHERE type IS NOT NULL GROUP BY name`);
  const types = columns.flatMap(({ name, in_utc: inUtc, is_wide: isWide }): [string, string][] => {
    if (isWide === true) return [[String(name), WIDE_DECIMAL]];
    return inUtc === true ? [[String(name), UTC_TIMESTAMP]] : [];
  });
  return new Map(types);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

async function structFields(lake: Lake, path: string, outer: string): Promise<(readonly [string, string, string])[]> {
  const fields = await lake.rows(`DESCRIBE SELECT unnest(${sqlName(outer)}) FROM ${readParquet(path)}`);
  return fields.map((field) => {
    const inner = String(field.column_name);
    return [`${outer}.${inner}`, String(field.column_type), `${sqlName(outer)}.${sqlName(inner)}`] as const;
  });
}

/** DuckDB tells names apart without letter case and numbers the later ones: jobId, jobID -> jobId, jobID_1. */
function originalName(name: string): string {
  const match = /^(.*)_[0-9]+$/.exec(name);
  return match?.[1] !== undefined && columnOfName(name) === undefined && columnOfName(match[1]) !== undefined
    ? match[1]
    : name;
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
  const what = `the column ${name} holds a text with the character NUL (U+0000)`;
  return `CASE WHEN contains(${text}, chr(0)) THEN error(${sqlText(what)}) ELSE ${text} END`;
}

function readParquet(path: string): string {
  return `read_parquet(${sqlText(path)}, binary_as_string = true, hive_partitioning = false)`;
}

function textOf(value: string, type: string, column: JobLogColumn): string {
  const text = `CAST(${value} AS VARCHAR)`;
  // Instants are kept in UTC; the session's zone is UTC, so the cast changes nothing but the type.
  if (type.startsWith('TIMESTAMP WITH TIME ZONE') || type === UTC_TIMESTAMP)
    return `CAST(CAST(${value} AS TIMESTAMP) AS VARCHAR) || 'Z'`;
  if (type === 'DOUBLE') return column === 'render_spark' ? shortestDecimal(value) : wholeText(value);
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

/** Tools without nullable integers write ids and milliseconds as doubles: 12.0 says 12. */
function wholeText(value: string): string {
  return `CASE WHEN ${value} = trunc(${value}) AND abs(${value}) < 9007199254740992
    THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`;
}
