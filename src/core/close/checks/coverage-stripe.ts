import { formatMonth } from '../../month/month.ts';
import { countOf } from '../../text/count-of.ts';
import type { DayRange } from '../inputs/day-range.ts';
import type { InputKind } from '../inputs/input-kind.ts';
import { isWholeLedger, type LedgerCover } from '../inputs/ledger-cover.ts';
import { fallenWords, marksBeside } from './ended-marks.ts';
import { type CoverageMark, type Gate, type GateInput, ok } from './gate.ts';
import { isInUse, NOT_IN_USE } from './in-use.ts';
import { addDaysTo, daysOf, shownDays, uncovered } from './month-days.ts';
import { askedParts, type MissingOfPart, type Part, shownMissing } from './parts.ts';

/**
 * The Stripe ledger files cover every UTC day of the month in each settlement currency that the data name, or a mark
 * says why not. A balance summary that ties over the whole month closes the question: no row is missing.
 */
export function coverageStripe(input: GateInput): Gate {
  const name = 'coverage-stripe';
  if (!isInUse(input, 'stripe')) return ok(name, NOT_IN_USE);
  const days = daysOf(input.month);
  const found = ledgerMissing(input, days);
  if (found.length > 0) {
    return {
      name,
      state: 'open',
      why: [
        `no ledger file covers ${shownMissing(found, shownDays, inCurrency)} (whole UTC days)`,
        ...partial(input, days),
        ...fallenWords(found, 'stripe', (part) => marks(input, part)),
      ].join('; '),
      remedy: `Import the itemized balance change from activity for these days, in UTC, with all categories: ${ledgerNames(found)}; or mark in coverage.csv what had no activity or ended (${markExample(found)}).`,
    };
  }
  const rows = rowsWithoutInvoices(input);
  if (rows > 0) {
    return {
      name,
      state: 'open',
      why: `no invoices are imported: ${countOf(rows, 'row')} of the ledger, which none can say to be a subscription’s, are left out`,
      remedy: 'Import the invoices of Stripe: the CSV of the Dashboard, with all columns, or the objects of the API.',
    };
  }
  return ok(name, [coveredWords(input, days), summaryWords(input, days)].join('; '));
}

/** Rows of the month that are no subscription's where nothing could make them one: a plan has a price at Stripe, and no invoice is there (R4). */
function rowsWithoutInvoices({ soldThrough, imports, close }: GateInput): number {
  if (!soldThrough.includes('stripe') || imports.some(({ kind }) => OF_INVOICES.includes(kind))) return 0;
  const leftOut = close.exclusions.filter(({ reason, source }) => reason === 'not-subscription' && source === 'stripe');
  return leftOut.reduce((sum, { rows }) => sum + rows, 0);
}

const OF_INVOICES: readonly InputKind[] = ['stripe-invoices-csv', 'stripe-invoices-json'];

/** Days of a stretch that nothing covers, by currency; currencies without such are left out. */
export function ledgerMissing(input: GateInput, days: readonly string[]): MissingOfPart[] {
  return stripeCurrencies(input, days)
    .map((part) => {
      const ranges = [...seen(input, part), ...marks(input, part)];
      return { part, missing: uncovered(days, ranges) };
    })
    .filter(({ missing }) => missing.length > 0);
}

/** The names of the files to fetch, as the Dashboard gives them. */
export function ledgerNames(found: readonly MissingOfPart[]): string {
  const names = found.map(({ part, missing }) => {
    const range = `${missing[0]}_to_${missing.at(-1)}`;
    return `Itemized_balance_change_from_activity_${part === '' ? '*' : part}_${range}.csv`;
  });
  return names.join(', ');
}

/** ` in EUR` */
export function inCurrency(part: Part): string {
  return ` in ${part}`;
}

/** The settlement currencies that a ledger, by its name or a row, or a balance summary names up to the end of the days. */
function stripeCurrencies(input: GateInput, days: readonly string[]): Part[] {
  const end = days.at(-1) ?? '';
  const ofLedgers = ledgers(input).filter(({ from }) => from <= end);
  const ofSummaries = input.imports.filter(
    ({ kind, period }) =>
      (kind === 'stripe-balance-summary' || kind === 'stripe-balance') && period.slice(0, 10) <= end,
  );
  return askedParts(input, 'stripe', [
    ...ofLedgers.flatMap(({ currencies, others }) => [...(currencies ?? []), ...(others ?? [])]),
    ...ofSummaries.map(({ profile }) => profile),
    ...input.balanceSummaries.map(({ part }) => part),
  ]);
}

function ledgers({ imports }: GateInput): LedgerCover[] {
  return imports.flatMap(({ covers }) => (covers === null ? [] : [covers]));
}

function filesOf(input: GateInput, part: Part): LedgerCover[] {
  return ledgers(input).filter((cover) => isWholeLedger(cover) && isOfCurrency(cover, part));
}

function isOfCurrency({ currencies }: LedgerCover, part: Part): boolean {
  return currencies === null || currencies.includes(part);
}

/** Days of which every row is there. */
function seen(input: GateInput, part: Part): DayRange[] {
  return [...filesOf(input, part), ...tied(input, part)];
}

/** A mark may vouch for the last day of a file that ends within a line: it may be whole all the same. */
function marks(input: GateInput, part: Part): CoverageMark[] {
  const lastDays = filesOf(input, part).flatMap(({ to, unfinished }): DayRange[] => {
    return unfinished ? [{ from: addDaysTo(to, 1), to: addDaysTo(to, 1) }] : [];
  });
  return marksBeside(input, 'stripe', part, [...seen(input, part), ...lastDays]);
}

/** Rows that add up to Stripe's own totals are all there, whatever files they came in. */
function tied({ balanceSummaries }: GateInput, part: Part): DayRange[] {
  return balanceSummaries.filter((each) => each.ties && each.part === part);
}

/** Why files of these days cover less than they seem to. */
function partial({ imports }: GateInput, days: readonly string[]): string[] {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return imports.flatMap(({ name, covers }) => {
    if (covers === null || covers.from > last) return [];
    if (!isWholeLedger(covers) && covers.to >= first) return [`${name} ${partWords(covers)}`];
    const others = covers.others === undefined || covers.to < first ? [] : [`${name} ${otherWords(covers.others)}`];
    if (!covers.unfinished || covers.to >= last || covers.to < first) return others;
    return [
      ...others,
      `${name} ends within a line: it may have broken off, and covers the days up to ${covers.to} only`,
    ];
  });
}

function otherWords(currencies: readonly string[]): string {
  return `has rows in ${currencies.join(' and ')}, which its name does not say: it covers no day of them`;
}

function partWords({ category, reconciliation }: LedgerCover): string {
  if (reconciliation === '') return `holds the category ${category} only`;
  return `is Stripe’s ${reconciliation}, which has the rows of some payouts and no whole days`;
}

function markExample(found: readonly MissingOfPart[]): string {
  const [first] = found;
  const part = first === undefined || first.part === '' ? '' : `:${first.part.toLowerCase()}`;
  return `stripe${part},${first?.missing[0] ?? ''},,ended`;
}

function coveredWords(input: GateInput, days: readonly string[]): string {
  const parts = stripeCurrencies(input, days);
  const currencies = parts.join(' and ');
  const marked = parts
    .map((part) => ({ part, days: uncovered(days, seen(input, part)).length }))
    .filter((each) => each.days > 0)
    .map((each) => `${each.days} of them by a mark${each.part === '' ? '' : inCurrency(each.part)}`);
  const of = `the ledger covers every UTC day of ${formatMonth(input.month)}${currencies === '' ? '' : inCurrency(currencies)}`;
  return [of, ...marked].join(', ');
}

/** Files can only say that their days are there; totals can say that no row of them is missing. */
function summaryWords(input: GateInput, days: readonly string[]): string {
  const parts = stripeCurrencies(input, days);
  const whole = (part: Part): boolean => uncovered(days, tied(input, part)).length === 0;
  const tying = parts.filter(whole);
  const others = parts.filter((part) => !tying.includes(part));
  const words: string[] = [];
  if (tying.length > 0) words.push(`the balance summary in ${tying.join(' and ')} ties: no row is missing`);
  if (others.length > 0) {
    const which = tying.length === 0 ? '' : inCurrency(others.join(' and '));
    words.push(`no balance summary${which} says that no row is missing`);
  }
  return words.join('; ');
}
