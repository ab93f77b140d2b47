import { isAscii, isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import type { Delimiter } from './csv-records.ts';
import { LONGEST_LINE_BYTES, OverlongLine } from './overlong-line.ts';

/** What a first look at the bytes of a text file says. */
export interface FileStructure {
  /** Lines that are records, the header of a CSV included. */
  readonly records: number;
  /**
   * Every line is exactly one record of the plain form, so that DuckDB's readers see it as the exact reading does,
   * and its line number follows from its record number. Otherwise the exact reading decides.
   */
  readonly regular: boolean;
  /** The first lines that are not UTF-8 text, or hold NUL bytes, as damaged copies do. */
  readonly notUtf8: readonly { readonly line: number; readonly text: string }[];
  /** Of a CSV: whether values may be padded: one may begin or end with a blank, or hold characters beyond ASCII. */
  readonly padded: boolean;
  /** Where each line begins whose number, counted from 0, is a multiple of LINES_PER_MARK. */
  readonly marks: readonly number[];
}

/** So many lines are read to have one of them. */
export const LINES_PER_MARK = 32;

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const BRACE = 123;
const CLOSING_BRACE = 125;
const BLANK = 32;
const TAB = 9;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const BLOCK_BYTES = 4 << 20;
const MOST_BAD_LINES = 1000;

/**
 * One pass over the bytes, beside DuckDB's own. It finds what DuckDB would read otherwise than people expect (a lone
 * return, a quote inside a field, a separator too many at a line's end, blank lines, bytes that are not UTF-8).
 */
export async function scanStructure(
  path: string,
  format: 'csv' | 'jsonl',
  delimiter: Delimiter = ',',
): Promise<FileStructure> {
  const file = await open(path, 'r');
  try {
    return await scanBlocks(file, format, delimiter.charCodeAt(0));
  } finally {
    await file.close();
  }
}

interface Scan {
  readonly format: 'csv' | 'jsonl';
  /** Byte between the columns of a CSV. */
  readonly delimiter: number;
  lines: number;
  records: number;
  returns: number;
  blankSeen: boolean;
  regular: boolean;
  padded: boolean;
  /** Separators in the header of a CSV; -1 before it. */
  separators: number;
  readonly notUtf8: { line: number; text: string }[];
  /** Bytes before the block. */
  before: number;
  readonly marks: number[];
}

async function scanBlocks(file: FileHandle, format: 'csv' | 'jsonl', delimiter: number): Promise<FileStructure> {
  const scan: Scan = {
    format,
    delimiter,
    lines: 0,
    records: 0,
    returns: 0,
    blankSeen: false,
    regular: true,
    padded: false,
    separators: -1,
    notUtf8: [],
    before: 0,
    marks: [],
  };
  // Never larger than the file needs: many logs are small, and large buffers make the garbage collector run.
  const { size } = await file.stat();
  let buffer = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, size + 1));
  let held = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, held, buffer.length - held, null);
    const filled = held + bytesRead;
    if (bytesRead === 0) {
      if (filled > 0) scanLines(scan, buffer.subarray(0, filled));
      break;
    }
    const end = buffer.lastIndexOf(NEWLINE, filled - 1) + 1;
    if (end > 0) scanLines(scan, buffer.subarray(0, end));
    scan.before += end;
    held = filled - end;
    buffer.copy(buffer, 0, end, filled);
    if (held > LONGEST_LINE_BYTES) throw new OverlongLine(scan.lines + 1);
    if (held === buffer.length) buffer = Buffer.concat([buffer], held * 2);
  }
  if (scan.returns !== 0 && scan.returns !== scan.lines) scan.regular = false;
  const { records, regular, padded, notUtf8, marks } = scan;
  return { records, regular, padded, notUtf8, marks };
}

/** Whole lines; only the last of the file may lack its line break. */
function scanLines(scan: Scan, block: Buffer): void {
  if (!isUtf8(block) || block.includes(0)) findBadLines(scan, block);
  scan.padded ||= scan.format === 'csv' && mayBePadded(block, scan.delimiter);
  if (scan.lines === 0 && block[0] === 0xef && scan.format === 'jsonl') scan.regular = false;
  const quotes = scan.format === 'csv' && block.includes(QUOTE);
  const returnsBefore = scan.returns;
  let start = 0;
  while (start < block.length) {
    if (scan.lines % LINES_PER_MARK === 0) scan.marks.push(scan.before + start);
    const newline = block.indexOf(NEWLINE, start);
    let end = newline === -1 ? block.length : newline;
    if (end > start && block[end - 1] === RETURN) {
      end -= 1;
      scan.returns += 1;
    } else if (newline === -1 && scan.returns > 0) {
      scan.returns += 1; // the last line lacks its whole line break, not only a half of it
    }
    scan.lines += 1;
    if (end === start) scan.blankSeen = true;
    else scanLine(scan, block, start, end, quotes);
    start = newline === -1 ? block.length : newline + 1;
  }
  if (scan.regular && countBytes(block, RETURN) > scan.returns - returnsBefore) scan.regular = false;
}

function scanLine(scan: Scan, block: Buffer, start: number, end: number, quotes: boolean): void {
  scan.records += 1;
  if (scan.blankSeen) scan.regular = false;
  if (!scan.regular) return;
  if (scan.format === 'jsonl') {
    if (block[start] !== BRACE || !endsAsObject(block, end)) scan.regular = false;
  } else if (quotes || scan.separators === -1 || block[end - 1] === scan.delimiter) {
    const separators = countSeparators(block, { start, end }, scan.delimiter);
    if (scan.separators === -1) scan.separators = separators;
    if (separators !== scan.separators) scan.regular = false;
  }
}

/**
 * Whether a value in whole lines of a CSV may begin or end with a blank, or hold characters beyond ASCII: then texts are not
 * what they are compared as (PADDED_COLUMNS).
 */
export function mayBePadded(lines: Buffer, delimiter: number): boolean {
  const hasMark = lines.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  const text = hasMark ? lines.subarray(BYTE_ORDER_MARK.length) : lines;
  if (!isAscii(text)) return true;
  const edges = [delimiter, NEWLINE, RETURN, QUOTE];
  return [BLANK, TAB].some((blank) => {
    if (!text.includes(blank)) return false;
    if (blank === delimiter) return text.includes(QUOTE);
    const isAtAnEnd = text[0] === blank || text.at(-1) === blank;
    return isAtAnEnd || edges.some((edge) => isBeside(text, blank, edge));
  });
}

function isBeside(text: Buffer, one: number, other: number): boolean {
  return text.includes(Buffer.from([one, other])) || text.includes(Buffer.from([other, one]));
}

/** A closing brace without a comma before it, which DuckDB would let pass. */
function endsAsObject(block: Buffer, end: number): boolean {
  if (block[end - 1] !== CLOSING_BRACE) return false;
  let at = end - 2;
  while (block[at] === BLANK) at -= 1;
  return block[at] !== COMMA;
}

/** Separators outside quotes; -2 when the quotes of the line are not those of whole fields. */
function countSeparators(block: Buffer, { start, end }: { start: number; end: number }, delimiter: number): number {
  let count = 0;
  let at = start;
  while (at < end) {
    if (block[at] === QUOTE) {
      at = afterQuoted(block, at, end);
      if (at === -1 || (at < end && block[at] !== delimiter)) return -2;
    } else {
      while (at < end && block[at] !== delimiter) {
        if (block[at] === QUOTE) return -2;
        at += 1;
      }
    }
    if (at < end) count += 1;
    at += 1;
  }
  return count;
}

function afterQuoted(block: Buffer, opening: number, end: number): number {
  for (let at = opening + 1; at < end; at += 1) {
    if (block[at] !== QUOTE) continue;
    if (at + 1 < end && block[at + 1] === QUOTE) at += 1;
    else return at + 1;
  }
  return -1;
}

function countBytes(block: Buffer, byte: number): number {
  let count = 0;
  for (let at = block.indexOf(byte); at !== -1; at = block.indexOf(byte, at + 1)) count += 1;
  return count;
}

function findBadLines(scan: Scan, block: Buffer): void {
  scan.regular = false;
  let line = scan.lines;
  let start = 0;
  while (start < block.length && scan.notUtf8.length < MOST_BAD_LINES) {
    const newline = block.indexOf(NEWLINE, start);
    const end = newline === -1 ? block.length : newline;
    line += 1;
    const bytes = block.subarray(start, end);
    if (!isUtf8(bytes) || bytes.includes(0)) scan.notUtf8.push({ line, text: bytes.toString('utf8') });
    start = end + 1;
  }
}
