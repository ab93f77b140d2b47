import { createHash } from 'node:crypto';
import { type Lake, sqlText } from '../engine/duckdb.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import type { DerivedFiles, DerivedName } from './derived-files.ts';

/** What a derived file of several logs says in its metadata: the SHA-256 of their inputs, and whatever else it covers. */
export interface Covers {
  readonly inputs: readonly string[];
  /** Of a file of counts: how often at most anything occurs in the logs that it does not name. */
  readonly unnamedAtMost?: number;
}

/** A kept derived file of several logs. */
export interface CoveringFile<What extends Covers> {
  readonly name: DerivedName;
  readonly path: string;
  readonly covers: What;
}

/** The intact files of a kind, with what they cover, in no order that means anything. */
export async function coveringFiles<What extends Covers>(
  lake: Lake,
  derived: DerivedFiles,
  kind: string,
): Promise<CoveringFile<What>[]> {
  const known: CoveringFile<What>[] = [];
  for (const name of derived.namesOf(kind)) {
    const path = await derived.find(name);
    if (path === null) continue;
    const [row] = await lake.rows(`SELECT decode(value) AS text FROM parquet_kv_metadata(${sqlText(path)})
      WHERE decode(key) = 'covers'`);
    known.push({ name, path, covers: JSON.parse(String(row?.text)) as What });
  }
  return known;
}

/** What is known of some logs, and what has to be read. */
export interface Known<File> {
  /** The kept file, null where there is none, and the logs that it covers. */
  readonly path: string | null;
  readonly unnamedAtMost?: number | undefined;
  readonly covered: readonly File[];
  readonly fresh: readonly File[];
}

/** As SQL what a new file holds. */
export interface CoveringRows {
  readonly sql: string;
  readonly unnamedAtMost?: number;
}

/**
 * A derived file that covers exactly these logs. Of the kept files of the kind that cover none but these the one of most
 * logs is taken; where logs are left, `rows` says what the file of all of them holds.
 */
export async function covering<File extends JobLogFile>(
  lake: Lake,
  derived: DerivedFiles,
  kind: string,
  files: readonly File[],
  rows: (known: Known<File>) => Promise<CoveringRows>,
): Promise<string> {
  const asked = new Set(files.map(({ sha256 }) => sha256));
  const [most, ...less] = (await coveringFiles<Covers>(lake, derived, kind))
    .filter(({ covers }) => covers.inputs.every((input) => asked.has(input)))
    .sort((one, other) => other.covers.inputs.length - one.covers.inputs.length || (one.name < other.name ? -1 : 1));
  const inputs = new Set(most?.covers.inputs);
  const fresh = files.filter(({ sha256 }) => !inputs.has(sha256));
  if (most !== undefined && fresh.length === 0) return most.path;
  const covered = files.filter(({ sha256 }) => inputs.has(sha256));
  const covers: Covers = { inputs: [...asked] };
  const path = await derived.keep(coveringName(kind, covers), async (target) => {
    const known = { path: most?.path ?? null, unnamedAtMost: most?.covers.unnamedAtMost };
    const { sql, ...more } = await rows({ ...known, covered, fresh });
    await lake.run(`COPY (${sql}) TO ${sqlText(target)} (${coveringFile({ ...covers, ...more })})`);
  });
  // The one before stays: who reads without the lock may be about to open it.
  for (const each of less) derived.drop(each.name);
  return path;
}

/** The name of a derived file of several logs. */
export function coveringName(kind: string, covers: Covers): DerivedName {
  return `${kind}.${createHash('sha256').update(JSON.stringify(covers)).digest('hex')}`;
}

/** How COPY writes such a file, with what it covers. */
export function coveringFile(covers: Covers): string {
  return `FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, KV_METADATA {covers: ${sqlText(JSON.stringify(covers))}}`;
}
