import { Exact } from '../../money/exact-decimal.ts';
import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import type { FxRow } from '../../revenue/fx-table.ts';
import type { SourceLine } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';
import { addDaysTo } from '../checks/month-days.ts';
import type { Warning, WarningCode } from './warning.ts';

/** A rate and the line that states it. */
export type RateItem = FxRow & { readonly source: SourceLine };

/** Rates of currencies move by less in a month, but for a devaluation: a digit, a dot or the direction of the pair is wrong. */
const MOST = '1.25';
const DAYS_BETWEEN = 31;
const DOLLAR = 'USD';
/** Assets that wallets are paid in move as they please. */
const ASSETS: readonly string[] = ['SOGNI', 'SPARK'];

/**
 * The rates of a month that are far from the currency's last one before: a day's from that of a day, at most 31 days old,
 * a month's from that of the month before (R3); and those of the dollar in dollars.
 */
export function rateWarnings(rates: readonly RateItem[], month: Month): Warning[] {
  const jumping = rates
    .filter(({ currency }) => currency !== DOLLAR && !ASSETS.includes(currency))
    .sort((a, b) => compareText(a.currency, b.currency) || compareText(a.date, b.date));
  const [text, before] = [formatMonth(month), formatMonth(addMonths(month, -1))];
  const daily = jumping.filter(({ date }) => date.length > text.length);
  const monthly = jumping.filter(({ date }) => date.length === text.length);
  return [
    ...jumps(daily, text, (date) => addDaysTo(date, -DAYS_BETWEEN)),
    ...jumps(monthly, text, () => before),
    ...dollarRates(rates, text),
  ];
}

/**
 * @param rates of one kind, sorted by currency and date
 * @param earliest the first date that is compared with a rate of a date
 */
function jumps(rates: readonly RateItem[], month: string, earliest: (date: string) => string): Warning[] {
  return rates.flatMap((rate, at): Warning[] => {
    const before = rates[at - 1];
    if (before?.currency !== rate.currency || !rate.date.startsWith(month)) return [];
    if (before.date < earliest(rate.date) || isNear(rate.rate, before.rate)) return [];
    const what = `${rate.currency} is ${rate.rate} on ${rate.date}, and ${before.rate} on ${before.date}`;
    return [warningOf('rate-jump', rate, what)];
  });
}

/** A dollar is a dollar, whatever fx.csv says: the row is likely another currency's, which then lacks it. */
function dollarRates(rates: readonly RateItem[], month: string): Warning[] {
  return rates
    .filter(({ currency, date, rate }) => currency === DOLLAR && date.startsWith(month) && !new Exact(rate).eq(1))
    .map((rate) => warningOf('dollar-rate', rate, `${DOLLAR} is ${rate.rate} on ${rate.date}, and counts as 1`));
}

function warningOf(code: WarningCode, { currency, date, source }: RateItem, what: string): Warning {
  return { code, provider: '', subject: `${currency} ${date}`, amount: null, what, source };
}

function isNear(one: string, other: string): boolean {
  const [a, b] = [new Exact(one), new Exact(other)];
  return a.lte(b.times(MOST)) && b.lte(a.times(MOST));
}
