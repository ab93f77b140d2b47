import type { MicroSpark } from '../money/micro.ts';

/** A UTC day of completed subscription jobs, each job once: as usage-control.csv counts them, or as the job log has them. */
export interface JobDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly jobs: number;
  readonly points: MicroSpark;
}
