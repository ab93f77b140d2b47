import type { MicroSpark } from '../money/micro.ts';
import type { Month } from '../month/month.ts';

/** Which credited jobs of a month somebody asks for: of one wallet or of all, one by one or summed by day. */
export interface CreditedQuestion {
  readonly month: Month;
  /** Lower case; null: of all wallets. */
  readonly wallet: string | null;
  readonly by: 'job' | 'day';
}

/** A credited job of a month (R11), or all of a wallet's of one day together. */
export interface CreditedJobs {
  /** Lower case. */
  readonly wallet: string;
  /** On which they completed (UTC), `YYYY-MM-DD`. */
  readonly day: string;
  readonly jobs: number;
  readonly points: MicroSpark;
  /** Empty where they are summed by day, as `model`. */
  readonly jobId: string;
  /** Lower case. */
  readonly model: string;
}
