import { countOf } from '../../core/text/count-of.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import type { Place, Problem } from '../../problems/problem.ts';
import { problem } from '../../problems/problem.ts';
import { type CsvRecord, type Delimiter, fieldSpan, readCsvRecords } from './csv-records.ts';
import type { ExactRow } from './exact-row.ts';
import {
  areOfCompletedRows,
  type JobLogColumn,
  missingColumns,
  type NamedColumns,
  nameColumns,
} from './job-log-columns.ts';
import { columnWords, type JobTexts, NO_VALUE } from './job-values.ts';

/** A CSV to read. */
export interface CsvSource {
  readonly path: string;
  /** As the person named it, for problems. */
  readonly displayName: string;
  readonly delimiter: Delimiter;
}

/** A CSV's header: what its columns stand for, or why they cannot. */
export interface CsvHeader {
  readonly fieldCount: number;
  readonly fields: readonly string[];
  readonly named: NamedColumns;
  readonly problems: readonly Problem[];
  /** What is wrong with it if a row is of a completed job: columns that only those need. */
  readonly ofCompleted: readonly Problem[];
}

/** More than a header has; one that is longer is found all the same. */
const HEADER_BYTES = 2 * 1024;

/** Reads the header alone; null when the file holds none. */
export async function readCsvHeader({ path, displayName, delimiter }: CsvSource): Promise<CsvHeader | null> {
  for await (const records of readCsvRecords(path, delimiter, HEADER_BYTES)) {
    const header = records.find(isSomething);
    if (header !== undefined) return headerOf(header, displayName);
  }
  return null;
}

/** The rows of a CSV in batches, the header left out. */
export async function* exactCsvRows(source: CsvSource): AsyncGenerator<ExactRow[]> {
  let header: CsvHeader | undefined;
  for await (const records of readCsvRecords(source.path, source.delimiter)) {
    const rows: ExactRow[] = [];
    for (const record of records) {
      if (header === undefined) header = isSomething(record) ? headerOf(record, source.displayName) : undefined;
      else rows.push(rowOf(record, header, source.displayName));
    }
    yield rows;
  }
}

/** A line of blanks before the header is none, as by which the file was told to be a job log. */
function isSomething({ raw }: CsvRecord): boolean {
  return raw.trim() !== '';
}

function headerOf(record: CsvRecord, file: string): CsvHeader {
  const named = nameColumns(record.fields);
  const place = (at: number): Place => placeInText(file, record.line, record.raw, fieldSpan(record, at));
  if (record.brokenAt !== null) {
    return { fieldCount: 0, fields: [], named, problems: [brokenQuotes(record, file)], ofCompleted: [] };
  }
  const repeated = named.repeated.map((at) =>
    problem('duplicate-column', place(at), `the column ${record.fields[at]} means the same as an earlier one`),
  );
  const line = { file, line: record.line, excerpt: record.raw };
  // Lines that end in a carriage return alone are one long line to everything that reads CSV.
  const remedy = record.raw.includes('\r') ? 'Save the file again with LF or CRLF at the ends of lines.' : undefined;
  const lacking = missingColumns(named);
  const missing = lacking.map((column) => missingColumn(column, line, remedy));
  const header = { fieldCount: record.fields.length, fields: record.fields, named };
  const mayLack = repeated.length === 0 && remedy === undefined && areOfCompletedRows(lacking);
  return mayLack
    ? { ...header, problems: [], ofCompleted: missing }
    : { ...header, problems: [...repeated, ...missing], ofCompleted: [] };
}

export function missingColumn(column: JobLogColumn, place: Place, remedy?: string): Problem {
  return problem('missing-column', place, `the header lacks the column ${columnWords(column)}`, remedy);
}

function rowOf(record: CsvRecord, header: CsvHeader, file: string): ExactRow {
  const problems = structureProblems(record, header, file);
  const texts: JobTexts = {};
  if (problems.length === 0) {
    for (const [column, at] of header.named.index) {
      const field = record.fields[at] ?? '';
      texts[column] = NO_VALUE.includes(field) ? '' : field;
    }
  }
  return {
    line: record.line,
    texts,
    problems,
    placeOf: (column) =>
      placeInText(file, record.line, record.raw, fieldSpan(record, header.named.index.get(column) ?? 0)),
  };
}

function structureProblems(record: CsvRecord, header: CsvHeader, file: string): Problem[] {
  if (record.brokenAt !== null) return [brokenQuotes(record, file)];
  if (isHeaderAgain(record, header)) {
    const message = 'the header stands here again: two logs were put together';
    return [problem('repeated-header', { file, line: record.line, excerpt: record.raw }, message)];
  }
  const found = record.fields.length;
  if (found === header.fieldCount) return [];
  const span =
    found > header.fieldCount ? fieldSpan(record, header.fieldCount) : { start: record.raw.length, length: 1 };
  const message = `the row has ${countOf(found, 'field')}, the header ${header.fieldCount}`;
  return [problem('wrong-field-count', placeInText(file, record.line, record.raw, span), message)];
}

/** Whether a record is the header once more, or that of a log with other columns. */
function isHeaderAgain({ fields }: CsvRecord, header: CsvHeader): boolean {
  if (fields.length !== header.fieldCount) return missingColumns(nameColumns(fields)).length === 0;
  return fields.every((field, at) => field.trim() === header.fields[at]?.trim());
}

function brokenQuotes(record: CsvRecord, file: string): Problem {
  const at = record.brokenAt ?? 0;
  const opens = at === 0 || record.raw[at - 1] === record.delimiter;
  const message = opens
    ? 'the quoted field that starts here is not closed, or text follows its closing quote'
    : 'a quote stands inside a field that is not quoted';
  return problem('broken-quotes', placeInText(file, record.line, record.raw, { start: at, length: 1 }), message);
}
