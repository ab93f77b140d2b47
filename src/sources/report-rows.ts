import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { unescapeFormula } from '../core/text/formula-escape.ts';

/** Reads a report of ours again: cells as they were before they were escaped, row by row, the header first. */
export async function* reportRows(bytes: Readable): AsyncGenerator<readonly string[]> {
  for await (const record of bytes.pipe(parse({}))) yield (record as string[]).map(unescapeFormula);
}
