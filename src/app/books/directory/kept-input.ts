import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { evidencePaths, unpackEvidence } from '../../../files/evidence.ts';
import type { PlainInput } from '../../../files/plain-input.ts';
import { unpack } from '../../../files/unpack.ts';
import type { DataDirectory } from './data-directory.ts';

/**
 * Does something with an input as its import had it: unpacked of its evidence, and taken away again. Null where the
 * evidence is not there, is damaged, or gives other bytes (R16). A machine that has no room for it is another matter, and
 * thrown.
 *
 * @throws InvalidInput as unpack, where this version does not take what an earlier one took
 */
export async function withKeptInput<Result>(
  { evidence, temporary }: Pick<DataDirectory, 'evidence' | 'temporary'>,
  { name, sha256 }: Pick<ImportRecord, 'name' | 'sha256'>,
  work: (input: PlainInput) => Promise<Result>,
): Promise<Result | null> {
  const plain = join(temporary, `kept-${sha256}`);
  try {
    if (!(await isUnpacked(evidencePaths(evidence, sha256)[0], plain, sha256))) return null;
    const [input] = await unpack({ path: plain, shown: name, name }, temporary);
    if (input === undefined) return null;
    try {
      return await work({ ...input, name });
    } finally {
      rmSync(input.path, { force: true });
    }
  } finally {
    rmSync(plain, { force: true });
  }
}

/** Whether evidence gives the bytes of this hash. */
async function isUnpacked(evidence: string | undefined, target: string, sha256: string): Promise<boolean> {
  if (evidence === undefined) return false;
  try {
    return (await unpackEvidence(evidence, target)).sha256 === sha256;
  } catch (error) {
    if (['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return false;
  }
}
