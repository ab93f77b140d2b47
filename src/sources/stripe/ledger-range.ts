import type { NamedLedger } from '../../core/close/inputs/ledger-cover.ts';
import type { NamedSpan } from '../../core/close/inputs/named-span.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { parseUtcDate } from '../reading/utc-time.ts';
import { meaningOf } from './categories.ts';

const RANGE = /[_ ](\d{4}-\d{2}-\d{2})[_ ]to[_ ](\d{4}-\d{2}-\d{2})/;

/** Areas that the names of time zones begin with, and zones without an area. */
const ZONE =
  /^(?:(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)[-:][A-Za-z][A-Za-z0-9+_-]*|(?:EST5EDT|CST6CDT|MST7MDT|PST8PDT|[ECMW]ET|[EHM]ST|UTC|UCT|GMT|Zulu|Universal|Greenwich|Cuba|Egypt|Eire|GB|GB-Eire|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|Navajo|NZ|NZ-CHAT|Poland|Portugal|PRC|ROC|ROK|Singapore|Turkey|W-SU)(?![A-Za-z0-9+])|(?:UTC\+|GMT[+-])\d)/i;
const UTC = /^(?:Etc[-:])?(?:UTC|UCT|Zulu|Universal|Greenwich|GMT(?!-[1-9]))(?![A-Za-z]|\+[1-9])/i;

/**
 * The days that a Stripe report covers, as the Dashboard puts them into its file name, e.g.
 * `..._USD_2026-10-01_to_2026-10-31_Europe-Stockholm.csv`; both days included. Null when the name tells no range,
 * and of a reconciliation of payouts: those that arrived in its days are of charges of the days before.
 */
export function ledgerRangeOfName(file: string): NamedRange | null {
  return reconciliationOfName(file) === '' ? rangeOfName(file) : null;
}

interface NamedRange {
  readonly from: string;
  readonly to: string;
  readonly inUtc: boolean;
}

/** The days in a name, whatever the report is. */
function rangeOfName(file: string): NamedRange | null {
  const match = RANGE.exec(file);
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  return { from, to, inUtc: zoneOfName(file) === null };
}

/** When the rows of a ledger file can have happened, by its name; days of another zone begin up to a day earlier or later. */
export function ledgerSpanOfName(file: string): NamedSpan | null {
  const range = ledgerRangeOfName(file);
  const [first, last] = [parseUtcDate(range?.from ?? ''), parseUtcDate(range?.to ?? '')];
  if (range === null || first === null || last === null || first > last) return null;
  const slackMs = range.inUtc ? 0 : DAY_MS;
  return { said: `${range.from} to ${range.to}`, fromMs: first - slackMs, beforeMs: last + DAY_MS + slackMs };
}

/** Everything that the name of a ledger file says; null when it tells no range. */
export function ledgerOfName(file: string): NamedLedger | null {
  const range = rangeOfName(file);
  if (range === null) return null;
  const before = file.slice(0, RANGE.exec(file)?.index).split('/').at(-1) ?? '';
  const words = before.split(/[_ ]/);
  const currency = /^[A-Z]{3}$/.test(words.at(-1) ?? '') ? (words.at(-1) ?? '') : '';
  return { ...range, currency, category: categoryIn(currency === '' ? words : words.slice(0, -1)) };
}

/** The reports of the ledger's columns whose rows are picked by payouts, not by days. */
const RECONCILIATION = /(payout|ending[ _.-]balance)[ _.-]reconciliation/i;

/**
 * Which reconciliation of payouts a ledger file's name says it is; empty for any other. It has the ledger's columns and
 * rows, of those payouts that arrived in its days: with rows of the days before, and without what is not paid out yet.
 */
export function reconciliationOfName(file: string): string {
  const [, what] = RECONCILIATION.exec(file.split('/').at(-1) ?? '') ?? [];
  return what === undefined ? '' : `${what.toLowerCase().replace(/[ _.-]/, ' ')} reconciliation`;
}

/** What a person should know of such a file; null for any other. */
export function reconciliationWarning(file: string): string | null {
  const what = reconciliationOfName(file);
  if (what === '') return null;
  return `is Stripe’s ${what}: its rows count, but it vouches for no day; import the balance change from activity too`;
}

/** Other than `itemized` only a category stands behind the report's title; in a name that is another, only a known one. */
function categoryIn(words: readonly string[]): string {
  const title = words.map((word) => word.toLowerCase()).lastIndexOf('activity');
  if (title >= 0)
    return words
      .slice(title + 1)
      .filter((word) => !/^itemized$/i.test(word))
      .join('_')
      .toLowerCase();
  const endings = [3, 2, 1].map((length) => words.slice(-length).join('_').toLowerCase());
  return endings.find((ending) => meaningOf(ending) !== 'unknown') ?? '';
}

/**
 * The time zone that a Dashboard file name tells, as `America/New_York`; null for UTC or no zone. What a second download
 * or a copy adds behind it (` (1)`, ` - Copy`, `_1`, in any language) is no part of it.
 */
export function zoneOfName(file: string): string | null {
  const match = RANGE.exec(file);
  if (match === null) return null;
  const [rest = ''] = file.slice(match.index + match[0].length).split('.');
  const said = /^[_ -]+(\S+)/.exec(rest)?.[1] ?? '';
  if (!ZONE.test(said) || UTC.test(said)) return null;
  const zone = said.replace(/[^A-Za-z0-9+_:-].*$/, '');
  const isOffset = /GMT[+-]\d/i.test(zone);
  return zone.replace(isOffset ? /(?<=GMT[+-]\d{1,2})[_-].*$/i : /[_-]\d+$/, '').replace(/[-:](?=[A-Za-z])/, '/');
}
