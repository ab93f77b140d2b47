import { type CoverageMark, OPEN_END } from './gate.ts';
import { addDaysTo } from './month-days.ts';

/** Whether a mark says that something ended: it has no last day. */
export function saysEnded({ to }: CoverageMark): boolean {
  return to === OPEN_END;
}

/**
 * A mark that says that something ended stands for the days before there was activity again, and no longer.
 *
 * @param days that rows or reports of what it names are of, `YYYY-MM-DD`
 */
export function untilActivity(mark: CoverageMark, days: readonly string[]): CoverageMark {
  if (!saysEnded(mark)) return mark;
  const activeOn = days.filter((day) => day >= mark.from).sort()[0];
  return activeOn === undefined ? mark : { ...mark, to: addDaysTo(activeOn, -1), activeOn };
}

/** Which marks of a provider do not hold, each as a sentence of its gate. */
export function endedWords(marks: readonly CoverageMark[], provider: CoverageMark['provider']): string[] {
  return marks.flatMap(({ provider: of, part, from, activeOn }) => {
    if (of !== provider || activeOn === undefined) return [];
    const what = part === undefined ? provider : `${provider}:${part.toLowerCase()}`;
    return [`coverage.csv says that ${what} ended on ${from}, and there was activity on ${activeOn}`];
  });
}
