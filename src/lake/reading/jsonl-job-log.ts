import type { JobTimes } from '../../core/usage/job-times.ts';
import { type Lake, sqlName, sqlText } from '../engine/duckdb.ts';
import { declaredTexts } from './declared-times.ts';
import { isNestedObject, type JobLogColumn, NESTED_OBJECTS, nameColumns } from './job-log-columns.ts';
import type { JobLogRelations } from './job-row-sql.ts';
import { REFUSED, textRelation } from './job-row-sql.ts';

/** A key, or the key of a nested object and a key in it. */
type KeyPath = readonly [string] | readonly [string, string];
type UsedKeys = ReadonlyMap<JobLogColumn, readonly KeyPath[]>;

/**
 * How DuckDB reads the file; null when a line has a form that only the exact reading takes apart (a key twice, a letter
 * of a key escaped). Lines of other such forms are found while reading, and fail with REFUSED.
 */
export async function jsonlRelations(
  lake: Lake,
  path: string,
  times: JobTimes,
): Promise<(JobLogRelations & { readonly names: readonly string[] }) | null> {
  const found = await usedKeys(lake, path);
  if (found === null) return null;
  const { keys, names } = found;
  const walletKeys = new Map(
    [...keys].filter(([column]) => column === 'worker_wallet' || column === 'subscriber_wallet'),
  );
  const texts = new Map([...keys].map(([column, paths]) => [column, columnText(column, paths)] as const));
  const shift = lineShift(keys, texts, times);
  const walletTexts = new Map([...walletKeys].map(([column, paths]) => [column, columnText(column, paths)] as const));
  return {
    rows: textRelation(`(${parsedLines(path, keys)})`, declaredTexts(texts, times), shift),
    wallets: textRelation(`(${parsedLines(path, walletKeys)})`, walletTexts, '0'),
    names: [...names],
  };
}

/** What keys of the lines say, as texts under the names `c` with their places. */
export function jsonTexts(path: string, keys: readonly { readonly name: string; readonly at: number }[]): string {
  const structure = Object.fromEntries(keys.map(({ name }) => [name, 'VARCHAR']));
  const texts = keys.map(({ name, at }) => `job.${sqlName(name)} AS c${at}`);
  return `(SELECT ${texts.join(', ')} FROM (
    SELECT from_json(json, ${sqlText(JSON.stringify(structure))}) AS job FROM ${readLines(path)}))`;
}

/** DuckDB's reader of one JSON value a line; its text is the line's own. */
function readLines(path: string): string {
  return `read_ndjson_objects(${sqlText(path)}, compression = 'uncompressed')`;
}

/** Which keys of the file stand for which column, and all of its outer keys; null: the exact reading has to tell. */
async function usedKeys(
  lake: Lake,
  path: string,
): Promise<{ readonly keys: UsedKeys; readonly names: ReadonlySet<string> } | null> {
  const places = ['$', ...NESTED_OBJECTS.map((outer) => `$.${outer}`)].map(sqlText).join(', ');
  const signatures = await lake.rows(`
    SELECT to_json(keys)::VARCHAR AS keys, escaped FROM (
      SELECT json_keys(json, [${places}]) AS keys, bool_or(${hasEscapedLetter('json')}) AS escaped
      FROM ${readLines(path)} GROUP BY 1)`);
  const used = new Map<JobLogColumn, Map<string, KeyPath>>();
  const outers = new Set<string>();
  for (const signature of signatures) {
    if (signature.escaped === true) return null;
    const [outerKeys = [], ...innerKeys] = JSON.parse(String(signature.keys)) as (string[] | null)[];
    const paths: KeyPath[] = (outerKeys ?? []).map((key) => [key]);
    for (const key of outerKeys ?? []) outers.add(key);
    NESTED_OBJECTS.forEach((outer, at) => {
      for (const inner of innerKeys[at] ?? []) paths.push([outer, inner]);
    });
    const names = paths.map((keys) => keys.join('.'));
    if (names.some((name) => isNestedObject(name) && !(NESTED_OBJECTS as readonly string[]).includes(name)))
      return null;
    const named = nameColumns(names);
    if (named.repeated.length > 0 || NESTED_OBJECTS.some((outer) => isTwiceIn(outer, names))) return null;
    for (const [column, at] of named.index) {
      const keyPath = paths[at];
      if (keyPath === undefined) continue;
      const known = used.get(column) ?? new Map<string, KeyPath>();
      used.set(column, known.set(JSON.stringify(keyPath), keyPath));
    }
  }
  return { keys: new Map([...used].map(([column, paths]) => [column, [...paths.values()]])), names: outers };
}

/** A letter of a key may be written as an escape, which a search for the key in the raw line would not find; so may a NUL. */
function hasEscapedLetter(line: string): string {
  return `contains(${line}, '\\u00') AND regexp_matches(${line}, '\\\\u00([4-7]|00)')`;
}

function isTwiceIn(name: string, names: readonly string[]): boolean {
  return names.indexOf(name) !== names.lastIndexOf(name);
}

/** Each line with the values of the keys as texts, read in one go. */
function parsedLines(path: string, keys: UsedKeys): string {
  const structure: Record<string, unknown> = {};
  for (const [outer, inner] of [...keys.values()].flat()) {
    if (inner === undefined) structure[outer] ??= 'VARCHAR';
    else structure[outer] = { ...(structure[outer] as object | undefined), [inner]: 'VARCHAR' };
  }
  const splits = (keys.get('render_spark') ?? []).map(
    (path) => `, split(json, ${sqlText(rawKey(path))}) AS ${piecesOf(path)}`,
  );
  return `SELECT json AS line${splits.join('')}, from_json(json, ${sqlText(JSON.stringify(structure))}) AS job FROM ${readLines(path)}`;
}

function columnText(column: JobLogColumn, paths: readonly KeyPath[]): string {
  const texts = paths.map((path) => (column === 'render_spark' ? sparkText(path) : `nullif(${parsedText(path)}, '')`));
  return texts.length === 1 ? (texts[0] ?? 'NULL') : `coalesce(${texts.join(', ')})`;
}

function parsedText(path: KeyPath): string {
  return ['job', ...path.map(sqlName)].join('.');
}

/**
 * render_spark with its digits as written: DuckDB's own value of a number has gone through a double. The key is
 * in the raw line once (see lineShift); what follows it is the number, or else the value is a string.
 */
function sparkText(path: KeyPath): string {
  const number = `regexp_extract(${piecesOf(path)}[2], '^[ \\t]*:[ \\t]*(-?[0-9][^ \\t\\r,}]*)', 1)`;
  return `CASE WHEN ${parsedText(path)} <> '' THEN coalesce(nullif(${number}, ''), ${parsedText(path)}) END`;
}

/** The line, cut at the raw key. */
function piecesOf(path: KeyPath): string {
  return sqlName(`pieces of ${path.join('.')}`);
}

function rawKey(path: KeyPath): string {
  return JSON.stringify(path[path.length - 1]);
}

/** 0, because a regular line is one record; fails where a value's text cannot be taken from DuckDB's reading. */
function lineShift(keys: UsedKeys, texts: ReadonlyMap<JobLogColumn, string>, times: JobTimes): string {
  const doubtful: string[] = [];
  for (const path of keys.get('render_spark') ?? []) {
    // Several such keys in the line: only the exact reading tells which one counts.
    doubtful.push(`len(${piecesOf(path)}) > 2`);
  }
  // Decimals of a second have gone through a double too.
  const free: readonly JobLogColumn[] = times.unixSeconds ? [...FREE_TEXTS, 'completed_at'] : FREE_TEXTS;
  for (const column of free) {
    const text = texts.get(column);
    if (text !== undefined) doubtful.push(mayBeInexact(text));
  }
  if (doubtful.length === 0) return '0';
  return `CASE WHEN ${doubtful.map((each) => `coalesce(${each}, false)`).join(' OR ')}
    THEN error(${sqlText(REFUSED)}) ELSE 0 END`;
}

/** Columns that take any text; the others' patterns refuse what a double or an object looks like. */
const FREE_TEXTS: readonly JobLogColumn[] = [
  'job_id',
  'event_id',
  'status',
  'payment_model',
  'worker_account',
  'subscriber_account',
  'worker_type',
  'worker_nft_id',
  'model_id',
  'subscription_tier',
  'reason',
];

/** Whether a text looks like a number that went through a double, or like an object or array. */
function mayBeInexact(text: string): string {
  return `(${text} < ':' AND regexp_full_match(${text}, '-?[0-9]+([.][0-9]+(e[+-]?[0-9]+)?|e[+-]?[0-9]+)|-?[0-9]{20,}|-?0|-Infinity'))
    OR (${text} >= '[' AND ${text} < '\\') OR (${text} >= '{' AND ${text} < '|') OR ${text} IN ('NaN', 'Infinity')`;
}
