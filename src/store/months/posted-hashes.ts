import { createHash, type Hash } from 'node:crypto';

/** How much is hashed at once: a call for each row would take longer than the hashing. */
const AT_ONCE = 65_536;

interface Hashed {
  readonly hash: Hash;
  /** Not hashed yet. */
  waiting: string;
}

/** A SHA-256 for each month over the rows that it posted: charges, then costs, by provider, id and original month. */
export class PostedHashes {
  readonly #months = new Map<string, Hashed>();

  /** @param row its columns from `posted_month` on, as one text */
  add(entry: string, provider: string, charge: string, row: string): void {
    const name = row.slice(0, 'YYYY-MM'.length);
    let month = this.#months.get(name);
    if (month === undefined) {
      month = { hash: createHash('sha256'), waiting: '' };
      this.#months.set(name, month);
    }
    month.waiting += `${entry}\t${provider}\t${charge}\t${row}\n`;
    if (month.waiting.length < AT_ONCE) return;
    month.hash.update(month.waiting);
    month.waiting = '';
  }

  /** Of a month that has all of its rows. */
  of(month: string): string {
    const { hash, waiting } = this.#months.get(month) ?? { hash: createHash('sha256'), waiting: '' };
    return hash.copy().update(waiting).digest('hex');
  }

  /** Of all months that posted anything. */
  result(): ReadonlyMap<string, string> {
    return new Map([...this.#months.keys()].map((month) => [month, this.of(month)]));
  }
}
