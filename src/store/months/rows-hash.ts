import { createHash } from 'node:crypto';

/** How much is hashed at once: a call for each row would take longer than the hashing. */
const AT_ONCE = 65_536;

/** A SHA-256 over rows as text, one after another. */
export class RowsHash {
  readonly #hash = createHash('sha256');
  /** Not hashed yet. */
  #waiting = '';

  add(row: string): void {
    this.#waiting += row;
    if (this.#waiting.length < AT_ONCE) return;
    this.#hash.update(this.#waiting);
    this.#waiting = '';
  }

  /** Of what was added so far. */
  digest(): string {
    return this.#hash.copy().update(this.#waiting).digest('hex');
  }
}
