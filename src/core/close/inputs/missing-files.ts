import { DAY_MS, HOUR_MS } from '../../month/durations.ts';
import { type Month, monthFromText } from '../../month/month.ts';
import { PROVIDERS, type Provider } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';
import { appleMissing, appleNames } from '../checks/coverage-apple.ts';
import { askedOfMonth, googleMissing, googleNames } from '../checks/coverage-google.ts';
import { ledgerMissing, ledgerNames } from '../checks/coverage-stripe.ts';
import type { GateInput } from '../checks/gate.ts';
import { historyMissing } from '../checks/history.ts';
import { isInUse } from '../checks/in-use.ts';
import { addDaysTo, dayStartMs, daysOf } from '../checks/month-days.ts';
import type { MissingOfPart } from '../checks/parts.ts';

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

/** What a store gives, and when. */
interface StoreFiles {
  /** What its gate misses of a month. */
  readonly missing: (input: GateInput) => MissingOfPart[];
  /** The days of each file that stands for some of what is missing. */
  readonly filesOf: (
    missing: readonly string[],
  ) => { readonly of: readonly string[]; readonly days: readonly string[] }[];
  readonly names: (found: readonly MissingOfPart[]) => string;
  /** How long after the end of a file's last day the store has it. */
  readonly afterMs: number;
  /** For how many days from its first day on the store keeps it; null where no end is known. */
  readonly keptDays: number | null;
}

const STORES: Readonly<Record<Provider, StoreFiles>> = {
  stripe: {
    missing: (input) => ledgerMissing(input, daysOf(input.month)),
    // A file of any stretch; "each UTC day within 12 hours of its end".
    filesOf: (days) => stretches(days).map((stretch) => ({ of: stretch, days: stretch })),
    names: ledgerNames,
    afterMs: 12 * HOUR_MS,
    keptDays: null,
  },
  apple: {
    missing: (input) => appleMissing(input, daysOf(input.month)),
    // A file a day, by 8 in the morning of California on the next, which is 16:00 UTC in winter.
    filesOf: (days) => days.map((day) => ({ of: [day], days: [day] })),
    names: appleNames,
    afterMs: 16 * HOUR_MS,
    keptDays: 365,
  },
  google: {
    missing: (input) => googleMissing(input, askedOfMonth(input.month)),
    // A file a Pacific month, early in the next: the fifth is late enough.
    filesOf: (periods) => periods.map((period) => ({ of: [period], days: daysOf(monthOfPeriod(period)) })),
    names: googleNames,
    afterMs: 5 * DAY_MS,
    keptDays: null,
  },
};

/** What a month lacks of the stores' files: its own, and those of the twelve months before it that the gate `history` asks for. */
export function missingFiles(input: GateInput): MissingFile[] {
  const earlier = new Map(historyMissing(input).map(({ provider, missing }) => [provider, missing]));
  const files = PROVIDERS.filter((provider) => isInUse(input, provider)).flatMap((provider) =>
    [...(earlier.get(provider) ?? []), ...STORES[provider].missing(input)].flatMap((each) => filesOf(provider, each)),
  );
  return inOrder(files);
}

/** The same files once, by provider, part and day. */
export function inOrder(files: readonly MissingFile[]): MissingFile[] {
  const keyOf = ({ provider, part, from, to }: MissingFile): string => [provider, part, from, to].join(' ');
  const unique = new Map(files.map((file) => [keyOf(file), file]));
  return [...unique].sort(([a], [b]) => compareText(a, b)).map(([, file]) => file);
}

function filesOf(provider: Provider, { part, missing }: MissingOfPart): MissingFile[] {
  const { names, afterMs, keptDays, filesOf: filesFor } = STORES[provider];
  return filesFor(missing).map(({ of, days }) => {
    const [from = '', to = ''] = [days[0], days.at(-1)];
    const availableMs = dayStartMs(addDaysTo(to, 1)) + afterMs;
    const keptUntilMs = keptDays === null ? null : dayStartMs(from) + keptDays * DAY_MS;
    return { provider, part, from, to, file: names([{ part, missing: of }]), availableMs, keptUntilMs };
  });
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
