import { type Selectable, sql } from 'kysely';
import type { PostedBefore } from '../../core/close/prior-periods/prior-period.ts';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import { knownProvider } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import { RowInserter } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';
import type { FinalPostingTable, Tables } from '../database/schema.ts';
import { PostedHashes } from './posted-hashes.ts';

/** Charges that a server sends at once; SQLite gives them one by one. */
const CHARGES_AHEAD = 1000;

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

/** What final months posted for a charge: a text for each row, the columns of FIELDS. */
interface PostedCharge {
  readonly provider: string;
  readonly charge: string;
  readonly rows: readonly string[];
}

/**
 * What final months posted, charge by charge in the order of provider and id: read beside the charges, never all at once.
 * It holds its connection from the first charge asked for to the last, or until it is closed.
 */
export class PostedCursor {
  readonly #charges: AsyncGenerator<PostedCharge>;
  /** Read, and not yet taken. */
  #next: PostedCharge | null = null;

  /** @param hashes of everything that is read */
  constructor(db: Database, hashes: PostedHashes) {
    this.#charges = postedCharges(db, hashes);
  }

  /** What stands for a charge; charges before it that were not asked for come as `passed`, group by group. */
  async take(provider: string, charge: string): Promise<{ passed: PostedBefore[][]; own: PostedBefore[] }> {
    const passed: PostedBefore[][] = [];
    for (let next = await this.#peek(); next !== null; next = await this.#peek()) {
      const order = compare(next, { provider, charge });
      if (order > 0) break;
      this.#next = null;
      if (order === 0) return { passed, own: postedRows(next) };
      passed.push(postedRows(next));
    }
    return { passed, own: [] };
  }

  /** What is left after the last charge. */
  async rest(): Promise<PostedBefore[][]> {
    const groups: PostedBefore[][] = [];
    for (let next = await this.#peek(); next !== null; next = await this.#peek()) {
      this.#next = null;
      groups.push(postedRows(next));
    }
    return groups;
  }

  async close(): Promise<void> {
    await this.#charges.return(undefined);
  }

  async #peek(): Promise<PostedCharge | null> {
    if (this.#next === null) {
      const { value } = await this.#charges.next();
      this.#next = value ?? null;
    }
    return this.#next;
  }
}

const FIELDS = ['posted_month', 'original_month', 'gross', 'tax', 'fee', 'source', 'line'] as const;
const ROW = sql<string>`${sql.join(FIELDS.map(sql.ref), sql` || ' ' || `)}`;

async function* postedCharges(db: Database, hashes: PostedHashes): AsyncGenerator<PostedCharge> {
  // The rows of a charge come as one text: a database takes longer to hand over a row than to add it to a text.
  const charges = db
    .selectFrom('final_postings')
    .select(['provider', 'charge', sql<string>`string_agg(${ROW}, ',' order by original_month, id)`.as('rows')])
    .where('entry', '=', 'charge')
    .groupBy(['provider', 'charge'])
    .orderBy('provider')
    .orderBy('charge')
    .stream(CHARGES_AHEAD);
  for await (const { provider, charge, rows } of charges) {
    const texts = rows.split(',');
    for (const text of texts) hashes.add('charge', provider, charge, text);
    yield { provider, charge, rows: texts };
  }
}

function postedRows({ provider, charge, rows }: PostedCharge): PostedBefore[] {
  const of = { provider: storeOrCosts(provider), charge };
  return rows.map((text) => postedRow(of, text));
}

/** Every field by itself: there is a row for each charge that ever was, and copying an object takes longer than reading it. */
function postedRow({ provider, charge }: Pick<PostedBefore, 'provider' | 'charge'>, text: string): PostedBefore {
  const [, month, gross, tax, fee, input, line] = text.split(' ');
  if (!month || !gross || !tax || !fee || input === undefined || !line)
    throw new Error(`a final month posted "${text}"`);
  return {
    entry: 'charge',
    provider,
    charge,
    originalMonth: monthFromText(month),
    amounts: { gross: BigInt(gross), tax: BigInt(tax), fee: BigInt(fee) },
    source: { input, line: Number(line) },
  };
}

/** The hash of what every final month posted, in one reading. */
export async function postedHashes(db: Database): Promise<ReadonlyMap<string, string>> {
  const hashes = new PostedHashes();
  for await (const _ of postedCharges(db, hashes));
  await postedCosts(db, hashes);
  return hashes.result();
}

/** A posting of a final month as far as postings.csv tells it too. */
export interface PostedAmounts extends Pick<PostedBefore, 'amounts'> {
  readonly entry: string;
  readonly provider: string;
  readonly charge: string;
  /** `YYYY-MM` */
  readonly originalMonth: string;
}

/** What a final month posted, row by row in no order. */
export async function* postedAmounts(db: Database, month: Month): AsyncGenerator<PostedAmounts> {
  const rows = db
    .selectFrom('final_postings')
    .select(['entry', 'provider', 'charge', 'original_month', 'gross', 'tax', 'fee'])
    .where('posted_month', '=', formatMonth(month))
    .stream(CHARGES_AHEAD);
  for await (const { entry, provider, charge, original_month: originalMonth, gross, tax, fee } of rows) {
    yield { entry, provider, charge, originalMonth, amounts: { gross, tax, fee } };
  }
}

/** The last row that is there: what is posted from now on comes after it. */
export async function lastPosting(db: Database): Promise<bigint> {
  const last = await db
    .selectFrom('final_postings')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst();
  return last?.id ?? 0n;
}

/** The hash of what one month posted, as `postedHashes` has it. @param after the last row before that month's */
export async function postedHash(db: Database, month: Month, after: bigint): Promise<string> {
  const hashes = new PostedHashes();
  // Sorted by what is no column, so that no database walks the index of all months instead.
  const rows = db
    .selectFrom('final_postings')
    .select(['entry', 'provider', 'charge', ROW.as('row')])
    .where('id', '>', after)
    .where('posted_month', '=', formatMonth(month))
    .orderBy(sql`entry || ''`)
    .orderBy(sql`provider || ''`)
    .orderBy(sql`charge || ''`)
    .orderBy('original_month')
    .orderBy('id')
    .stream(CHARGES_AHEAD);
  for await (const { entry, provider, charge, row } of rows) hashes.add(entry, provider, charge, row);
  return hashes.of(formatMonth(month));
}

/** Every cost that final months posted: few enough to hold. @param hashes of everything that is read */
export async function postedCosts(db: Database, hashes: PostedHashes): Promise<PostedBefore[]> {
  const rows = await db
    .selectFrom('final_postings')
    .selectAll()
    .where('entry', '=', 'cost')
    .orderBy('provider')
    .orderBy('charge')
    .orderBy('original_month')
    .orderBy('id')
    .execute();
  for (const row of rows) hashes.add(row.entry, row.provider, row.charge, FIELDS.map((field) => row[field]).join(' '));
  return rows.map(fromRow);
}

function fromRow(row: Selectable<FinalPostingTable>): PostedBefore {
  return {
    entry: row.entry === 'cost' ? 'cost' : 'charge',
    provider: storeOrCosts(row.provider),
    charge: row.charge,
    originalMonth: monthFromText(row.original_month),
    amounts: { gross: row.gross, tax: row.tax, fee: row.fee },
    source: { input: row.source, line: small(row.line) },
  };
}

function storeOrCosts(provider: string): PostedBefore['provider'] {
  return provider === 'costs' ? 'costs' : knownProvider(provider);
}

function compare(a: { provider: string; charge: string }, b: { provider: string; charge: string }): number {
  if (a.provider !== b.provider) return a.provider < b.provider ? -1 : 1;
  return a.charge === b.charge ? 0 : a.charge < b.charge ? -1 : 1;
}
