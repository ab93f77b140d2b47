import { parse } from 'csv-parse';
import { countOf } from '../../core/text/count-of.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { type Problem, problem } from '../../problems/problem.ts';
import { SeparatorsOfFile } from './amount-forms.ts';
import type { SourceInput } from './input.ts';
import { lineOfInput } from './line-of-input.ts';
import { ProblemList } from './problem-list.ts';
import { strictUtf8 } from './strict-utf8.ts';
import { fieldColumn, hasColumns, headerProblems, type TableColumn } from './table-header.ts';
import { TableRow } from './table-row.ts';

export interface TableFormat {
  readonly delimiter: ',' | '\t';
  readonly columns: readonly TableColumn[];
  /** What to tell a person whose export lacks a needed column. */
  readonly remedy?: string;
  /** Takes a record that is neither header nor row: a title before the header, a total after the rows. */
  readonly aside?: (record: AsideRecord) => boolean;
  /** The columns' names where the header is in the exporter's language. */
  readonly named?: (header: readonly string[]) => readonly string[];
  /** Allows text behind a closing quote, which then belongs to the field. */
  readonly relaxedQuotes?: boolean;
}

/** A record that may be no row of the table. */
export interface AsideRecord {
  /** Trimmed. */
  readonly cells: readonly string[];
  readonly line: number;
  readonly raw: string;
  /** Whether the header has been read. */
  readonly afterHeader: boolean;
}

/**
 * Reads a CSV or TSV row by row, strictly: columns by name, in any order, extra ones ignored; a missing needed column,
 * two columns of one meaning, a row with another number of fields, broken quotes and bytes that are not UTF-8 are
 * problems. A row without any value, as a spreadsheet writes below its last one, is a blank line. The header and the structure are checked here, the values by the caller through the row's own doors.
 *
 * @throws InvalidInput with every problem found, after the last row
 */
export async function* readTable(input: SourceInput, format: TableFormat): AsyncGenerator<TableRow> {
  const problems = new ProblemList();
  const separators = new SeparatorsOfFile();
  let header: readonly string[] | null = null;
  let written: readonly string[] = [];
  let index: ReadonlyMap<string, number> = new Map();
  for await (const { record, line, raw } of records(input, format, problems)) {
    const cells = format.aside === undefined ? [] : record.map((cell) => cell.trim());
    if (format.aside?.({ cells, line, raw, afterHeader: header !== null }) === true) continue;
    if (record.every((cell) => cell.trim() === '')) continue;
    if (header === null) {
      // A broken header would make the next row one.
      problems.throwIfAny();
      written = record.map((cell) => cell.trim());
      header = format.named?.(written) ?? written;
      const found = headerProblems(input.name, header, raw, line, format);
      for (const each of found.problems) problems.add(each);
      problems.throwIfAny();
      index = found.index;
      continue;
    }
    if (isHeaderAgain(record, written, format.columns)) {
      problems.add(problem('repeated-header', { file: input.name, line, excerpt: raw }, HEADER_AGAIN));
      // The rows that follow are those of another header.
      if (record.length !== header.length) break;
      continue;
    }
    if (record.length !== header.length) {
      problems.add(wrongFieldCount(input.name, { record, line, raw }, header.length, format.delimiter));
      continue;
    }
    const { delimiter } = format;
    yield new TableRow({ file: input.name, line, record, raw, delimiter, index, problems, separators });
  }
  problems.throwIfAny();
}

const HEADER_AGAIN = 'the header stands here again: two exports were put together';

/** Whether a record is the header once more, or one of another version of the export. */
function isHeaderAgain(record: readonly string[], header: readonly string[], columns: TableFormat['columns']): boolean {
  if (record.length !== header.length) return hasColumns(record, columns);
  return record.every((cell, at) => cell.trim() === header[at]);
}

/** Marks the first field that is too many, or the end of a row that has too few. */
function wrongFieldCount(file: string, { record, line, raw }: RawRecord, expected: number, delimiter: string): Problem {
  const found = record.length;
  const extra = fieldColumn(raw, expected, delimiter);
  const span = found > expected ? { start: extra.column - 1, length: extra.length } : { start: raw.length, length: 1 };
  const message = `the row has ${countOf(found, 'field')}, the header ${expected}`;
  return problem('wrong-field-count', placeInText(file, line, raw, span), message);
}

interface RawRecord {
  readonly record: string[];
  /** Line on which the record begins. */
  readonly line: number;
  readonly raw: string;
}

/** What csv-parse hands over of a record that it has read, where raw text is asked for. */
interface ParsedRecord {
  readonly record: string[];
  readonly raw: string;
}

/** The records of the text; one of broken quotes is noted and passed over. */
async function* records(input: SourceInput, format: TableFormat, problems: ProblemList): AsyncGenerator<RawRecord> {
  // csv-parse counts a quoted CRLF twice: how many lines too many it has counted.
  let counted = 0;
  const broken: BrokenRecord[] = [];
  let last = 0;
  const placed = ({ record, raw }: ParsedRecord, { lines }: { readonly lines: number }): RawRecord => {
    const text = withoutOuterBreaks(raw);
    const quotedBreaks = record.some((cell) => cell.includes('\n')) ? breaksIn(text) : 0;
    if (quotedBreaks > 0) counted += crlfsIn(text);
    return { record, line: lines - counted - quotedBreaks, raw: text };
  };
  const parser = parse({
    bom: true,
    delimiter: format.delimiter,
    // Named, because csv-parse would take the first line's end for every line's.
    record_delimiter: ['\r\n', '\n', '\r'],
    // Tab separated reports do not quote: a quote there is a character like any other.
    quote: format.delimiter === '\t' ? null : '"',
    relax_column_count: true,
    relax_quotes: format.relaxedQuotes === true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    raw: true,
    // Typed for the record alone, but its raw text comes with it, and what it returns is passed on as it is.
    on_record: placed as unknown as (record: string[]) => string[],
    on_skip: (error, raw) => {
      if (error === undefined) return;
      const text = withoutOuterBreaks(raw ?? '');
      counted += crlfsIn(text);
      const ending = error.code === 'CSV_QUOTE_NOT_CLOSED' && raw?.endsWith('\r\n') === true ? 1 : 0;
      const line = Number(error.lines) - counted - ending - breaksIn(text);
      if (last !== line) broken.push({ line, text, code: error.code, field: Number(error.column) });
      last = line;
    },
  });
  const text = input.open().on('error', (error) => parser.destroy(error));
  text
    .pipe(strictUtf8(input.name))
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  try {
    for await (const each of parser as AsyncIterable<RawRecord>) {
      // The parser runs ahead: those after this record come later.
      for (let next = broken[0]; next !== undefined && next.line < each.line; next = broken[0]) {
        problems.add(await brokenQuotes(input, next, format.delimiter));
        broken.shift();
      }
      yield each;
    }
    for (const each of broken) problems.add(await brokenQuotes(input, each, format.delimiter));
  } finally {
    text.destroy();
  }
}

/** csv-parse's raw text of a record begins with the blank lines that it skipped, and ends with the record's own break. */
function withoutOuterBreaks(raw: string): string {
  return raw.replace(/^[\r\n]+/, '').replace(/(\r\n|\n|\r)$/, '');
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function crlfsIn(text: string): number {
  return text.match(/\r\n/g)?.length ?? 0;
}

/** A record that csv-parse could not read, up to the character that broke it. */
interface BrokenRecord {
  readonly line: number;
  readonly text: string;
  readonly code: string;
  readonly field: number;
}

async function brokenQuotes(input: SourceInput, broken: BrokenRecord, delimiter: string): Promise<Problem> {
  const inside = broken.code === 'INVALID_OPENING_QUOTE';
  const start = inside ? broken.text.length - 1 : fieldColumn(broken.text, broken.field, delimiter).column - 1;
  const place = placeInText(input.name, broken.line, broken.text, { start: Math.max(0, start), length: 1 });
  const message = inside
    ? 'a quote stands inside a field that is not quoted'
    : 'the quoted field that starts here is not closed, or text follows its closing quote';
  return problem('broken-quotes', { ...place, excerpt: await lineOfInput(input, place.line ?? 1) }, message);
}
