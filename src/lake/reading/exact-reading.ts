import { closeSync, openSync, writeFileSync } from 'node:fs';
import { isSameTimes, type JobTimes, TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { type Problem, problem } from '../../problems/problem.ts';
import { declaredTime } from './declared-times.ts';
import { type CsvSource, exactCsvRows } from './exact-csv.ts';
import { exactJsonlRows } from './exact-jsonl.ts';
import type { ExactRow } from './exact-row.ts';
import { JOB_LOG_COLUMNS } from './job-log-columns.ts';
import { isCompleted, plainText, rowFaults } from './job-values.ts';
import { MOST_PROBLEMS } from './problem-limits.ts';

/** A text of jobs to read. */
interface ExactSource extends CsvSource {
  readonly format: 'csv' | 'jsonl';
  readonly times: JobTimes;
  /** What is wrong with it if a row is of a completed job. */
  readonly ofCompleted: readonly Problem[];
}

/**
 * The second, exact reading of a job log whose vectorised reading was refused, or whose lines are of unusual form: row
 * by row in bounded memory. Collects the problems with their places, and writes the rows to `rowsPath` as a CSV that
 * DuckDB reads without a doubt; that file means nothing when there are problems.
 */
export async function readExactly(source: ExactSource, rowsPath: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const rows = source.format === 'csv' ? exactCsvRows(source) : exactJsonlRows(source);
  const output = openSync(rowsPath, 'w');
  let row = 0;
  try {
    writeFileSync(output, `line_shift,${JOB_LOG_COLUMNS.map((column) => column.name).join(',')}\n`);
    for await (const batch of rows) {
      const lines: string[] = [];
      for (const written of batch) {
        const each = declared(written, source.times);
        row += 1;
        if (source.ofCompleted.length > 0 && isCompleted(each.texts.status)) return [...source.ofCompleted];
        problems.push(...problemsOf(each));
        if (problems.length >= MOST_PROBLEMS) return problems.slice(0, MOST_PROBLEMS);
        if (problems.length === 0) lines.push(csvLine(each, row));
      }
      if (lines.length > 0) writeFileSync(output, lines.join(''));
    }
  } finally {
    closeSync(output);
  }
  return problems;
}

function declared(row: ExactRow, times: JobTimes): ExactRow {
  const { completed_at: time } = row.texts;
  if (time === undefined || isSameTimes(times, TIMES_AS_WRITTEN)) return row;
  return { ...row, texts: { ...row.texts, completed_at: declaredTime(time, times) } };
}

function problemsOf(row: ExactRow): readonly Problem[] {
  if (row.problems.length > 0) return row.problems;
  return rowFaults(row.texts)
    .map((fault) => problem(fault.code, row.placeOf(fault.column), fault.message))
    .sort((one, other) => (one.place.column ?? 0) - (other.place.column ?? 0));
}

function csvLine(row: ExactRow, number: number): string {
  let line = String(row.line - number);
  for (const { name } of JOB_LOG_COLUMNS) {
    const text = plainText(name, row.texts[name] ?? '');
    line += text === '' ? ',' : `,"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;
  }
  return `${line}\n`;
}
