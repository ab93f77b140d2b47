import { utcDate } from '../../month/utc-date.ts';
import { addDaysTo } from '../checks/month-days.ts';
import type { DayRange } from './day-range.ts';

/** What a Stripe ledger file vouches for: whole UTC days of its currencies; no day where `to` is before `from`. */
export interface LedgerCover extends DayRange {
  /** Upper case; null where neither name nor rows say one: a file without rows says it of every currency. */
  readonly currencies: readonly string[] | null;
  /** Currencies that rows of it are in and its name does not say: it vouches for no day of them. Absent where there are none. */
  readonly others?: readonly string[];
  /** The reporting category that the name says it was filtered to; empty for all. */
  readonly category: string;
  /** Which reconciliation of payouts the name says it is; empty for a ledger. */
  readonly reconciliation: string;
  /** It may have broken off: its last line has no line break. */
  readonly unfinished: boolean;
}

/** Whether it has every row of its days: of all categories, and not those of some payouts. */
export function isWholeLedger({ category, reconciliation }: LedgerCover): boolean {
  return category === '' && reconciliation === '';
}

/** What the name of a Stripe ledger file says of it. */
export interface NamedLedger extends DayRange {
  /** Upper case; empty where the name tells none. */
  readonly currency: string;
  readonly category: string;
  /** Whether its days are UTC days. */
  readonly inUtc: boolean;
}

/** What the bytes of a ledger file say of it. */
export interface LedgerContent {
  /** First and last instant of its rows, ms UTC; null without rows. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Of its rows; upper case. */
  readonly currencies: readonly string[];
  readonly unfinished: boolean;
}

/**
 * What name and rows of a ledger file vouch for together. Days of another time zone lack hours at both ends. Rows beyond
 * the days of the name contradict it: then only the days count that both have. A name of one currency vouches for that
 * one, and for none of it when the rows are of others; these are told apart. A file that may have broken off vouches for the days before its
 * last row's. Null for a file that tells no days.
 */
export function ledgerCover(
  named: NamedLedger | null,
  content: LedgerContent,
): Omit<LedgerCover, 'reconciliation'> | null {
  const days = coveredDays(named, content);
  if (days === null) return null;
  const { unfinished } = content;
  const currencies = coveredCurrencies(named?.currency ?? '', content);
  const others = currencies === null ? [] : content.currencies.filter((each) => !currencies.includes(each));
  return {
    ...days,
    currencies,
    ...(others.length === 0 ? {} : { others }),
    category: named?.category ?? '',
    unfinished,
  };
}

function coveredDays(named: NamedLedger | null, content: LedgerContent): DayRange | null {
  const rows = daysOfRows(content);
  const whole = named === null ? rows : daysOfName(named, rows);
  if (whole === null || !content.unfinished) return whole;
  // Without a row there is nothing to say how far it got.
  const last = rows === null ? addDaysTo(whole.from, -1) : addDaysTo(rows.to, -1);
  return last < whole.to ? { from: whole.from, to: last } : whole;
}

function daysOfName({ from, to, inUtc }: NamedLedger, rows: DayRange | null): DayRange {
  const slack = inUtc ? 0 : 1;
  const [earliest, latest] = [addDaysTo(from, -slack), addDaysTo(to, slack)];
  const own = inUtc ? { from, to } : { from: addDaysTo(from, 1), to: addDaysTo(to, -1) };
  if (rows === null || (rows.from >= earliest && rows.to <= latest)) return own;
  return { from: later(own.from, rows.from), to: own.to < rows.to ? own.to : rows.to };
}

function coveredCurrencies(named: string, { currencies, firstMs }: LedgerContent): readonly string[] | null {
  if (named === '') return firstMs === null ? null : currencies;
  return firstMs === null || currencies.includes(named) ? [named] : [];
}

function daysOfRows({ firstMs, lastMs }: LedgerContent): DayRange | null {
  return firstMs === null || lastMs === null ? null : { from: utcDate(firstMs), to: utcDate(lastMs) };
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
