import { copyFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publishEvidence, stageEvidence, unpackEvidence } from '../../files/evidence.ts';
import { findInputs } from '../../files/find-inputs.ts';
import { hashFile } from '../../files/plain-input.ts';
import { unpack } from '../../files/unpack.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { noteKept } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import type { DataDirectory } from '../books/data-directory.ts';
import type { Progress } from '../books/progress.ts';
import type { InputSource } from './rebuild.ts';

/** Evidence that is left of lost books: named by the SHA-256 of its plain bytes. */
const EVIDENCE = /^[0-9a-f]{64}\.(br|gz)$/;

/** Inputs that are looked for by their SHA-256 in directories: exports as they were downloaded, or evidence that is left. */
export class FoundInputs implements InputSource {
  readonly #plain: ReadonlyMap<string, string>;
  readonly #data: DataDirectory;
  readonly #kept = new Map<string, string>();
  #copies = 0;

  private constructor(plain: ReadonlyMap<string, string>, data: DataDirectory) {
    this.#plain = plain;
    this.#data = data;
  }

  /**
   * Unpacks everything that lies in the directories, once.
   *
   * @throws InvalidInput no-such-path, and where an archive is damaged
   */
  static async in(
    paths: readonly string[],
    data: DataDirectory,
    except: readonly string[],
    progress: Progress,
  ): Promise<FoundInputs> {
    const { files, problems } = findInputs(paths, except);
    if (problems.length > 0) throw new InvalidInput(problems);
    const plain = new Map<string, string>();
    for (const file of files) {
      progress.stage(`looking at ${file.name}`);
      if (EVIDENCE.test(basename(file.path))) {
        const target = join(data.temporary, `evidence-of-${basename(file.path)}`);
        plain.set((await unpackEvidence(file.path, target)).sha256, target);
        continue;
      }
      for (const { original, sha256 } of await unpack(file, data.temporary)) {
        plain.set(sha256 ?? (await hashFile(original)), original);
      }
    }
    return new FoundInputs(plain, data);
  }

  /** Keeps the evidence of the input too: the books that are made will stand on it. */
  async unpack(sha256: string): Promise<string | null> {
    const path = this.#plain.get(sha256);
    if (path === undefined) return null;
    const evidence = await stageEvidence(path, this.#data.evidence);
    if (evidence.sha256 !== sha256) {
      rmSync(evidence.staged, { force: true });
      return null;
    }
    publishEvidence(evidence, this.#data.evidence);
    this.#kept.set(sha256, evidence.packedSha256);
    this.#copies += 1;
    const copy = join(this.#data.temporary, `found-${this.#copies}`);
    copyFileSync(path, copy);
    return copy;
  }

  /** Notes what is kept of the inputs in their imports. */
  async noteEvidence(db: Database): Promise<void> {
    for (const [sha256, evidenceSha256] of this.#kept) await noteKept(db, sha256, { evidenceSha256 });
    this.#kept.clear();
  }
}
