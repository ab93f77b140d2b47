import { Exact } from '../money/exact-decimal.ts';
import type { FxRate } from '../money/fx-rate.ts';
import { DAY_MS } from '../month/durations.ts';
import { type Month, monthOfInstant } from '../month/month.ts';
import { utcDate } from '../month/utc-date.ts';

/** A row of fx.csv: dollars for one unit of `currency` on a day (`YYYY-MM-DD`) or in a month (`YYYY-MM`). */
export interface FxRow {
  readonly date: string;
  readonly currency: string;
  readonly rate: string;
}

const DAYS_BACK = 7;

/** Finds the rate of a currency on a UTC date (R3). */
export interface FxTable {
  /** Undefined when there is no rate: an exception, never a guess. `null` for the dollar. */
  rateOn(currency: string, atMs: number): FxRate | undefined;
}

/**
 * R3: the rate of the UTC date, else the last one within seven days before, else the row of its month.
 * The pair as given: no inverse, no cross.
 */
export function fxTable(rows: readonly FxRow[]): FxTable {
  const rates = new Map(rows.map((row) => [`${row.currency} ${row.date}`, row.rate]));
  return rememberedByDay((currency, atMs) => {
    if (currency === 'USD') return null;
    for (const date of datesAsked(atMs)) {
      const found = rates.get(`${currency} ${date}`);
      if (found !== undefined) return new Exact(found);
    }
    return undefined;
  });
}

/** The dates that are asked for a rate, in their order: the day, the seven before it, its month. */
function* datesAsked(atMs: number): Generator<string> {
  for (let back = 0; back <= DAYS_BACK; back += 1) yield utcDate(atMs - back * DAY_MS);
  yield utcDate(atMs).slice(0, 7);
}

/** The row that says the rate of a currency on a UTC date; undefined where none does. Of equal ones the last, as in a table. */
export function fxRowOn<Row extends FxRow>(rows: readonly Row[], currency: string, atMs: number): Row | undefined {
  for (const date of datesAsked(atMs)) {
    const found = rows.findLast((row) => row.currency === currency && row.date === date);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * R3: once a charge's first posted month is final its rate is frozen. What a final month computed with decides for its
 * dates (and for those before the first month); where it had no rate, the next final month that has one, then today's.
 */
export function frozenFxTable(
  current: FxTable,
  final: readonly { readonly month: Month; readonly table: FxTable }[],
): FxTable {
  return rememberedByDay((currency, atMs) => {
    const month = monthOfInstant(atMs);
    for (const each of final) {
      if (each.month < month) continue;
      const rate = each.table.rateOn(currency, atMs);
      if (rate !== undefined) return rate;
    }
    return current.rateOn(currency, atMs);
  });
}

/** R3: the rate of a row that belongs to a charge is the charge's; without one, or in another currency, that of its own date. */
export function rateOfRow(fx: FxTable, row: Dated, charge: Dated | undefined): FxRate | undefined {
  return fx.rateOn(row.currency, charge?.currency === row.currency ? charge.atMs : row.atMs);
}

interface Dated {
  readonly currency: string;
  readonly atMs: number;
}

/** A rate is one of a UTC day. There are few days, and many rows of money of each: every day is looked up once. */
function rememberedByDay(rateOn: FxTable['rateOn']): FxTable {
  const found = new Map<string, { readonly rate: FxRate | undefined }>();
  return {
    rateOn(currency, atMs) {
      const day = `${currency} ${Math.floor(atMs / DAY_MS)}`;
      let known = found.get(day);
      if (known === undefined) {
        known = { rate: rateOn(currency, atMs) };
        found.set(day, known);
      }
      return known.rate;
    },
  };
}
