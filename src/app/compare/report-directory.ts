import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportedSide } from '../../core/comparison/comparison.ts';
import type { PostingStream } from '../../core/comparison/side-by-side.ts';
import { formatMonth, type Month, parseMonth } from '../../core/month/month.ts';
import { damaged, type ReportPiece, reportRecords } from '../../files/report-records.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { acceptedPlaces, parts, poolLines, poolOf } from './reported-figures.ts';
import { postingsIn } from './reported-postings.ts';

/** One side of a comparison: a directory of a month's reports, stored or computed for the comparison. */
export interface ReportDirectory extends ReportedSide {
  readonly directory: string;
  readonly manifest: SideManifest;
  /** Whether postings.csv names currency and rate: those of earlier versions did not. */
  readonly hasRates: boolean;
  /** Places of exceptions that a person accepted. */
  readonly accepted: ReadonlySet<string>;
  /** postings.csv, read as it is asked for. */
  postings(withRates: boolean): PostingStream;
}

/** What a comparison asks of a manifest. */
export interface SideManifest {
  readonly digest: string;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Opens a directory of reports of a month. All but the postings is read at once.
 *
 * @throws InvalidInput no-reports, damaged-reports
 */
export async function openReports(directory: string, month: Month): Promise<ReportDirectory> {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) {
    const message = `there are no reports of ${formatMonth(month)} here: manifest.json is missing`;
    throw new InvalidInput([problem('no-reports', { file: directory }, message)]);
  }
  const { state, manifest } = readManifest(path, month);
  const rows = (name: string): AsyncGenerator<ReportPiece> =>
    reportRecords(join(directory, name), hashOf(path, manifest, name));
  const lines = await poolLines(rows('pool.csv'));
  return {
    directory,
    month,
    state,
    digest: manifest.digest,
    manifest,
    lines,
    pool: poolOf(lines),
    parts: await parts(rows('payouts.csv')),
    hasRates: await hasColumn(rows('postings.csv'), 'rate'),
    accepted: await acceptedPlaces(rows('exceptions.csv'), manifest.inputs),
    postings: (withRates) => postingsIn(rows('postings.csv'), withRates),
  };
}

/** @throws InvalidInput damaged-reports */
function readManifest(path: string, month: Month): { state: string; manifest: SideManifest } {
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw damaged(path, 'it is not JSON');
  }
  const { state, digest, policy, inputs, files } = document as unknown as Record<string, unknown>;
  if (parseMonth(String(document.month)) !== month) {
    throw damaged(path, `it is of month ${String(document.month)}, not ${formatMonth(month)}`);
  }
  if (!isText(state) || !isText(digest) || !isObject(policy) || !Array.isArray(inputs) || !Array.isArray(files)) {
    throw damaged(path, 'it lacks state, digest, policy, inputs or files');
  }
  const listed = (files as { name: string; sha256: string }[]).map(({ name, sha256 }) => [name, sha256] as const);
  return {
    state,
    manifest: {
      digest,
      policy,
      inputs: inputs as SideManifest['inputs'],
      files: new Map(listed),
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function hashOf(path: string, { files }: SideManifest, name: string): string {
  const sha256 = files.get(name);
  if (sha256 === undefined) throw damaged(path, `it does not list ${name}`);
  return sha256;
}

async function hasColumn(pieces: AsyncGenerator<ReportPiece>, column: string): Promise<boolean> {
  for await (const { columns } of pieces) return columns.has(column);
  return false;
}
