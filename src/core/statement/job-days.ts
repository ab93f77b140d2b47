import { formatMicro, microFromText } from '../money/micro.ts';
import { compareText } from '../text/compare-text.ts';
import type { CreditedJobs } from '../usage/credited-jobs.ts';
import { jobsByDay, type ListedJob } from './job-list.ts';
import type { MonthStatement, StatementLine } from './month-statement.ts';

/** What a wallet's credited jobs of one day (UTC) come to. */
export interface StatementDay extends StatementLine {
  /** `YYYY-MM-DD` */
  readonly day: string;
}

/** Sums by day as a statement says them, in order. */
export function statementDays(rows: readonly CreditedJobs[]): StatementDay[] {
  return rows
    .map(({ day, jobs, points }) => ({ day, jobs, renderSpark: formatMicro(points) }))
    .sort((one, other) => compareText(one.day, other.day));
}

/**
 * Whether days are those of a statement: of its month, each once and in order, together as many jobs and as much Spark as its
 * models, which its proof covers, and those of its list of jobs where it has one. Every sentence is a difference.
 */
export function checkJobDays(
  days: readonly StatementDay[],
  { published, models }: MonthStatement,
  list?: readonly ListedJob[],
): string[] {
  const found: string[] = [];
  if (days.some(({ day }) => !day.startsWith(`${published.month}-`))) found.push('a day is of another month');
  if (days.some(({ day }, at) => at > 0 && compareText(days[at - 1]?.day ?? '', day) >= 0))
    found.push('the days are out of order');
  const [is, has] = [totalOf(days), totalOf(models)];
  if (is !== has) found.push(`its days come to ${is}, its models to ${has}`);
  if (list !== undefined && linesOf(jobsByDay(list)) !== linesOf(days))
    found.push('its days are not those of its jobs');
  return found;
}

function totalOf(lines: readonly StatementLine[]): string {
  const jobs = lines.reduce((sum, line) => sum + line.jobs, 0);
  return `${jobs} jobs with ${formatMicro(lines.reduce((sum, line) => sum + microFromText(line.renderSpark), 0n))} Spark`;
}

function linesOf(days: readonly StatementDay[]): string {
  return JSON.stringify(days.map(({ day, jobs, renderSpark }) => [day, jobs, renderSpark]));
}
