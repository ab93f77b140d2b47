import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportedSide } from '../../core/comparison/comparison.ts';
import type { PostingStream } from '../../core/comparison/side-by-side.ts';
import { formatMonth, type Month, parseMonth } from '../../core/month/month.ts';
import { citedInput, citedPlace } from '../../core/revenue/cited-input.ts';
import { allRows, damaged, type ReportPiece, reportRecords, rowsOf } from '../../files/report-records.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { exceptionReader, type ShownException } from '../../render/reports/exceptions-csv.ts';
import { partReader } from '../../render/reports/payouts-csv.ts';
import { poolReader, reportedPool } from '../../render/reports/pool-csv.ts';
import { namesRates, postingReader } from '../../render/reports/postings-csv.ts';
import { listedHash, type RecordedInput, readManifest } from '../../render/reports/read-manifest.ts';

/** One side of a comparison: a directory of a month's reports, stored or computed for the comparison. */
export interface ReportDirectory extends ReportedSide {
  readonly directory: string;
  /** As its manifest has it. */
  readonly policy: Readonly<Record<string, unknown>>;
  /** Whether postings.csv names currency and rate: those of earlier versions did not. */
  readonly hasRates: boolean;
  /** Places of exceptions that a person accepted. */
  readonly accepted: ReadonlySet<string>;
  /** postings.csv, read as it is asked for. */
  postings(withRates: boolean): PostingStream;
}

/**
 * Opens a directory of reports of a month. All but the postings is read at once.
 *
 * @param remedy what to do where there are none, where that is another than for a directory that was named
 * @throws InvalidInput no-reports, damaged-reports
 */
export async function openReports(directory: string, month: Month, remedy?: string): Promise<ReportDirectory> {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) {
    const message = `there are no reports of ${formatMonth(month)} here: manifest.json is missing`;
    throw new InvalidInput([problem('no-reports', { file: directory }, message, remedy)]);
  }
  const { state, digest, policy, inputs, files } = readSide(path, month);
  const records = (name: string): AsyncGenerator<ReportPiece> => {
    const sha256 = listedHash(files, name);
    if (sha256 === undefined) throw damaged(path, `it does not list ${name}`);
    return reportRecords(join(directory, name), sha256);
  };
  const lines = await allRows(rowsOf(records('pool.csv'), poolReader));
  return {
    directory,
    month,
    state,
    digest,
    policy,
    lines,
    pool: reportedPool(lines),
    parts: await allRows(rowsOf(records('payouts.csv'), partReader)),
    hasRates: await hasRates(records('postings.csv')),
    accepted: acceptedPlaces(await allRows(rowsOf(records('exceptions.csv'), exceptionReader)), inputs),
    postings: (withRates) => rowsOf(records('postings.csv'), (columns) => postingReader(columns, withRates)),
  };
}

/** What a comparison asks of a manifest. @throws InvalidInput damaged-reports */
function readSide(path: string, month: Month) {
  const text = readFileSync(path, 'utf8');
  const manifest = orDamaged(path, 'it is not JSON', () => readManifest(text));
  if (parseMonth(manifest.month()) !== month) {
    throw damaged(path, `it is of month ${manifest.month()}, not ${formatMonth(month)}`);
  }
  return orDamaged(path, 'it lacks state, digest, policy, inputs or files', () => ({
    state: manifest.state(),
    digest: manifest.digest(),
    policy: manifest.policy(),
    inputs: manifest.namedInputs(),
    files: manifest.files(),
  }));
}

function orDamaged<Value>(path: string, what: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw damaged(path, what);
  }
}

async function hasRates(pieces: AsyncIterable<ReportPiece>): Promise<boolean> {
  for await (const { columns } of pieces) return namesRates(columns);
  return false;
}

/** Input and line of every exception that a person accepted. */
function acceptedPlaces(
  exceptions: readonly ShownException[],
  inputs: readonly Pick<RecordedInput, 'name' | 'sha256'>[],
): ReadonlySet<string> {
  const accepted = exceptions.filter(({ decision }) => decision === 'accept');
  const places = accepted.flatMap(({ file, line }) => {
    const cited = inputs.filter(({ name }) => name === file).map(({ sha256 }) => citedInput(sha256));
    return line === null ? [] : cited.map((input) => citedPlace(input, line));
  });
  return new Set(places);
}
