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

/** The rows of a report, many at a time. @param reader makes of the columns what reads a record */
export async function* rowsOf<Row>(
  pieces: AsyncIterable<ReportPiece>,
  reader: (columns: ReportPiece['columns']) => (record: readonly string[]) => Row,
): AsyncGenerator<Row[]> {
  for await (const { columns, records } of pieces) yield records.map(reader(columns));
}

/** All of them at once, of a report that memory holds. */
export async function allRows<Row>(pieces: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const piece of pieces) for (const row of piece) rows.push(row);
  return rows;
}

/** A whole CSV that this program wrote and that nothing vouches for: what cannot be a record of it is left as it stands. */
export function recordsIn(text: string): ReportPiece {
  const { records } = completeRecords(text);
  const header = records.shift() ?? [];
  return { columns: new Map(header.map((name, index) => [name, index])), records };
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
  return writtenFields(record).map((field) => {
    return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
  });
}

/** The fields of a record as they stand there, quotes and all, even where somebody changed it. */
export function writtenFields(record: string): string[] {
  return [...`,${record}`.matchAll(/,("[^"]*(?:""[^"]*)*"|[^,]*)/g)].map(([, field = '']) => field);
}

/** A report that cannot be what was written. */
export function damaged(file: string, message: string): InvalidInput {
  return new InvalidInput([problem('damaged-reports', { file }, message)]);
}
