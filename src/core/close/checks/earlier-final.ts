import { addMonths, formatMonth, monthsFrom } from '../../month/month.ts';
import { firstOpenMonth } from '../prior-periods/closed-books.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/** R14: months become final in order. */
export function earlierFinal({ month, firstMonth, books }: GateInput): Gate {
  const name = 'earlier-final';
  const waiting = monthsFrom(firstOpenMonth(books, firstMonth), addMonths(month, -1)).map(formatMonth);
  const [first] = waiting;
  if (first !== undefined) {
    const why =
      waiting.length === 1
        ? `${first} is not final`
        : `${first} ${waiting.length === 2 ? 'and' : 'to'} ${waiting.at(-1)} are not final`;
    return { name, state: 'blocked', why, remedy: `Months become final in order: finalize ${first} first.` };
  }
  return ok(
    name,
    month === firstMonth ? 'it is the first month' : `all months up to ${formatMonth(addMonths(month, -1))} are final`,
  );
}
