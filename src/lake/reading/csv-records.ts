import { readTextChunks } from './text-chunks.ts';

/** One record of a CSV file, as it stands in the file. */
export interface CsvRecord {
  /** Line on which the record starts. */
  readonly line: number;
  /** The record's text without its last line break. */
  readonly raw: string;
  readonly fields: readonly string[];
  readonly delimiter: Delimiter;
  /** Offset in `raw` of a quote that breaks the record's structure; its fields then mean nothing. */
  readonly brokenAt: number | null;
}

/** What stands between the columns: a comma, or what spreadsheets and databases of other countries write. */
export type Delimiter = ',' | ';' | '\t';

/** Longest text that a quoted field may hold before it counts as not closed. */
const LONGEST_RECORD = 1 << 20;

/**
 * The exact reading of a CSV (RFC 4180, LF or CRLF): in batches, with lines counted as an editor counts them.
 * Blank lines are skipped. A record with broken quotes ends with its first line, so that the rest can be read.
 */
export async function* readCsvRecords(
  path: string,
  delimiter: Delimiter,
  chunkBytes?: number,
): AsyncGenerator<CsvRecord[]> {
  let rest = '';
  let line = 1;
  for await (const { text, last } of readTextChunks(path, chunkBytes)) {
    const buffer = rest + text;
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < buffer.length) {
      const end = recordEnd(buffer, start, last, delimiter);
      if (end === null) break;
      const record = recordOf(buffer.slice(start, end.end), {
        line,
        delimiter,
        brokenAt: end.brokenAt === null ? null : end.brokenAt - start,
      });
      if (record !== null) records.push(record);
      line += countNewlines(buffer, start, end.next);
      start = end.next;
    }
    rest = buffer.slice(start);
    yield records;
  }
}

/** Where the value of a field starts in a record's text, and how long it is, quotes included. */
export function fieldSpan(record: CsvRecord, index: number): { start: number; length: number } {
  let start = 0;
  for (let field = 0; ; field += 1) {
    const end = fieldEnd(record.raw, start, record.delimiter);
    if (field === index || end >= record.raw.length) return { start, length: Math.max(1, end - start) };
    start = end + 1;
  }
}

interface RecordEnd {
  readonly end: number;
  readonly next: number;
  readonly brokenAt: number | null;
}

/** null: the text ends before the record does. */
function recordEnd(text: string, start: number, last: boolean, delimiter: Delimiter): RecordEnd | null {
  const newline = text.indexOf('\n', start);
  if (newline === -1 && !last) return null;
  const lineEnd = newline === -1 ? text.length : newline;
  if (!text.slice(start, lineEnd).includes('"')) return endAt(text, start, lineEnd, null);
  for (let at = start; ; ) {
    let end = fieldEnd(text, at, delimiter);
    if (text[at] === '"') {
      if (end === -1) {
        if (!last && text.length - start < LONGEST_RECORD) return null;
        return endAt(text, start, lineAfter(text, at), at);
      }
      if (end >= text.length && !last) return null;
      if (text[end] === '\r' && end + 1 >= text.length && !last) return null;
      if (text[end] === '\r' && text[end + 1] === '\n') end += 1;
      const closed = end >= text.length || text[end] === delimiter || text[end] === '\n';
      if (!closed) return endAt(text, start, lineAfter(text, at), at);
    } else {
      const quote = text.slice(at, end).indexOf('"');
      if (quote !== -1) return endAt(text, start, lineAfter(text, at), at + quote);
    }
    if (end >= text.length) return last ? endAt(text, start, text.length, null) : null;
    if (text[end] === '\n') return endAt(text, start, end, null);
    at = end + 1;
  }
}

function endAt(text: string, start: number, lineEnd: number, brokenAt: number | null): RecordEnd {
  const end = lineEnd > start && text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return { end, next: lineEnd + 1, brokenAt };
}

function lineAfter(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline;
}

/** Offset after the field that starts at `start`; -1 when its quote is not closed. */
function fieldEnd(text: string, start: number, delimiter: Delimiter): number {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
    return end;
  }
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1;
  }
  return -1;
}

function recordOf(raw: string, record: Pick<CsvRecord, 'line' | 'delimiter' | 'brokenAt'>): CsvRecord | null {
  if (raw === '') return null;
  return { ...record, raw, fields: record.brokenAt === null ? csvFields(raw, record.delimiter) : [] };
}

/** The fields of one record of sound quotes. */
export function csvFields(raw: string, delimiter: Delimiter): string[] {
  if (!raw.includes('"')) return raw.split(delimiter);
  const fields: string[] = [];
  for (let start = 0; start <= raw.length; ) {
    const end = fieldEndInRecord(raw, start, delimiter);
    const field = raw.slice(start, end);
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    start = end + 1;
  }
  return fields;
}

function fieldEndInRecord(raw: string, start: number, delimiter: Delimiter): number {
  const end = fieldEnd(raw, start, delimiter);
  return end === -1 ? raw.length : end;
}

function countNewlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
