import { RowsHash } from './rows-hash.ts';

/** A SHA-256 for each month over the rows that it posted: charges, then costs, by provider, id and original month. */
export class PostedHashes {
  readonly #months = new Map<string, RowsHash>();

  /** @param row its columns from `posted_month` on, as one text */
  add(entry: string, provider: string, charge: string, row: string): void {
    const name = row.slice(0, 'YYYY-MM'.length);
    let month = this.#months.get(name);
    if (month === undefined) {
      month = new RowsHash();
      this.#months.set(name, month);
    }
    month.add(`${entry}\t${provider}\t${charge}\t${row}\n`);
  }

  /** Of a month that has all of its rows. */
  of(month: string): string {
    return (this.#months.get(month) ?? new RowsHash()).digest();
  }

  /** Of all months that posted anything. */
  result(): ReadonlyMap<string, string> {
    return new Map([...this.#months.keys()].map((month) => [month, this.of(month)]));
  }
}
