import { formatMicro, type MicroUnit } from '../../money/micro.ts';
import { formatMonth, type Month, monthOfInstant } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import type { Provider, SourceLine } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';
import type { DecisionBook } from '../decision.ts';
import type { Finding } from '../finding.ts';
import type { NamedSpan } from './named-span.ts';

/** Rows of one file, UTC day and currency that lie outside what the name of the file says. */
export interface RowsOutside {
  readonly provider: Provider;
  readonly named: NamedSpan;
  /** An instant of the day, ms UTC. */
  readonly dayMs: number;
  readonly rows: number;
  readonly currency: string;
  /** What they come to as printed, in millionths of the currency. */
  readonly gross: MicroUnit;
  /** The first of them. */
  readonly source: SourceLine;
}

/**
 * Rows that contradict the name of their file: a date that was changed, a file that was renamed or put together by hand.
 * They count as they are dated, and wait for a person. The month that they are dated in may have what is not its own,
 * and the month that the name says may lack it: each has its exception.
 *
 * @param outside in the order of the files, each in that of its days
 */
export function outsideNameFindings(outside: readonly RowsOutside[], decisions: DecisionBook): Finding[] {
  const found = new Map<string, { month: Month; days: RowsOutside[] }>();
  for (const each of outside) {
    for (const month of new Set([monthOfInstant(each.dayMs), nearestNamedMonth(each)])) {
      const key = `${each.provider} ${each.named.said} ${month}`;
      const { days } = found.get(key) ?? { days: [] };
      found.set(key, { month, days: [...days, each] });
    }
  }
  return [...found.values()].flatMap(({ month, days }) => findingOf(month, days, decisions));
}

/** The month of the name that lacks a row if its date is wrong. */
function nearestNamedMonth({ named, dayMs }: RowsOutside): Month {
  return monthOfInstant(dayMs < named.fromMs ? named.fromMs : named.beforeMs - 1);
}

function findingOf(month: Month, days: readonly RowsOutside[], decisions: DecisionBook): Finding[] {
  const [first] = days;
  if (first === undefined) return [];
  const { provider, named, source } = first;
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const dates = days.map(({ dayMs }) => utcDate(dayMs)).sort();
  const [from, to] = [dates[0], dates.at(-1)];
  const dated = from === to ? `of ${from}` : `of ${from} to ${to}`;
  const once = `${provider} ${named.said}: ${rows} in ${formatMonth(month)}`;
  // More such rows, and others, need a decision of their own.
  const full = `${once} ${dated} (${sumsOf(days)})`;
  return [
    {
      code: 'outside-its-name',
      subject: decisions.subjectOf('outside-its-name', month, { full, once }),
      month,
      what: `${rows} row(s) ${dated} stand in a file that is of ${named.said}, as its name says`,
      source,
      cause: `${provider} ${named.said}`,
    },
  ];
}

/** Such as `60.000000 EUR and 20.000000 USD`. */
function sumsOf(days: readonly RowsOutside[]): string {
  const sums = new Map<string, MicroUnit>();
  for (const { currency, gross } of days) sums.set(currency, (sums.get(currency) ?? 0n) + gross);
  const sorted = [...sums].sort(([one], [other]) => compareText(one, other));
  return sorted.map(([currency, gross]) => `${formatMicro(gross)} ${currency}`).join(' and ');
}
