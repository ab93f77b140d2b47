import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { evidencePaths, unpackEvidence } from '../../files/evidence.ts';
import { hashFile } from '../../files/plain-input.ts';
import { type Findings, sayingOf } from './findings.ts';

/** The evidence store of a data directory, read and checked, and nothing of it changed. */
export class KeptInputs {
  readonly #root: string;
  readonly #temporary: string;
  readonly #records: ReadonlyMap<string, ImportRecord>;
  readonly #findings: Findings;
  /** What was looked at: true when it is good. */
  readonly #checked = new Map<string, boolean>();
  #unpacked = 0;

  /** @param temporary where inputs are unpacked */
  constructor(root: string, temporary: string, records: ReadonlyMap<string, ImportRecord>, findings: Findings) {
    this.#root = root;
    this.#temporary = temporary;
    this.#records = records;
    this.#findings = findings;
  }

  /** Unpacks an input and checks both its hashes. Null, with a difference found, when it cannot be had whole. */
  async unpack(sha256: string, name: string): Promise<string | null> {
    const directory = join(this.#root, 'evidence');
    const [first, second] = evidencePaths(directory, sha256);
    const recorded = this.#records.get(sha256)?.evidenceSha256;
    if (first === undefined) {
      // Its own bytes have its own hash; of what is packed only the file would tell how.
      const forms = recorded === sha256 ? `${sha256}.plain` : `${sha256}.br or ${sha256}.gz`;
      return this.#bad(sha256, join(directory, sha256), `the evidence of ${name} is missing: ${forms}`);
    }
    this.#unpacked += 1;
    const target = join(this.#temporary, `evidence-${this.#unpacked}`);
    // Of two, which only a killed run leaves, the one that the database names.
    const path = second !== undefined && (await hashFile(second)) === recorded ? second : first;
    try {
      const found = await unpackEvidence(path, target);
      if (recorded !== undefined && recorded !== found.packedSha256) {
        const what = `the evidence of ${name} has another SHA-256 than the database says: ${found.packedSha256} instead of ${recorded || 'none'}`;
        this.#bad(sha256, path, what);
      }
      if (found.sha256 !== sha256) {
        rmSync(target, { force: true });
        return this.#bad(sha256, path, `the evidence of ${name} holds other bytes: their SHA-256 is ${found.sha256}`);
      }
    } catch (error) {
      rmSync(target, { force: true });
      return this.#bad(sha256, path, `the evidence of ${name} cannot be unpacked: ${sayingOf(error)}`);
    }
    if (!this.#checked.has(sha256)) this.#checked.set(sha256, true);
    return target;
  }

  /** Checks what nothing has asked for, the Parquet files of the job logs, and looks for what nothing names. */
  async checkRest(named: Iterable<{ readonly sha256: string; readonly name: string }>): Promise<void> {
    const names = new Map([...named, ...this.#records.values()].map(({ sha256, name }) => [sha256, name]));
    for (const [sha256, name] of names) {
      if (this.#checked.has(sha256)) continue;
      const path = await this.unpack(sha256, name);
      if (path !== null) rmSync(path, { force: true });
    }
    for (const record of this.#records.values()) if (record.kind === 'job-log') await this.#checkLake(record);
    await this.#findExtras(names);
  }

  async #checkLake({ sha256, name, lakeSha256 }: ImportRecord): Promise<void> {
    const path = join(this.#root, 'lake', `${sha256}.parquet`);
    if (!existsSync(path)) {
      // A log that is read where its evidence lies has none.
      if (lakeSha256 !== '') this.#findings.add('lake', path, `the Parquet file of ${name} is missing`);
      return;
    }
    const found = await hashFile(path);
    if (found === lakeSha256) return;
    const what = `the Parquet file of ${name} has another SHA-256 than the database says: ${found} instead of ${lakeSha256 || 'none'}`;
    this.#findings.add('lake', path, what);
  }

  /** A run that was killed may leave a whole file that no import names; anything else does not belong there. */
  async #findExtras(names: ReadonlyMap<string, string>): Promise<void> {
    for (const store of ['evidence', 'lake'] as const) {
      const directory = join(this.#root, store);
      for (const name of existsSync(directory) ? readdirSync(directory) : []) {
        const sha256 = /^([0-9a-f]{64})\.(br|gz|plain|parquet)$/.exec(name)?.[1];
        if ((sha256 !== undefined && names.has(sha256)) || name.startsWith('.staged-')) continue;
        const path = join(directory, name);
        if (sha256 !== undefined && (store === 'lake' || (await this.#isWhole(path, sha256)))) {
          this.#findings.note(`${path} belongs to no import; an import that was killed left it, and nothing uses it`);
        } else this.#findings.add(store, path, 'this file belongs to no import');
      }
    }
  }

  async #isWhole(path: string, sha256: string): Promise<boolean> {
    const target = join(this.#temporary, 'extra');
    try {
      return (await unpackEvidence(path, target)).sha256 === sha256;
    } catch {
      return false;
    } finally {
      rmSync(target, { force: true });
    }
  }

  #bad(sha256: string, path: string, what: string): null {
    this.#checked.set(sha256, false);
    this.#findings.add('evidence', path, what);
    return null;
  }
}
