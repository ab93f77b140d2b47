import { createReadStream, existsSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { InvalidInput, problem } from '../problems/problem.ts';
import { hashFile } from './plain-input.ts';

/** Some records of a report as it was written; `columns` says where a column stands. */
export interface ReportPiece {
  readonly columns: ReadonlyMap<string, number>;
  readonly records: readonly (readonly string[])[];
}

/**
 * Reads a CSV that this program wrote, piece by piece, once its bytes are known to be those: a report that somebody
 * changed is no side of a comparison.
 *
 * @throws InvalidInput damaged-reports
 */
export async function* reportRecords(path: string, sha256: string): AsyncGenerator<ReportPiece> {
  if (!existsSync(path)) throw damaged(path, 'the file is missing');
  const found = await hashFile(path);
  if (found !== sha256) throw damaged(path, `its SHA-256 is ${found}; manifest.json says ${sha256}`);
  const decoder = new StringDecoder('utf8');
  let columns: ReadonlyMap<string, number> | null = null;
  let rest = '';
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const { records, tail } = completeRecords(rest + decoder.write(bytes as Buffer));
    rest = tail;
    if (columns === null && records.length > 0) columns = new Map(records.shift()?.map((name, index) => [name, index]));
    if (columns !== null) {
      const wrong = records.find((record) => record.length !== columns?.size);
      if (wrong !== undefined)
        throw damaged(path, `a record has ${wrong.length} fields, and the header ${columns.size}`);
      yield { columns, records };
    }
  }
  if (rest !== '') throw damaged(path, 'its last line has no end');
}

/** Records up to the last line break that ends one, and what follows it. */
function completeRecords(text: string): { records: string[][]; tail: string } {
  const records: string[][] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    const record = text.slice(start, end);
    const hasQuotes = record.includes('"');
    // A line break inside quotes: an odd number of quotes is open.
    if (hasQuotes && record.split('"').length % 2 === 0) continue;
    records.push(hasQuotes ? fieldsOf(record) : record.split(','));
    start = end + 1;
  }
  return { records, tail: text.slice(start) };
}

/** The fields of a record with quotes in it: a quoted field doubles its quotes. */
function fieldsOf(record: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= record.length) {
    if (record[at] !== '"') {
      const comma = record.indexOf(',', at);
      const end = comma === -1 ? record.length : comma;
      fields.push(record.slice(at, end));
      at = end + 1;
      continue;
    }
    let close = record.indexOf('"', at + 1);
    while (close !== -1 && record[close + 1] === '"') close = record.indexOf('"', close + 2);
    if (close === -1) throw new Error(`a quoted field has no end: ${record}`);
    fields.push(record.slice(at + 1, close).replaceAll('""', '"'));
    at = close + 2;
  }
  return fields;
}

/** A report that cannot be what was written. */
export function damaged(file: string, message: string): InvalidInput {
  return new InvalidInput([problem('damaged-reports', { file }, message)]);
}
