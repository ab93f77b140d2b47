import { DAY_MS } from '../../month/durations.ts';
import { type Month, monthEndMs, monthStartMs } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import type { Provider } from '../../revenue/provider.ts';
import { countOf } from '../../text/count-of.ts';
import type { CoverageMark } from '../checks/gate.ts';
import type { Warning } from './warning.ts';

/** Days: a shorter stretch may be a weekend. */
const SHORTEST = 3;
/** How much longer than any other stretch of the month it has to be. */
const TIMES_LONGER = 3;

const CURRENCY = /^[A-Z]{3}$/;

/** The days that exports and coverage.csv tell of. */
export interface ExportedDays {
  /** The last instant of any row of any input in force; null where there is none. */
  readonly reachedMs: number | null;
  readonly marks: readonly CoverageMark[];
}

/** Days without a charge, one after the other: the first and how many, counted from 0. */
interface Stretch {
  readonly from: number;
  readonly days: number;
}

/**
 * Finds stretches of days without a charge in a month on most of whose days a store charged, in a currency: an export may have been made
 * before its days were over, or lack a part. Days that no export has reached yet are none of them, nor those that coverage.csv
 * says to be without sales.
 */
export class QuietDays {
  readonly #month: Month;
  /** How many days of the month exports have reached. */
  readonly #reached: number;
  readonly #marks: readonly CoverageMark[];
  readonly #charged = new Map<Provider, Map<string, Set<number>>>();

  constructor(month: Month, { reachedMs, marks }: ExportedDays) {
    this.#month = month;
    this.#marks = marks;
    const untilMs = Math.min(monthEndMs(month), (reachedMs ?? 0) + DAY_MS);
    this.#reached = Math.max(0, Math.floor((untilMs - monthStartMs(month)) / DAY_MS));
  }

  note({ provider, currency, month, atMs }: ChargeHistory): void {
    if (month !== this.#month) return;
    const own = this.#charged.get(provider) ?? new Map<string, Set<number>>();
    const days = own.get(currency) ?? new Set<number>();
    days.add(Math.floor((atMs - monthStartMs(month)) / DAY_MS));
    this.#charged.set(provider, own.set(currency, days));
  }

  warnings(): Warning[] {
    return [...this.#charged].flatMap(([provider, byCurrency]) =>
      [...byCurrency].flatMap(([currency, days]) => {
        const quiet = this.#oddStretch(days, this.#declared(provider, currency));
        return quiet === null ? [] : [this.#told(provider, currency, quiet, days.size)];
      }),
    );
  }

  /** Marks of the store, or of its part in the currency; a part that is an account is one that charges do not name. */
  #declared(provider: Provider, currency: string): CoverageMark[] {
    const isOfAnother = (part: string | undefined): boolean =>
      part !== undefined && part !== currency && CURRENCY.test(part);
    return this.#marks.filter((mark) => mark.provider === provider && !isOfAnother(mark.part));
  }

  #oddStretch(charged: ReadonlySet<number>, declared: readonly CoverageMark[]): Stretch | null {
    if (charged.size * 2 < this.#reached) return null;
    const [longest, next] = this.#stretches(charged, declared).sort((a, b) => b.days - a.days);
    if (longest === undefined || longest.days < SHORTEST) return null;
    return longest.days > TIMES_LONGER * (next?.days ?? 0) ? longest : null;
  }

  #stretches(charged: ReadonlySet<number>, declared: readonly CoverageMark[]): Stretch[] {
    const found: Stretch[] = [];
    let from = 0;
    for (let day = 0; day <= this.#reached; day += 1) {
      const isQuiet =
        !charged.has(day) && !declared.some(({ from, to }) => from <= this.#day(day) && this.#day(day) <= to);
      if (day < this.#reached && isQuiet) continue;
      if (day > from) found.push({ from, days: day - from });
      from = day + 1;
    }
    return found;
  }

  #told(provider: Provider, currency: string, { from, days }: Stretch, charged: number): Warning {
    const what = `no charge in ${currency} from ${this.#day(from)} to ${this.#day(from + days - 1)}, and some on ${countOf(charged, 'day')} of the month: are rows of these days missing?`;
    return { code: 'days-without-charges', provider, subject: currency, amount: null, what, source: null };
  }

  /** @param number counted from 0 */
  #day(number: number): string {
    return utcDate(monthStartMs(this.#month) + number * DAY_MS);
  }
}
