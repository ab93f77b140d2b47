import { type MicroUsd, parseMicro } from '../core/money/micro.ts';
import { type Month, parseMonth } from '../core/month/month.ts';

/** Dollars as plain decimal text with at most six decimals, such as `199.00` or `-0.000001`. Never a number (R2). */
export type Dollars = string;

/** Render Spark as plain decimal text with at most six decimals, such as `12.5` (R11). */
export type Spark = string;

/** A UTC calendar month as text, such as `2026-10` (R1). */
export type MonthName = string;

/** An instant as ISO 8601 text with its offset, such as `2026-10-31T23:59:59Z` (R1). */
export type Instant = string;

/** A value that cannot be what it stands for. Nothing is guessed and nothing is rounded on the way in. */
export class InvalidValue extends Error {
  /** Where it stands, such as `charges[0].gross`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.name = 'InvalidValue';
    this.field = field;
  }
}

/**
 * Millionths of an amount that a caller wrote.
 *
 * @internal
 */
export function microOf(field: string, written: string): MicroUsd {
  const amount = typeof written === 'string' ? parseMicro(written) : null;
  if (typeof amount === 'bigint') return amount;
  throw new InvalidValue(field, `${String(written)} is not a text such as "20.00", with at most six decimals`);
}

/**
 * The same of an amount that must not be below zero.
 *
 * @internal
 */
export function positiveMicroOf(field: string, written: string): MicroUsd {
  const amount = microOf(field, written);
  if (amount < 0n) throw new InvalidValue(field, `${written} is below zero`);
  return amount;
}

/**
 * A month that a caller wrote.
 *
 * @internal
 */
export function monthOfName(field: string, written: MonthName): Month {
  const month = parseMonth(written);
  if (month === null) throw new InvalidValue(field, `${written} is not a month such as "2026-10"`);
  return month;
}

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since 1970 of an instant that a caller wrote.
 *
 * @internal
 */
export function instantOf(field: string, written: Instant): number {
  const atMs = WITH_OFFSET.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(atMs)) throw new InvalidValue(field, `${written} is not an instant such as "2026-10-31T23:59:59Z"`);
  return atMs;
}

/**
 * How many months a caller wrote.
 *
 * @internal
 */
export function monthCountOf(field: string, months: number): number {
  if (Number.isInteger(months) && months >= 1 && months <= 1200) return months;
  throw new InvalidValue(field, `${months} is not a number of months, 1 to 1200`);
}

/**
 * A share that a caller wrote, between 0 and 1.
 *
 * @internal
 */
export function shareOf(field: string, written: string): string {
  if (/^(0(\.\d{1,18})?|1(\.0+)?)$/.test(written)) return written;
  throw new InvalidValue(field, `${written} is not a share between 0 and 1 of at most 18 decimals, such as "0.51"`);
}
