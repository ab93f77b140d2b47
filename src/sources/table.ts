import { CsvError, parse } from 'csv-parse';
import { problem } from '../problems/problem.ts';
import type { SourceInput } from './input.ts';
import { ProblemList } from './problem-list.ts';
import { strictUtf8 } from './strict-utf8.ts';
import { headerProblems, type TableColumn } from './table-header.ts';
import { TableRow } from './table-row.ts';

export interface TableFormat {
  readonly delimiter: ',' | '\t';
  readonly columns: readonly TableColumn[];
  /** What to tell a person whose export lacks a needed column. */
  readonly remedy?: string;
  /** Lines of text before the header. */
  readonly skipLines?: number;
}

/**
 * Reads a CSV or TSV row by row, strictly: columns by name, in any order, extra ones ignored; a missing needed column,
 * two columns of one meaning, a row with another number of fields, broken quotes and bytes that are not UTF-8 are
 * problems. The header and the structure are checked here, the values by the caller through the row's own doors.
 *
 * @throws InvalidInput with every problem found, after the last row
 */
export async function* readTable(input: SourceInput, format: TableFormat): AsyncGenerator<TableRow> {
  const problems = new ProblemList();
  let header: readonly string[] | null = null;
  let index: ReadonlyMap<string, number> = new Map();
  for await (const { record, line, raw } of records(input, format)) {
    if (header === null) {
      header = record.map((cell) => cell.trim());
      const found = headerProblems(input.name, header, raw, line, format);
      for (const each of found.problems) problems.add(each);
      problems.throwIfAny();
      index = found.index;
      continue;
    }
    if (record.length !== header.length) {
      problems.add(
        problem(
          'wrong-field-count',
          { file: input.name, line, excerpt: raw },
          `the row has ${record.length} fields, the header ${header.length}`,
        ),
      );
      continue;
    }
    yield new TableRow({ file: input.name, line, record, raw, delimiter: format.delimiter, index, problems });
  }
  problems.throwIfAny();
}

interface RawRecord {
  readonly record: string[];
  /** Line on which the record begins. */
  readonly line: number;
  readonly raw: string;
}

async function* records(input: SourceInput, format: TableFormat): AsyncGenerator<RawRecord> {
  const parser = parse({
    bom: true,
    delimiter: format.delimiter,
    // Tab separated reports do not quote: a quote there is a character like any other.
    quote: format.delimiter === '\t' ? null : '"',
    relax_column_count: true,
    skip_empty_lines: true,
    from_line: (format.skipLines ?? 0) + 1,
    info: true,
    raw: true,
  });
  const text = input.open().on('error', (error) => parser.destroy(error));
  text
    .pipe(strictUtf8(input.name))
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  try {
    for await (const each of parser as AsyncIterable<{ record: string[]; raw: string; info: { lines: number } }>) {
      const raw = each.raw.replace(/\r?\n$/, '');
      yield { record: each.record, line: each.info.lines - lineBreaksIn(each.record), raw };
    }
  } catch (error) {
    if (error instanceof CsvError) throw brokenQuotes(input, error);
    throw error;
  } finally {
    text.destroy();
  }
}

function lineBreaksIn(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}

function brokenQuotes(input: SourceInput, error: CsvError): unknown {
  const list = new ProblemList();
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
  const column = typeof error['column'] === 'number' ? error['column'] : undefined;
  list.add(
    problem(
      'broken-quotes',
      { file: input.name, line },
      column === undefined ? 'a quoted field is broken' : `the quoted field ${column + 1} is broken`,
    ),
  );
  try {
    list.throwIfAny();
  } catch (invalid) {
    return invalid;
  }
  return error;
}
