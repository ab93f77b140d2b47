import { createReadStream } from 'node:fs';
import type { FoundProduct } from '../../config/found-plans.ts';
import type { InputKind } from '../../core/close/inputs/input-kind.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { PlainInput } from '../../files/plain-input.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { coveredMonths, readAppleTerms } from '../../sources/apple/terms.ts';
import { KINDS } from '../../sources/kinds.ts';
import { ROWS_OF } from '../../sources/providers.ts';
import type { Invoice } from '../../sources/stripe/invoice.ts';

/** What is gathered of one product. */
interface Gathered {
  readonly provider: Provider;
  readonly product: string;
  rows: number;
  /** Months that a sale pays for, by how many said so. */
  readonly months: Map<number, number>;
  /** Prices in micro-dollars, by how many sales had them. */
  readonly prices: Map<bigint, number>;
}

/** Gathers, while inputs are looked at, which products the stores' exports name, and in which currencies they are. */
export class FoundProducts {
  readonly #products = new Map<string, Gathered>();
  readonly currencies = new Set<string>();

  /** Reads the rows of an export; a file that the import would refuse says nothing here. */
  async read(input: PlainInput, kind: InputKind): Promise<void> {
    if (kind === 'job-log') return;
    const { reading } = KINDS[kind];
    const source = { name: input.name, open: () => createReadStream(input.path) };
    try {
      if (reading.gives === 'transactions') {
        for await (const row of reading.read(source, input.head)) this.#transaction(row);
      } else if (reading.gives === 'invoices') {
        for await (const { invoice } of reading.read(source)) this.#invoice(invoice);
      }
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
  }

  /** By provider and name; what most of its sales say of each. */
  list(): FoundProduct[] {
    return [...this.#products.values()]
      .sort((a, b) => compareText(a.provider, b.provider) || compareText(a.product, b.product))
      .map(({ provider, product, rows, months, prices }) => {
        return { provider, product, rows, months: mostOf(months), price: mostOf(prices) };
      });
  }

  #transaction(row: Transaction): void {
    this.currencies.add(row.currency);
    if (row.product === '') return;
    const isSale = ROWS_OF[row.provider].isCharge(row);
    const months = MONTHS_IN_TERMS[row.provider](row.terms);
    this.#note(row.provider, row.product, { months, price: isSale && row.currency === 'USD' ? row.gross : null });
  }

  #invoice({ lines, currency }: Invoice): void {
    for (const { price, startMs, endMs, proration, weight } of lines) {
      if (price === '') continue;
      const isPlain = !proration && weight > 0n;
      const sold = isPlain && currency.toUpperCase() === 'USD' ? weight : null;
      this.#note('stripe', price, { months: isPlain ? monthsOfSpan(endMs - startMs) : null, price: sold });
    }
  }

  #note(
    provider: Provider,
    product: string,
    { months, price }: Omit<FoundProduct, 'provider' | 'product' | 'rows'>,
  ): void {
    const key = `${provider} ${product}`;
    const known = this.#products.get(key);
    const gathered = known ?? { provider, product, rows: 0, months: new Map(), prices: new Map() };
    this.#products.set(key, gathered);
    gathered.rows += 1;
    if (months !== null) gathered.months.set(months, (gathered.months.get(months) ?? 0) + 1);
    // A sale for nothing is an offer, and no price.
    if (price !== null && price > 0n) gathered.prices.set(price, (gathered.prices.get(price) ?? 0) + 1);
  }
}

/** How many months a row says that it pays for; null where the store prints none. */
const MONTHS_IN_TERMS: Readonly<Record<Provider, (terms: string) => number | null>> = {
  stripe: () => null,
  apple: appleMonths,
  google: () => null,
};

function appleMonths(terms: string): number | null {
  const { duration } = readAppleTerms(terms);
  return duration === '' ? null : coveredMonths(readAppleTerms(terms), 1);
}

/** A calendar month, or a year; anything else is for a person. */
function monthsOfSpan(spanMs: number): number | null {
  const days = spanMs / DAY_MS;
  if (days > 27 && days < 32) return 1;
  return days > 364 && days < 367 ? 12 : null;
}

/** What was said most often, of several the largest. */
function mostOf<Value extends number | bigint>(counts: ReadonlyMap<Value, number>): Value | null {
  let most: [value: Value, count: number] | null = null;
  for (const [value, count] of counts) {
    if (most === null || count > most[1] || (count === most[1] && value > most[0])) most = [value, count];
  }
  return most?.[0] ?? null;
}
