/** From which figures on the use of a subscriber by day and hour, and what it moves of the pool, stands out. */
export interface SignalThresholds {
  /** Jobs of one UTC day: at least so many, and so many times the plan’s median a day. */
  readonly dayJobs: number;
  readonly dayTimes: number;
  /** The same of one hour. */
  readonly hourJobs: number;
  readonly hourTimes: number;
  /** At least so many hundredths of the month’s pool, and so many times an average subscriber’s part of it. */
  readonly poolPercent: number;
  readonly poolTimes: number;
  /** Jobs of an account that no charge pays for, or while one is disputed: at least so many; 0: they are not looked for. */
  readonly unpaidJobs: number;
}

/** What a person hardly comes to, and who lets a program ask easily: docs/signals.md says why these numbers. */
export const USUAL_THRESHOLDS: SignalThresholds = {
  dayJobs: 100,
  dayTimes: 20,
  hourJobs: 60,
  hourTimes: 100,
  poolPercent: 5,
  poolTimes: 3,
  unpaidJobs: 1,
};
