import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataDirectory } from '../../src/app/books/directory/data-directory.ts';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { takeSource } from '../../src/app/import/take-source.ts';
import { publishEvidence, stageEvidence } from '../../src/files/evidence.ts';
import { plainInput } from '../../src/files/plain-input.ts';
import type { SourceKind } from '../../src/sources/kind-record.ts';
import type { Database } from '../../src/store/database/open-store.ts';
import { noteKept } from '../../src/store/inputs/imports.ts';

/** Imports the text of a small file into books, with its evidence. Returns the path of that. */
export async function keepSmallFile(
  db: Database,
  data: DataDirectory,
  kind: SourceKind,
  text: string,
): Promise<string> {
  const name = `${kind}.csv`;
  const path = join(data.temporary, name);
  writeFileSync(path, text);
  const staged = await stageEvidence(path, data.evidence);
  const input = plainInput(path, { shown: name, name }, { temporary: false, sha256: staged.sha256 });
  await takeSource(db, { input, sha256: staged.sha256, kind }, SILENT);
  await noteKept(db, staged.sha256, { evidenceSha256: staged.packedSha256 });
  return publishEvidence(staged, data.evidence);
}
