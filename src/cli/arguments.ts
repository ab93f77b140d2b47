import { type MicroUsd, parseMicro } from '../core/money/micro.ts';
import { type Month, parseMonth } from '../core/month/month.ts';
import { utcDate } from '../core/month/utc-date.ts';
import { UsageFault } from './usage-fault.ts';

/** `YYYY-MM`. @throws UsageFault */
export function monthArgument(text: string): Month {
  const month = parseMonth(text);
  if (month === null) throw new UsageFault(`"${text}" is not a month; write it like 2026-10`);
  return month;
}

/** An instant with its offset, in ms UTC; the present without one. The clock enters here and nowhere else (R1). @throws UsageFault */
export function instantArgument(text: string | undefined): number {
  if (text === undefined) return Date.now();
  const [, day = ''] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text) ?? [];
  const instant = isDay(day) ? Date.parse(text === day ? `${day}T00:00:00Z` : text) : Number.NaN;
  if (Number.isNaN(instant))
    throw new UsageFault(`--as-of "${text}" is not an instant; write it like 2026-11-20T00:00:00Z`);
  return instant;
}

/** A day, `YYYY-MM-DD`. @throws UsageFault */
export function dayArgument(option: string, text: string): string {
  if (!isDay(text)) throw new UsageFault(`${option} "${text}" is not a day like 2026-11-30`);
  return text;
}

/** Whether the calendar has a day: Date.parse takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(day) && utcDate(day) === text;
}

/** The beginning of a digest, in lower case: hexadecimal digits have no case. @throws UsageFault */
export function digestArgument(option: string, text: string): string {
  const digest = text.toLowerCase();
  if (!/^[0-9a-f]{16,64}$/.test(digest)) throw new UsageFault(`${option} takes at least 16 hex digits of the digest`);
  return digest;
}

/** What a pool may come to at the most; null where nothing is said. @throws UsageFault */
export function maxPoolArgument(text: string | undefined): MicroUsd | null {
  if (text === undefined) return null;
  const amount = parseMicro(text);
  if (typeof amount !== 'bigint' || amount < 0n)
    throw new UsageFault(`--max-pool "${text}" is not an amount like 5000.00`);
  return amount;
}

/** One of some names. @throws UsageFault */
export function nameArgument<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((each) => each === text);
  if (found === undefined) throw new UsageFault(`${option} "${text}" is none of ${names.join(', ')}`);
  return found;
}
