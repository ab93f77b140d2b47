import { formatMicro, parseMicro } from '../../core/money/micro.ts';
import type { FinancialRow } from '../../core/reconciliation/apple-settlement.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import type { AsideRecord } from '../reading/table.ts';
import { parseAmericanDate } from '../reading/utc-time.ts';

interface CountrySum {
  quantity: bigint;
  amount: bigint;
}

/**
 * What stands around the rows of a financial report: vendor and days before them in the detailed form, totals after
 * them. Total_Units counts the net of sales and returns, or the sales alone: both occur.
 */
export class FinancialTrailer {
  firstDay: number | null = null;
  lastDay: number | null = null;
  readonly #file: string;
  readonly #totals: { readonly record: AsideRecord; readonly name: string; readonly value: string }[] = [];
  readonly #stated: AsideRecord[] = [];
  #inSummary = false;
  #rows = 0;
  #units = 0n;
  #unitsSold = 0n;
  readonly #amounts = new Map<string, bigint>();
  readonly #countries = new Map<string, CountrySum>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether there is any of the totals that a report ends with. */
  get isThere(): boolean {
    return this.#totals.length > 0 || this.#inSummary;
  }

  /** Whether a record is one of these. */
  take(record: AsideRecord): boolean {
    const [first = '', second = ''] = record.cells;
    if (!record.afterHeader) {
      const day = parseAmericanDate(second);
      if (/^start date$/i.test(first) && day !== null) this.firstDay = day;
      else if (/^end date$/i.test(first) && day !== null) this.lastDay = day;
      else return /^vendor name$/i.test(first);
      return true;
    }
    if (/^total_(rows|amount|units)$/i.test(first)) {
      this.#totals.push({ record, name: first.toLowerCase(), value: second });
      return true;
    }
    if (/^country of sale$/i.test(first)) this.#inSummary = true;
    else if (this.#inSummary && first !== '') this.#stated.push(record);
    return this.#inSummary;
  }

  /** Adds a row to what the totals must be. */
  count({ quantity, amount, currency, country: of }: FinancialRow): void {
    this.#rows += 1;
    this.#units += quantity;
    if (quantity > 0n) this.#unitsSold += quantity;
    this.#amounts.set(currency, (this.#amounts.get(currency) ?? 0n) + amount);
    const key = `${of} ${currency}`;
    const country = this.#countries.get(key) ?? { quantity: 0n, amount: 0n };
    country.quantity += quantity;
    country.amount += amount;
    this.#countries.set(key, country);
  }

  /** @throws InvalidInput total-mismatch */
  check(): void {
    const problems = [...this.#wrongTotals(), ...this.#wrongCountries()];
    if (problems.length > 0) throw new InvalidInput(problems);
  }

  #wrongTotals(): Problem[] {
    return this.#totals.flatMap(({ record, name, value }) => {
      const plain = value.replaceAll(',', '');
      const found = this.#found(name);
      if (found === null || found.some((each) => parseMicro(each) === parseMicro(plain))) return [];
      return [this.#problem(record, `${record.cells[0]} is ${value}, and the rows make ${found[0]}`)];
    });
  }

  /** What a total may be; null for an amount over several currencies, which says nothing. */
  #found(name: string): string[] | null {
    if (name === 'total_rows') return [String(this.#rows)];
    if (name === 'total_units') return [String(this.#units), String(this.#unitsSold)];
    const amounts = [...this.#amounts.values()];
    return amounts.length > 1 ? null : [formatMicro(amounts[0] ?? 0n)];
  }

  #wrongCountries(): Problem[] {
    return this.#stated.flatMap((record) => {
      const [country = '', currency = '', quantity = '', amount = ''] = record.cells;
      const found = this.#countries.get(`${country} ${currency.toUpperCase()}`) ?? { quantity: 0n, amount: 0n };
      const isSame =
        parseMicro(amount.replaceAll(',', '')) === found.amount && quantity.replaceAll(',', '') === `${found.quantity}`;
      if (isSame) return [];
      const made = `${found.quantity} units and ${formatMicro(found.amount)}`;
      return [
        this.#problem(record, `${country} ${currency} has ${quantity} units and ${amount}, and the rows make ${made}`),
      ];
    });
  }

  #problem({ line, raw }: AsideRecord, message: string): Problem {
    return problem('total-mismatch', placeInText(this.#file, line, raw, { start: 0, length: raw.length }), message);
  }
}
