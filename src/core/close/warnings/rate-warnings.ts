import { Exact } from '../../money/exact-decimal.ts';
import { formatMonth, type Month } from '../../month/month.ts';
import type { FxRow } from '../../revenue/fx-table.ts';
import type { SourceLine } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';
import { addDaysTo } from '../checks/month-days.ts';
import type { Warning } from './warning.ts';

/** A rate and the line that states it. */
export type RateItem = FxRow & { readonly source: SourceLine };

/** Rates of currencies move by less in a month, but for a devaluation: a digit, a dot or the direction of the pair is wrong. */
const MOST = '1.25';
const DAYS_BETWEEN = 31;
/** Assets that wallets are paid in move as they please. */
const ASSETS: readonly string[] = ['SOGNI', 'SPARK'];

/** The daily rates of a month that are far from the currency's last one before, at most 31 days old (R3). */
export function rateWarnings(rates: readonly RateItem[], month: Month): Warning[] {
  const daily = rates
    .filter(({ date, currency }) => date.length > formatMonth(month).length && !ASSETS.includes(currency))
    .sort((a, b) => compareText(a.currency, b.currency) || compareText(a.date, b.date));
  return daily.flatMap((rate, at): Warning[] => {
    const before = daily[at - 1];
    if (before?.currency !== rate.currency || !rate.date.startsWith(formatMonth(month))) return [];
    if (before.date < addDaysTo(rate.date, -DAYS_BETWEEN) || isNear(rate.rate, before.rate)) return [];
    const what = `${rate.currency} is ${rate.rate} on ${rate.date}, and ${before.rate} on ${before.date}`;
    return [
      {
        code: 'rate-jump',
        provider: '',
        subject: `${rate.currency} ${rate.date}`,
        amount: null,
        what,
        source: rate.source,
      },
    ];
  });
}

function isNear(one: string, other: string): boolean {
  const [a, b] = [new Exact(one), new Exact(other)];
  return a.lte(b.times(MOST)) && b.lte(a.times(MOST));
}
