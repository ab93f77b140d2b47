import { existsSync, rmSync } from 'node:fs';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { evidencePaths, keepGzip, publishEvidence, type StagedEvidence, stageEvidence } from '../../files/evidence.ts';
import type { PlainInput } from '../../files/plain-input.ts';
import type { Database } from '../../store/database/open-store.ts';
import { noteKept } from '../../store/inputs/imports.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';

/**
 * What one import keeps of its inputs: staged while they are validated, named right before the database commits, taken
 * away again when the import does not go on.
 */
export class EvidenceKeeper {
  readonly #data: DataDirectory;
  #staged: StagedEvidence[] = [];
  #adopted: StagedEvidence[] = [];
  readonly #published: string[] = [];
  /** What lies where published evidence has taken its place. */
  readonly #replaced: string[] = [];

  constructor(data: DataDirectory) {
    this.#data = data;
  }

  /** Keeps an input as it came, or compresses it. Throws when its bytes are not those that were hashed before. */
  async stage(input: PlainInput, sha256: string | null, signal?: AbortSignal): Promise<StagedEvidence> {
    const staged = (await this.#asItCame(input)) ?? (await stageEvidence(input.original, this.#data.evidence, signal));
    this.#staged.push(staged);
    if (sha256 !== null && staged.sha256 !== sha256) throw new Error(`${input.shown} changed while it was read`);
    return staged;
  }

  /** A gzip file that was exchanged since it was read is not what was read: then that is packed. */
  async #asItCame({ gzip, sha256 }: PlainInput): Promise<StagedEvidence | null> {
    if (gzip === null || sha256 === null) return null;
    return keepGzip({ path: gzip.path, packedSha256: gzip.sha256, sha256 }, this.#data.evidence);
  }

  /** Takes over evidence that lies in a place of its own, and stays there when the import does not go on. */
  adopt(evidence: StagedEvidence): void {
    const own = this.#staged.findIndex(({ sha256 }) => sha256 === evidence.sha256);
    if (own !== -1) this.#staged.splice(own, 1);
    this.#adopted.push(evidence);
  }

  /** Compresses an input while it is read for the books. */
  async beside(input: PlainInput, sha256: string, reading: Promise<unknown>): Promise<void> {
    const [read, kept] = await Promise.allSettled([reading, this.stage(input, sha256)]);
    if (read.status === 'rejected') throw read.reason;
    if (kept.status === 'rejected') throw kept.reason;
  }

  /** Whether something is staged under this hash. */
  has(sha256: string): boolean {
    return [...this.#staged, ...this.#adopted].some((each) => each.sha256 === sha256);
  }

  /** Whether a known input has evidence; those that an older version imported have none. */
  lacks(record: ImportRecord): boolean {
    return record.evidenceSha256 === '' || evidencePaths(this.#data.evidence, record.sha256).length === 0;
  }

  /** Names what was staged of the inputs that are taken, and notes their hashes in the caller's transaction. */
  async publish(db: Database): Promise<void> {
    for (const staged of [...this.#staged, ...this.#adopted]) {
      if (!existsSync(staged.staged)) continue;
      const before = evidencePaths(this.#data.evidence, staged.sha256);
      const path = publishEvidence(staged, this.#data.evidence);
      if (!before.includes(path)) this.#published.push(path);
      this.#replaced.push(...before.filter((each) => each !== path));
      await noteKept(db, staged.sha256, { evidenceSha256: staged.packedSha256 });
    }
  }

  /** The database has committed: what was kept before of the same inputs goes. */
  settle(): void {
    for (const path of this.#replaced) rmSync(path, { force: true });
  }

  /** Leaves none of it. */
  discard(): void {
    for (const { staged } of this.#staged) rmSync(staged, { force: true });
    for (const path of this.#published) rmSync(path, { force: true });
  }
}
