import type { DerivedFiles, DerivedName } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import type { JobLogFile } from './jobs-view.ts';

/** What a derived file of several logs says in its metadata: the SHA-256 of their inputs, and whatever else it covers. */
export interface Covers {
  readonly inputs: readonly string[];
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

/** What is known of some logs, and what has to be read: derived files that cover none but these, that of most logs first. */
export async function coveringWithin<File extends JobLogFile>(
  lake: Lake,
  derived: DerivedFiles,
  kind: string,
  files: readonly File[],
): Promise<{
  readonly known: readonly CoveringFile<Covers>[];
  /** Of the first known file. */
  readonly covered: readonly File[];
  readonly fresh: readonly File[];
  /** What a new file has to say. */
  readonly covers: Covers;
}> {
  const asked = new Set(files.map(({ sha256 }) => sha256));
  const known = (await coveringFiles<Covers>(lake, derived, kind))
    .filter(({ covers }) => covers.inputs.every((input) => asked.has(input)))
    .sort((one, other) => other.covers.inputs.length - one.covers.inputs.length || (one.name < other.name ? -1 : 1));
  const inputs = new Set(known[0]?.covers.inputs);
  return {
    known,
    covered: files.filter(({ sha256 }) => inputs.has(sha256)),
    fresh: files.filter(({ sha256 }) => !inputs.has(sha256)),
    covers: { inputs: [...asked] },
  };
}

/** The option of COPY that writes what a file covers. */
export function coversOption(covers: Covers): string {
  return `KV_METADATA {covers: ${sqlText(JSON.stringify(covers))}}`;
}
