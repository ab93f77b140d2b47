import { DAY_MS, HOUR_MS } from '../month/durations.ts';
import { type Month, monthFromText } from '../month/month.ts';
import { PROVIDERS, type Provider } from '../revenue/provider.ts';
import { compareText } from '../text/compare-text.ts';
import { appleMissing, appleNames } from './checks/coverage-apple.ts';
import { askedOfMonth, googleMissing, googleNames } from './checks/coverage-google.ts';
import { ledgerMissing, ledgerNames } from './checks/coverage-stripe.ts';
import type { GateInput } from './checks/gate.ts';
import { historyMissing } from './checks/history.ts';
import { isInUse } from './checks/in-use.ts';
import { addDaysTo, dayStartMs, daysOf } from './checks/month-days.ts';
import type { MissingOfPart } from './checks/parts.ts';

/** A file of a store that a gate of an open month waits for, so that a person or a script can fetch exactly this one. */
export interface MissingFile {
  readonly provider: Provider;
  /** The settlement currency, vendor or payments profile; empty where the data name none. */
  readonly part: string;
  /** The first and the last day that nothing covers, `YYYY-MM-DD`: UTC days, Apple's own days, or Pacific ones of Google. */
  readonly from: string;
  readonly to: string;
  /** Its name as the store gives it; `*` stands for what the data do not say. */
  readonly file: string;
  /** From when the store has it, ms UTC, by the stores' own words. */
  readonly availableMs: number;
  /** Until when the store keeps it, ms UTC; null where no end is known. */
  readonly keptUntilMs: number | null;
}

/** How long after the end of a day, or of a month, a store has the file of it; and for how many days it keeps it. */
const HAD: Readonly<Record<Provider, { readonly afterMs: number; readonly keptDays: number | null }>> = {
  // "Each UTC day within 12 hours of its end."
  stripe: { afterMs: 12 * HOUR_MS, keptDays: null },
  // By 8 in the morning of California on the next day, which is 16:00 UTC in winter; daily reports are kept for 365 days.
  apple: { afterMs: 16 * HOUR_MS, keptDays: 365 },
  // Early in the next month; the fifth is late enough, and no end is known.
  google: { afterMs: 5 * DAY_MS, keptDays: null },
};

/** What a month lacks of the stores' files: its own, and those of the twelve months before it that the gate `history` asks for. */
export function missingFiles(input: GateInput): MissingFile[] {
  const earlier = new Map(historyMissing(input).map(({ provider, missing }) => [provider, missing]));
  const files = PROVIDERS.filter((provider) => isInUse(input, provider)).flatMap((provider) =>
    [...(earlier.get(provider) ?? []), ...missingOf(input, provider)].flatMap((each) => filesOf(provider, each)),
  );
  return inOrder(files);
}

/** The same files once, by provider, part and day. */
export function inOrder(files: readonly MissingFile[]): MissingFile[] {
  const keyOf = ({ provider, part, from, to }: MissingFile): string => [provider, part, from, to].join(' ');
  const unique = new Map(files.map((file) => [keyOf(file), file]));
  return [...unique].sort(([a], [b]) => compareText(a, b)).map(([, file]) => file);
}

function missingOf(input: GateInput, provider: Provider): MissingOfPart[] {
  if (provider === 'google') return googleMissing(input, askedOfMonth(input.month));
  const days = daysOf(input.month);
  return provider === 'stripe' ? ledgerMissing(input, days) : appleMissing(input, days);
}

/** Stripe gives a file of any stretch, Apple one of each day, Google one of each month. */
function filesOf(provider: Provider, { part, missing }: MissingOfPart): MissingFile[] {
  if (provider === 'stripe') {
    return stretches(missing).map((days) => file(provider, part, days, ledgerNames([{ part, missing: days }])));
  }
  if (provider === 'apple') {
    return missing.map((day) => file(provider, part, [day], appleNames([{ part, missing: [day] }])));
  }
  return missing.map((period) => {
    return file(provider, part, daysOf(monthOfPeriod(period)), googleNames([{ part, missing: [period] }]));
  });
}

function file(provider: Provider, part: string, days: readonly string[], name: string): MissingFile {
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const { afterMs, keptDays } = HAD[provider];
  const endMs = dayStartMs(addDaysTo(to, 1));
  const keptUntilMs = keptDays === null ? null : dayStartMs(from) + keptDays * DAY_MS;
  return { provider, part, from, to, file: name, availableMs: endMs + afterMs, keptUntilMs };
}

/** Days that follow one another, together. */
function stretches(days: readonly string[]): string[][] {
  const found: string[][] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last?.at(-1) !== undefined && addDaysTo(last.at(-1) ?? '', 1) === day) last.push(day);
    else found.push([day]);
  }
  return found;
}

/** `202610` */
function monthOfPeriod(period: string): Month {
  return monthFromText(`${period.slice(0, 4)}-${period.slice(4)}`);
}
