import type { ReportedLine } from '../../core/comparison/comparison.ts';
import type { ReportedPool } from '../../core/comparison/pool-change.ts';
import type { ReportedPart } from '../../core/comparison/wallet-changes.ts';
import { exactFromText } from '../../core/money/exact-decimal.ts';
import { parseMicro } from '../../core/money/micro.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import type { ReportPiece } from '../../files/report-records.ts';

/** Characters of an input's SHA-256 that a row cites (see render/postings-csv.ts). */
const CITED = 16;

/** The value of a column of our own report; a column that it must have and has not is a fault of the program. */
export function fieldOf(columns: ReportPiece['columns'], record: readonly string[], name: string): string {
  const value = record[columns.get(name) ?? -1];
  if (value === undefined) throw new Error(`a report has no column ${name}`);
  return value;
}

/** Millionths of an amount of ours. */
export function microOf(text: string): bigint {
  const amount = parseMicro(text);
  if (typeof amount !== 'bigint') throw new Error(`a report says "${text}" where an amount stands`);
  return amount;
}

export async function poolLines(pieces: AsyncGenerator<ReportPiece>): Promise<ReportedLine[]> {
  return rowsOf(pieces, (field) => ({ line: field('line'), provider: field('provider'), amount: field('amount_usd') }));
}

/** What pool.csv says of the whole month. */
export function poolOf(lines: readonly ReportedLine[]): ReportedPool {
  const amount = (name: string): string => {
    const found = lines.find(({ line, provider }) => line === name && provider === 'all');
    if (found === undefined) throw new Error(`pool.csv has no line ${name}`);
    return found.amount;
  };
  return {
    netRevenue: microOf(amount('net_revenue')),
    share: amount('share'),
    pool: exactFromText(amount('pool')),
    carriedIn: exactFromText(amount('carried_in')),
    distributable: microOf(amount('distributable')),
    distributed: microOf(amount('distributed')),
    carriedOut: exactFromText(amount('carried_out')),
  };
}

/** What payouts.csv says of each wallet. */
export async function parts(pieces: AsyncGenerator<ReportPiece>): Promise<ReportedPart[]> {
  return rowsOf(pieces, (field) => ({
    wallet: field('wallet'),
    points: microOf(field('render_spark')),
    earned: microOf(field('earned_usd')),
  }));
}

/** Input and line of every exception in exceptions.csv that a person accepted. */
export async function acceptedPlaces(
  pieces: AsyncGenerator<ReportPiece>,
  inputs: readonly { readonly name: string; readonly sha256: string }[],
): Promise<ReadonlySet<string>> {
  const rows = await rowsOf(pieces, (field) => ({
    decision: field('decision'),
    file: unescapeFormula(field('file')),
    line: field('line'),
  }));
  const accepted = rows.filter(({ decision }) => decision === 'accept');
  return new Set(
    accepted.flatMap(({ file, line }) =>
      inputs.filter(({ name }) => name === file).map(({ sha256 }) => placeOf(sha256.slice(0, CITED), line)),
    ),
  );
}

/** Input and line as one key. */
export function placeOf(source: string, line: string): string {
  return `${source}:${line}`;
}

async function rowsOf<Row>(
  pieces: AsyncGenerator<ReportPiece>,
  rowOf: (field: (name: string) => string) => Row,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { columns, records } of pieces) {
    for (const record of records) rows.push(rowOf((name) => fieldOf(columns, record, name)));
  }
  return rows;
}
