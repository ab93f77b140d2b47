import { type Selectable, type SqlBool, sql } from 'kysely';
import type { PostedBefore } from '../core/close/prior-period.ts';
import { formatMonth, type Month, monthFromText } from '../core/month/month.ts';
import type { Posting } from '../core/revenue/posting.ts';
import { knownProvider } from '../core/revenue/provider.ts';
import { small } from './codec.ts';
import { RowInserter } from './insert-rows.ts';
import type { Database } from './open-store.ts';
import type { FinalPostingTable, Tables } from './schema.ts';

/** More rows than a charge has, as a rule. */
const PAGE = 5000;

/** Collects a month's postings per charge and original month, and writes them in batches. */
export class FinalPostingWriter {
  readonly #rows: RowInserter<Tables, 'final_postings'>;
  readonly #month: string;

  constructor(db: Database, month: Month) {
    this.#rows = new RowInserter(db, 'final_postings');
    this.#month = formatMonth(month);
  }

  async add(posting: Posting): Promise<void> {
    if (this.#rows.add(toRow(this.#month, posting))) await this.flush();
  }

  async flush(): Promise<void> {
    await this.#rows.flush();
  }
}

function toRow(postedMonth: string, posting: Posting) {
  return {
    posted_month: postedMonth,
    original_month: formatMonth(posting.originalMonth),
    entry: posting.entry,
    provider: posting.provider,
    charge: posting.charge,
    gross: posting.amounts.gross,
    tax: posting.amounts.tax,
    fee: posting.amounts.fee,
    source: posting.source.input,
    line: posting.source.line,
  };
}

/** What final months posted, charge by charge in the order of provider and id: read beside the charges, never all at once. */
export class PostedCursor {
  readonly #db: Database;
  #page: PostedBefore[] = [];
  #at = 0;
  #after: { provider: string; charge: string } | null = null;
  #ended = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What stands for a charge; charges before it that were not asked for come as `passed`, group by group. */
  async take(provider: string, charge: string): Promise<{ passed: PostedBefore[][]; own: PostedBefore[] }> {
    const passed: PostedBefore[][] = [];
    for (;;) {
      const next = await this.#peek();
      if (next === null) return { passed, own: [] };
      const order = compare(next, { provider, charge });
      if (order > 0) return { passed, own: [] };
      const group = await this.#takeGroup(next);
      if (order === 0) return { passed, own: group };
      passed.push(group);
    }
  }

  /** What is left after the last charge. */
  async rest(): Promise<PostedBefore[][]> {
    const groups: PostedBefore[][] = [];
    for (let next = await this.#peek(); next !== null; next = await this.#peek())
      groups.push(await this.#takeGroup(next));
    return groups;
  }

  async #takeGroup(first: PostedBefore): Promise<PostedBefore[]> {
    const group: PostedBefore[] = [];
    for (let next = await this.#peek(); next !== null && compare(next, first) === 0; next = await this.#peek()) {
      group.push(next);
      this.#at += 1;
    }
    return group;
  }

  async #peek(): Promise<PostedBefore | null> {
    if (this.#at >= this.#page.length && !this.#ended) await this.#nextPage();
    return this.#page[this.#at] ?? null;
  }

  /** The next rows; a charge that the page cuts is left to the next page, unless it fills this one: then more is read. */
  async #nextPage(): Promise<void> {
    this.#at = 0;
    for (let size = PAGE; ; size *= 2) {
      const page = await this.#read(size);
      const last = page.at(-1);
      this.#ended = page.length < size;
      this.#page = this.#ended || last === undefined ? page : page.filter((row) => compare(row, last) !== 0);
      if (this.#ended || this.#page.length > 0) break;
    }
    this.#after = this.#page.at(-1) ?? null;
  }

  async #read(size: number): Promise<PostedBefore[]> {
    const after = this.#after;
    const rows = await this.#db
      .selectFrom('final_postings')
      .selectAll()
      .where('entry', '=', 'charge')
      .$if(after !== null, (query) =>
        query.where(sql<SqlBool>`(provider, charge) > (${after?.provider ?? ''}, ${after?.charge ?? ''})`),
      )
      .orderBy('provider')
      .orderBy('charge')
      .orderBy('original_month')
      .orderBy('id')
      .limit(size)
      .execute();
    return rows.map(fromRow);
  }
}

/** Every cost that final months posted: few enough to hold. */
export async function postedCosts(db: Database): Promise<PostedBefore[]> {
  const rows = await db
    .selectFrom('final_postings')
    .selectAll()
    .where('entry', '=', 'cost')
    .orderBy('provider')
    .orderBy('charge')
    .orderBy('original_month')
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

function fromRow(row: Selectable<FinalPostingTable>): PostedBefore {
  return {
    entry: row.entry === 'cost' ? 'cost' : 'charge',
    provider: row.provider === 'costs' ? 'costs' : knownProvider(row.provider),
    charge: row.charge,
    originalMonth: monthFromText(row.original_month),
    amounts: { gross: row.gross, tax: row.tax, fee: row.fee },
    source: { input: row.source, line: small(row.line) },
  };
}

function compare(a: { provider: string; charge: string }, b: { provider: string; charge: string }): number {
  if (a.provider !== b.provider) return a.provider < b.provider ? -1 : 1;
  return a.charge === b.charge ? 0 : a.charge < b.charge ? -1 : 1;
}
