import { utcDate } from '../../month/utc-date.ts';
import type { Provider } from '../../revenue/provider.ts';
import type { DayRange } from '../inputs/day-range.ts';
import { type CoverageMark, type GateInput, OPEN_END } from './gate.ts';
import { addDaysTo, uncovered } from './month-days.ts';
import { type MissingOfPart, marksOf, type Part } from './parts.ts';

/** A hundred years: nobody plans so far, and a mistyped year is further. */
const FAR_DAYS = 36_525;

/** Whether a mark says that something ended: it has no last day, or one that is more than a hundred years ahead. */
export function saysEnded({ to }: Pick<CoverageMark, 'to'>, asOfMs: number): boolean {
  return to > addDaysTo(utcDate(asOfMs), FAR_DAYS);
}

/**
 * A mark that activity contradicts stands for the days before it, and no longer.
 *
 * @param days that rows or reports of what it names are of, `YYYY-MM-DD`
 */
export function untilActivity(mark: CoverageMark, days: readonly string[]): CoverageMark {
  const activeOn = days.filter((day) => day >= mark.from && day <= mark.to).sort()[0];
  return activeOn === undefined ? mark : { ...mark, to: addDaysTo(activeOn, -1), said: mark.to, activeOn };
}

/**
 * A mark stands where each of its days that has rows of a part all the same is in a file, which it merely doubles. One
 * that is wrong of a day is believed of none. Rows of a file that tells no part may be of any.
 */
export function besideFiles(mark: CoverageMark, part: Part, files: readonly DayRange[]): CoverageMark {
  const own = (mark.active ?? []).filter((each) => each.part === part || each.part === '');
  const days = own.map(({ day }) => day);
  const [activeOn] = uncovered(days, files);
  return activeOn === undefined ? mark : { ...mark, to: addDaysTo(mark.from, -1), said: mark.to, activeOn };
}

/** The marks of a provider for a part, as far as the rows beside its files let them stand. */
export function marksBeside(
  input: GateInput,
  provider: Provider,
  part: Part,
  files: readonly DayRange[],
): CoverageMark[] {
  return marksOf(input, provider, part).map((mark) => besideFiles(mark, part, files));
}

/** Which marks do not hold of the parts that miss something, each as a sentence of the gate. @param marks of a part */
export function fallenWords(
  found: readonly MissingOfPart[],
  provider: Provider,
  marks: (part: Part) => readonly CoverageMark[],
): string[] {
  return [...new Set(found.flatMap(({ part }) => endedWords(marks(part), provider)))];
}

/** Which marks of a provider do not hold, each as a sentence of its gate. */
export function endedWords(marks: readonly CoverageMark[], provider: CoverageMark['provider']): string[] {
  return marks.flatMap(({ provider: of, part, from, to, said = to, activeOn }) => {
    if (of !== provider || activeOn === undefined) return [];
    const what = part === undefined ? provider : `${provider}:${part.toLowerCase()}`;
    const words = said === OPEN_END ? `ended on ${from}` : `had no activity from ${from} to ${said}`;
    return [`coverage.csv says that ${what} ${words}, and there was activity on ${activeOn}`];
  });
}
