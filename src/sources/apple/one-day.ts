import { DAY_MS } from '../../core/month/durations.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { SourceInput } from '../reading/input.ts';
import { lineOfInput } from '../reading/line-of-input.ts';
import { PeriodVote } from '../reading/told-by-name.ts';
import { parseUtcDate } from '../reading/utc-time.ts';
import { applePeriodOfName, applePeriodOfRow } from './report-period.ts';

type Row = Transaction & { readonly line: number };

/**
 * Passes on the rows of a daily report. It has rows of the neighbouring days too; rows of more days than that are no daily
 * report: beside the daily ones they would count again.
 *
 * @throws InvalidInput not-a-day, after the last row
 */
export async function* ofOneDay(input: SourceInput, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  const vote = new PeriodVote();
  const firstLines = new Map<number, number>();
  for await (const row of rows) {
    vote.add(applePeriodOfRow(row));
    if (!firstLines.has(row.atMs)) firstLines.set(row.atMs, row.line);
    yield row;
  }
  const named = parseUtcDate(applePeriodOfName(input.name).period);
  const day = named ?? parseUtcDate(vote.winner());
  if (day === null) return;
  const far = [...firstLines].filter(([atMs]) => Math.abs(atMs - day) > DAY_MS);
  const [first] = far.sort(([, a], [, b]) => a - b);
  if (first === undefined) {
    if (named !== null && !firstLines.has(named)) tellOtherDays(input, named, [...firstLines.keys()]);
    return;
  }
  const [atMs, line] = first;
  const raw = await lineOfInput(input, line);
  const told = named === null ? 'most of its rows' : 'its name';
  const message = `the report is of ${utcDate(day)}, as ${told} say${named === null ? '' : 's'}, and has rows of ${utcDate(atMs)}`;
  const span = { start: 0, length: Math.max(1, raw.indexOf('\t')) };
  throw new InvalidInput([problem('not-a-day', placeInText(input.name, line, raw, span), message)]);
}

function tellOtherDays(input: SourceInput, named: number, daysOfRows: readonly number[]): void {
  if (daysOfRows.length === 0) return;
  const days = daysOfRows.map(utcDate).sort().join(' and ');
  input.warn?.(
    `has no row of ${utcDate(named)}, the day in its name, and all of ${days}: is it that day’s report, whose rows would count twice?`,
  );
}
