import { addMonths, formatMonth, type Month, monthsFrom } from '../../month/month.ts';
import { PROVIDERS, type Provider } from '../../revenue/provider.ts';
import { appleMissing, appleNames, ofVendor } from './coverage-apple.ts';
import { googleMissing, googleNames, ofProfile, shownPeriods } from './coverage-google.ts';
import { inCurrency, ledgerMissing, ledgerNames } from './coverage-stripe.ts';
import { type Gate, type GateInput, ok } from './gate.ts';
import { isInUse } from './in-use.ts';
import { daysOf, shownDays } from './month-days.ts';
import { type MissingOfPart, shownMissing } from './parts.ts';

/** An annual charge of any of them may post in the month. */
const MONTHS = 12;

/** How a provider's exports of earlier months are asked for, and named. */
interface HistoryOf {
  readonly missing: (input: GateInput, months: readonly Month[]) => MissingOfPart[];
  readonly shown: (found: readonly MissingOfPart[]) => string;
  readonly files: (found: readonly MissingOfPart[]) => string;
}

const HISTORY: Readonly<Record<Provider, HistoryOf>> = {
  stripe: {
    missing: (input, months) => ledgerMissing(input, months.flatMap(daysOf)),
    shown: (found) => shownMissing(found, shownDays, inCurrency),
    files: ledgerNames,
  },
  apple: {
    missing: (input, months) => appleMissing(input, months.flatMap(daysOf)),
    shown: (found) => shownMissing(found, shownDays, ofVendor),
    files: (found) => `${appleNames(found)} and so on`,
  },
  google: {
    missing: (input, months) =>
      googleMissing(
        input,
        months.map((month) => ({ month, days: daysOf(month) })),
      ),
    shown: (found) => shownMissing(found, shownPeriods, ofProfile),
    files: googleNames,
  },
};

/**
 * The twelve months before the month, of every provider in use that sells by the year: an annual charge of any of them
 * posts in the month. Exports cover them, or marks; what is older than the exports is in opening.csv, where it has rows
 * of the provider.
 */
export function history(input: GateInput): Gate {
  const name = 'history';
  const found = lookedBack(input);
  if (found.length === 0) return ok(name, 'nothing in use is sold by the year: no earlier month posts in this one');
  const open = found.filter(({ missing }) => missing.length > 0);
  const span = `${formatMonth(addMonths(input.month, -MONTHS))} to ${formatMonth(addMonths(input.month, -1))}`;
  if (open.length > 0) {
    const why = open.map(
      ({ provider, missing }) => `${provider} has neither an export nor a mark for ${HISTORY[provider].shown(missing)}`,
    );
    const files = open.map(({ provider, missing }) => HISTORY[provider].files(missing));
    return {
      name,
      state: 'open',
      why: `of ${span}, whose annual charges post in ${formatMonth(input.month)}, ${why.join('; ')}`,
      remedy: `Import ${files.join(', ')}; or list the charges that are older than your exports in opening.csv; or mark in coverage.csv the days on which nothing was sold (from the first to the last of them).`,
    };
  }
  const seen = found.map(({ provider, opened }) =>
    opened === null ? provider : `${provider}, what is before ${opened} by opening.csv`,
  );
  return ok(name, `exports or marks cover ${span} of ${seen.join('; ')}`);
}

/** Exports of the twelve months before the month that the gate asks for and nobody gave, by provider. */
export function historyMissing(
  input: GateInput,
): { readonly provider: Provider; readonly missing: readonly MissingOfPart[] }[] {
  return lookedBack(input).map(({ provider, missing }) => ({ provider, missing }));
}

/** Every provider in use that sells by the year, and what of the twelve months before is missing of it. */
function lookedBack(input: GateInput) {
  const months = monthsFrom(addMonths(input.month, -MONTHS), addMonths(input.month, -1));
  return PROVIDERS.filter((provider) => input.soldByTheYear.includes(provider) && isInUse(input, provider)).map(
    (provider) => ({ provider, ...lookBack(input, provider, months) }),
  );
}

/** What is missing, and the first covered month where opening.csv stands for everything before it. */
function lookBack(
  input: GateInput,
  provider: Provider,
  months: readonly Month[],
): { readonly missing: readonly MissingOfPart[]; readonly opened: string | null } {
  const all = HISTORY[provider].missing(input, months);
  if (all.length === 0 || (input.openings.get(provider) ?? 0) === 0) return { missing: all, opened: null };
  const first = firstExport(input, provider);
  const missing = all
    .map(({ part, missing: days }) => ({
      part,
      missing: days.filter((day) => first !== null && comparable(day) >= first),
    }))
    .filter(({ missing: days }) => days.length > 0);
  return { missing, opened: first };
}

/** The first day that an export of the provider is about, `YYYY-MM-DD`; null without any. */
function firstExport({ imports }: GateInput, provider: Provider): string | null {
  const days: Readonly<Record<Provider, readonly string[]>> = {
    stripe: imports.flatMap(({ covers }) => (covers === null ? [] : [covers.from])),
    apple: imports.flatMap(({ kind, period }) => (kind === 'apple-subscriber' && period !== '' ? [period] : [])),
    google: imports.flatMap(({ kind, period }) =>
      kind === 'google-earnings' && period !== '' ? [comparable(period)] : [],
    ),
  };
  return [...days[provider]].sort()[0] ?? null;
}

/** `202610` as its first day; a day as it is. */
function comparable(period: string): string {
  return period.length === 6 ? `${period.slice(0, 4)}-${period.slice(4)}-01` : period;
}
