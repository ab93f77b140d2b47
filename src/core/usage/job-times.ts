/** How times of job logs are meant that do not say it themselves: `usage.times` of revshare.yaml. */
export interface JobTimes {
  /** The offset of times without one, `Z` or `+02:00`; null: such a time is refused. */
  readonly offset: string | null;
  /** Whether ten digits are seconds since 1970; else they are no time. Thirteen are milliseconds in any case. */
  readonly unixSeconds: boolean;
}

/** Nothing is declared: every time says what it means. */
export const TIMES_AS_WRITTEN: JobTimes = { offset: null, unixSeconds: false };

/** Whether two declarations read every time alike. */
export function isSameTimes(one: JobTimes, other: JobTimes): boolean {
  return one.offset === other.offset && one.unixSeconds === other.unixSeconds;
}
