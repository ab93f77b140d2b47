import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keepGzip, publishEvidence, stageEvidence, unpackEvidence } from '../../files/evidence.ts';
import { type FoundFile, findInputs } from '../../files/find-inputs.ts';
import { hashFile, type PlainInput } from '../../files/plain-input.ts';
import { unpack } from '../../files/unpack.ts';
import { InvalidInput } from '../../problems/problem.ts';
import type { Database } from '../../store/database/open-store.ts';
import { noteKept } from '../../store/inputs/imports.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';
import type { Progress } from '../books/directory/progress.ts';
import { sayingOf } from './findings.ts';
import { unrestorable } from './found-acts.ts';
import type { InputSource } from './rebuild.ts';

/** Evidence that is left of lost books: named by the SHA-256 of its plain bytes. */
const EVIDENCE = /^[0-9a-f]{64}\.(br|gz)$/;

/** An input that was found: its plain bytes, and the gzip file that it came as. */
type Found = Pick<PlainInput, 'original' | 'gzip'>;

/** Inputs that are looked for by their SHA-256 in directories: exports as they were downloaded, or evidence that is left. */
export class FoundInputs implements InputSource {
  readonly #found: ReadonlyMap<string, Found>;
  readonly #data: DataDirectory;
  /** What is kept of an input: where, and the SHA-256 of that file. */
  readonly #kept = new Map<string, { readonly path: string; readonly packedSha256: string }>();
  #copies = 0;

  private constructor(found: ReadonlyMap<string, Found>, data: DataDirectory) {
    this.#found = found;
    this.#data = data;
  }

  /**
   * Unpacks everything that lies in the directories, once.
   *
   * @throws InvalidInput no-such-path, and where an archive is damaged; unrestorable-books where evidence is
   */
  static async in(
    paths: readonly string[],
    data: DataDirectory,
    except: readonly string[],
    progress: Progress,
  ): Promise<FoundInputs> {
    const { files, problems } = findInputs(paths, except);
    if (problems.length > 0) throw new InvalidInput(problems);
    const found = new Map<string, Found>();
    for (const [index, file] of files.entries()) {
      progress.stage(`looking at ${file.name}`);
      if (EVIDENCE.test(basename(file.path))) {
        const { sha256, ...evidence } = await evidenceIn(file, join(data.temporary, `evidence-${index}`));
        found.set(sha256, evidence);
        continue;
      }
      for (const { original, gzip, sha256 } of await unpack(file, data.temporary)) {
        found.set(sha256 ?? (await hashFile(original)), { original, gzip });
      }
    }
    return new FoundInputs(found, data);
  }

  /** Keeps the evidence of the input too: the books that are made will stand on it. */
  async unpack(sha256: string): Promise<string | null> {
    const found = this.#found.get(sha256);
    if (found === undefined) return null;
    const { evidence: directory } = this.#data;
    const { original, gzip } = found;
    const asItCame = gzip && (await keepGzip({ path: gzip.path, packedSha256: gzip.sha256, sha256 }, directory));
    const evidence = asItCame ?? (await stageEvidence(original, directory));
    if (evidence.sha256 !== sha256) {
      rmSync(evidence.staged);
      return null;
    }
    const path = publishEvidence(evidence, directory);
    this.#kept.set(sha256, { path, packedSha256: evidence.packedSha256 });
    this.#copies += 1;
    const copy = join(this.#data.temporary, `found-${this.#copies}`);
    copyFileSync(original, copy);
    return copy;
  }

  /** Notes what is kept of the inputs in their imports; not of a log that was kept as it came meanwhile, in the place of that. */
  async noteEvidence(db: Database): Promise<void> {
    for (const [sha256, { path, packedSha256 }] of this.#kept) {
      if (existsSync(path)) await noteKept(db, sha256, { evidenceSha256: packedSha256 });
    }
    this.#kept.clear();
  }
}

/** Unpacks evidence that is left into a file. */
async function evidenceIn({ path, shown }: FoundFile, target: string): Promise<Found & { readonly sha256: string }> {
  try {
    const { sha256, packedSha256 } = await unpackEvidence(path, target);
    return { sha256, original: target, gzip: path.endsWith('.gz') ? { path, sha256: packedSha256 } : null };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
    const what = `this evidence cannot be unpacked: ${sayingOf(error)}; take it away where the input is there otherwise`;
    throw unrestorable(shown, what);
  }
}
