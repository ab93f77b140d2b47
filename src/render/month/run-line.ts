import type { Problem } from '../../problems/problem.ts';

/** When a run began, how long it took, and by which version: the only figures of it that a repeated run changes. */
export interface RunTimes {
  readonly version: string;
  /** Instant of the start, ISO 8601. */
  readonly startedAt: string;
  readonly asOf: string | null;
  readonly durationSeconds: number;
}

/** Of more problems the line names the first, and says how many there are. */
const MOST_PROBLEMS = 100;

/** The times as every line has them. */
export function timesOfLine({ version, startedAt, asOf, durationSeconds }: RunTimes): Record<string, unknown> {
  return {
    started_at: startedAt,
    as_of: asOf,
    duration_seconds: Number(durationSeconds.toFixed(3)),
    program_version: version,
  };
}

/** What kept a run from its figures: the message, every problem by file and line, and what else is known. */
export function failureOfLine(text: string, problems: readonly Problem[]): Record<string, unknown> {
  const [error = '', ...detail] = text.split('\n');
  return {
    error,
    ...(detail.length > 0 ? { detail: detail.join('\n') } : {}),
    ...(problems.length > 0 ? { problem_count: problems.length } : {}),
    problems: problems.slice(0, MOST_PROBLEMS).map(({ code, place, message, remedy }) => ({
      ...{ code, file: place.file, line: place.line ?? null, column: place.column ?? null },
      ...{ what: message, remedy },
    })),
  };
}
