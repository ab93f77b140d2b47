import type { DerivedFiles, DerivedName } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';

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

/** The option of COPY that writes what a file covers. */
export function coversOption(covers: Covers): string {
  return `KV_METADATA {covers: ${sqlText(JSON.stringify(covers))}}`;
}
