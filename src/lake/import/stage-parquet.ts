import type { JobTimes } from '../../core/usage/job-times.ts';
import { type Place, type Problem, problem } from '../../problems/problem.ts';
import type { Lake } from '../engine/duckdb.ts';
import { missingColumn } from '../reading/exact-csv.ts';
import { areOfCompletedRows, JOB_LOG_COLUMNS, missingColumns } from '../reading/job-log-columns.ts';
import { REFUSED, refusedRows, type TextRelation } from '../reading/job-row-sql.ts';
import { rowFaults } from '../reading/job-values.ts';
import { isCompletedStatus, listedSql } from '../reading/listed-values.ts';
import {
  NUL_TEXT,
  parquetColumns,
  parquetRelation,
  ROUNDED_ID,
  unreadableColumns,
  WIDE_DECIMAL,
} from '../reading/parquet-job-log.ts';
import { MOST_PROBLEMS } from '../reading/problem-limits.ts';
import { deletedParquetRows } from './deleted-rows.ts';
import { faultyWallets, keepRows, messageOf, refuseOrThrow } from './staging.ts';

/** Writes the rows of a Parquet job log to `staged`, or says what is wrong with them; their lines are record numbers. */
export async function stageParquet(
  lake: Lake,
  source: { path: string; displayName: string; times: JobTimes; isNew: boolean },
  staged: string,
): Promise<readonly Problem[]> {
  const place = { file: source.displayName };
  try {
    const columns = await parquetColumns(lake, source.path);
    const lacking = missingColumns(columns.named);
    const missing = lacking.map((column) => missingColumn(column, place));
    const repeated = columns.named.repeated.map((at) =>
      problem('duplicate-column', place, `the column ${columns.names[at]} means the same as another one`),
    );
    const types = unreadableColumns(columns).map(({ name, type }) => unreadable(place, name, type));
    const relation = parquetRelation(source.path, columns, source.times);
    const isWhole = repeated.length === 0 && types.length === 0 && areOfCompletedRows(lacking);
    if (!isWhole || (missing.length > 0 && !(await hasNoCompletedJob(lake, relation))))
      return [...repeated, ...missing, ...types];
    if (await writeParquetRows(lake, relation, staged))
      return source.isNew ? await deletedParquetRows(lake, source, columns) : [];
    return await parquetProblems(lake, relation, source.displayName);
  } catch (error) {
    refuseOrThrow(error);
    const why = firstLine(messageOf(error)).replaceAll(source.path, source.displayName);
    return [problem('bad-parquet', place, `it cannot be read: ${why}`, remedyOf(why))];
  }
}

/** Whether a log has rows, and none of them is of a completed job: then it needs no column that only those need. */
async function hasNoCompletedJob(lake: Lake, relation: TextRelation): Promise<boolean> {
  const [row] =
    await lake.rows(`SELECT count(*) > 0 AND NOT coalesce(bool_or(${isCompletedStatus('listed')}), false) AS fits
    FROM (SELECT ${listedSql('status')} AS listed FROM (${relation}))`);
  return row?.fits === true;
}

/** What to do about values that are no damage of the file; undefined where it may be damaged. */
function remedyOf(why: string): string | undefined {
  if (why.includes(ROUNDED_ID)) return 'Write it as a text or a 64-bit integer.';
  if (why.includes(NUL_TEXT)) return 'Write the text without it.';
  return why.startsWith('Invalid string encoding')
    ? 'Write ids and wallets as UTF-8 texts, not as their bytes.'
    : undefined;
}

function unreadable(place: Place, name: string, type: string): Problem {
  if (type === WIDE_DECIMAL) {
    const message = `the column ${name} is a decimal of more than 38 digits (BigQuery's BIGNUMERIC), which cannot be read exactly`;
    return problem('bad-parquet', place, message, `Export CAST(${name} AS NUMERIC), or a text.`);
  }
  if (type !== 'FLOAT') {
    const message = `the column ${name} has the type ${type}, which holds no value of a job log`;
    return problem(
      'bad-parquet',
      place,
      message,
      'Write it as a text or a number, a time as a timestamp; one value a row.',
    );
  }
  const message = `the column ${name} is a 32-bit float, which holds 7 digits: what was written is not in the file`;
  return problem('bad-parquet', place, message, 'Write it as a decimal or a text; a double holds what most logs need.');
}

/** Writes the rows of a relation to `staged`; false where one of them is refused. */
export async function writeParquetRows(lake: Lake, relation: TextRelation, staged: string): Promise<boolean> {
  try {
    const beginsMixed = (await lake.rows(mixedCaseAtFirst(relation))).length > 0;
    const written = { path: staged, what: 'rows', unfinished: false } as const;
    return (await keepRows(lake, { rows: relation, wallets: relation }, written, beginsMixed)) !== null;
  } catch (error) {
    if (messageOf(error).includes(REFUSED)) return false;
    throw error;
  }
}

async function parquetProblems(lake: Lake, relation: TextRelation, file: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const wallets = await faultyWallets(lake, relation);
  for (const row of await lake.rows(refusedRows(relation, wallets, MOST_PROBLEMS))) {
    const texts = Object.fromEntries(JOB_LOG_COLUMNS.map(({ name }) => [name, row[name] ?? '']));
    const faults = rowFaults(texts);
    if (faults.length === 0) problems.push(inexact(file, Number(row.row)));
    for (const fault of faults) problems.push(problem(fault.code, { file, line: Number(row.row) }, fault.message));
  }
  return problems.slice(0, MOST_PROBLEMS);
}

/** A number that is good as a text, and that no reading of Parquet takes exactly. */
function inexact(file: string, line: number): Problem {
  const message = 'render_spark has an exponent and more digits than can be read exactly from Parquet';
  return problem('too-many-digits', { file, line }, message, 'Write it without an exponent.');
}

/** A row, if one of the first rows has a wallet that is not in lower case. */
function mixedCaseAtFirst(relation: TextRelation): string {
  return `SELECT 1 FROM (SELECT worker_wallet, subscriber_wallet FROM (${relation}) LIMIT ${FIRST_ROWS})
    WHERE worker_wallet <> lower(worker_wallet) OR subscriber_wallet <> lower(subscriber_wallet) LIMIT 1`;
}

const FIRST_ROWS = 2048;

/** What DuckDB says, without its own code and the query. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/^[A-Za-z ]+ Error: /, '');
}
