import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { evidencePaths, unpackEvidence } from '../../files/evidence.ts';
import { hashFile } from '../../files/plain-input.ts';
import { type Findings, sayingOf } from './findings.ts';

/** What the names of files in a store are: the SHA-256 of an input's bytes, and how it is kept. */
const FORMS = { evidence: /^([0-9a-f]{64})\.(?:br|gz|plain)$/, lake: /^([0-9a-f]{64})\.parquet$/ };

/** The evidence store of a data directory, read and checked, and nothing of it changed. */
export class KeptInputs {
  readonly #root: string;
  readonly #temporary: string;
  readonly #records: ReadonlyMap<string, ImportRecord>;
  readonly #findings: Findings;
  /** Inputs that were looked at, and files. */
  readonly #checked = new Set<string>();
  readonly #seen = new Set<string>();
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
    this.#checked.add(sha256);
    const directory = join(this.#root, 'evidence');
    const [first, second] = evidencePaths(directory, sha256);
    const recorded = this.#records.get(sha256)?.evidenceSha256;
    if (first === undefined) {
      // Its own bytes have its own hash; of what is packed only the file would tell how.
      const forms = recorded === sha256 ? `${sha256}.plain` : `${sha256}.br or ${sha256}.gz`;
      return this.#bad(join(directory, sha256), `the evidence of ${name} is missing: ${forms}`);
    }
    this.#unpacked += 1;
    const target = join(this.#temporary, `evidence-${this.#unpacked}`);
    // Of two, which only a killed run leaves, the one that the database names.
    const path = second !== undefined && (await hashFile(second)) === recorded ? second : first;
    this.#seen.add(path);
    try {
      const found = await unpackEvidence(path, target);
      if (recorded !== undefined && recorded !== found.packedSha256) {
        const what = `the evidence of ${name} has another SHA-256 than the database says: ${found.packedSha256} instead of ${recorded || 'none'}`;
        this.#bad(path, what);
      }
      if (found.sha256 !== sha256) {
        rmSync(target);
        return this.#bad(path, `the evidence of ${name} holds other bytes: their SHA-256 is ${found.sha256}`);
      }
    } catch (error) {
      rmSync(target, { force: true });
      return this.#bad(path, `the evidence of ${name} cannot be unpacked: ${sayingOf(error)}`);
    }
    return target;
  }

  /** Checks what nothing has asked for, the Parquet files of the job logs, and looks for what nothing names. */
  async checkRest(named: Iterable<{ readonly sha256: string; readonly name: string }>): Promise<void> {
    const names = new Map([...named, ...this.#records.values()].map(({ sha256, name }) => [sha256, name]));
    for (const [sha256, name] of names) {
      if (this.#checked.has(sha256)) continue;
      const path = await this.unpack(sha256, name);
      if (path !== null) rmSync(path);
    }
    for (const record of this.#records.values()) if (record.kind === 'job-log') await this.#checkLake(record);
    await this.#findExtras(names);
  }

  async #checkLake({ sha256, name, lakeSha256 }: ImportRecord): Promise<void> {
    const path = join(this.#root, 'lake', `${sha256}.parquet`);
    this.#seen.add(path);
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

  /** A run that was killed may leave a whole file that nothing uses; anything else does not belong there. */
  async #findExtras(names: ReadonlyMap<string, string>): Promise<void> {
    for (const store of ['evidence', 'lake'] as const) {
      const directory = join(this.#root, store);
      for (const file of existsSync(directory) ? readdirSync(directory) : []) {
        const path = join(directory, file);
        if (this.#seen.has(path) || file.startsWith('.staged-')) continue;
        const sha256 = FORMS[store].exec(file)?.[1] ?? '';
        const name = names.get(sha256);
        // Of a log that no database knows nothing says what its rows should be.
        if (store === 'lake' && name !== undefined && !this.#records.has(sha256)) continue;
        const isWhole = store === 'lake' ? sha256 !== '' : await this.#isWhole(path, sha256);
        if (!isWhole) this.#findings.add(store, path, 'this file belongs to no import');
        else if (name === undefined || store === 'lake') {
          this.#findings.note(`${path} belongs to no import; an import that was killed left it, and nothing uses it`);
        } else this.#findings.note(`${path} holds ${name} a second time; an import that was killed left it`);
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

  #bad(path: string, what: string): null {
    this.#findings.add('evidence', path, what);
    return null;
  }
}
