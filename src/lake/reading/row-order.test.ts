import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, jobFields, jsonlOf, logFile, writeParquet } from '../../../test/worlds/job-logs.ts';
import { TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { type Lake, openLake, sqlText } from '../engine/duckdb.ts';
import { keptSql, placedSql } from '../kept/log-rows.ts';
import { csvRelation } from './csv-job-log.ts';
import { JOB_LOG_COLUMNS } from './job-log-columns.ts';
import type { CsvForm } from './job-log-file.ts';
import { factsOfKept, factsOfTexts, keptRows, refusedRows, type TextRelation } from './job-row-sql.ts';
import { jsonlRelations } from './jsonl-job-log.ts';
import { parquetColumns, parquetRelation } from './parquet-job-log.ts';

/** A job that says something in every column. */
const JOB = jobFields(Object.fromEntries(JOB_LOG_COLUMNS.map(({ name }) => [name, jobFields()[name] ?? 'a1'])));
const JOBS = [{ ...JOB, reason: 'jobCompleted' }];

/** Where a row stands is its place in the log: repeated ids and jobs that a person is told of are read again there. */
describe('rows of a job log that several threads share', () => {
  it('stay in their order, whatever columns they have: no plan of a reading has a join, which would not keep it', async () => {
    const lake = await openLake({ tempDir: freshDirectory(), threads: 2 });
    for (const relation of [...(await csvRelations()), await jsonlRelation(lake), await parquetTexts(lake)]) {
      for (const written of writtenOf(relation)) {
        expect(JSON.stringify(await lake.rows(`EXPLAIN ${written}`))).not.toContain('JOIN');
      }
    }
    const rows = await logFile(jsonlOf(JOBS), 'jsonl', 'sha-0');
    expect(JSON.stringify(await lake.rows(`EXPLAIN ${factsOfKept(keptSql([rows]))}`))).not.toContain('JOIN');
    lake.close();
  });

  it('stand in the facts, and are numbered, in the order of a file that is read in several pieces', async () => {
    const lake = await openLake({ tempDir: freshDirectory(), threads: 4 });
    const jobs = Array.from({ length: 150_000 }, (_, at) => ({ ...JOB, job_id: `job-${at}` }));
    const file = await logFile(csvOf(jobs), 'csv', 'sha-0');
    const facts = sqlText(join(freshDirectory(), 'facts.parquet'));
    await lake.run(
      `COPY (${factsOfTexts(csvRelation([file.path], formOf(file)), 'in lower case')}) TO ${facts} (FORMAT parquet)`,
    );
    const moved = `FROM read_parquet(${facts}) WHERE id_hash <> hash('job-' || file_row_number)`;
    expect(await lake.rows(`SELECT count(*) AS rows ${moved}`)).toEqual([{ rows: '0' }]);
    const misplaced = `FROM ${placedSql([file])} WHERE job_id <> 'job-' || row`;
    expect(await lake.rows(`SELECT count(*) AS rows ${misplaced}`)).toEqual([{ rows: '0' }]);
    lake.close();
  });
});

function writtenOf(relation: TextRelation): string[] {
  return [
    factsOfTexts(relation, 'in lower case'),
    factsOfTexts(relation, 'looked at'),
    keptRows(relation, 'looked at'),
    refusedRows(relation, [], 10),
  ];
}

async function csvRelations(): Promise<TextRelation[]> {
  const file = await logFile(csvOf(JOBS), 'csv', 'sha-0');
  const form = formOf(file);
  return [true, false].map((padded) => csvRelation([file.path], { ...form, padded }));
}

function formOf({ csv }: { readonly csv?: CsvForm | undefined }): CsvForm {
  if (csv === undefined) throw new Error('the log is not read where it lies');
  return csv;
}

async function jsonlRelation(lake: Lake): Promise<TextRelation> {
  const file = await logFile(csvOf(JOBS), 'csv', 'sha-0');
  const path = join(freshDirectory(), 'jobs.jsonl');
  await lake.run(`COPY (FROM read_csv(${sqlText(file.path)}, all_varchar = true)) TO ${sqlText(path)} (FORMAT json)`);
  const relations = await jsonlRelations(lake, path, TIMES_AS_WRITTEN);
  if (relations === null) throw new Error('the log is left to the exact reader');
  return relations.rows;
}

async function parquetTexts(lake: Lake): Promise<TextRelation> {
  const file = await logFile(csvOf(JOBS), 'csv', 'sha-0');
  const { path } = await writeParquet(`FROM read_csv(${sqlText(file.path)}, all_varchar = true)`);
  return parquetRelation(path, await parquetColumns(lake, path), TIMES_AS_WRITTEN);
}
