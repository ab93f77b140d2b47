import type { MicroSpark } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { WalletPoints } from '../pool/split.ts';
import type { ListExtensions } from './closed-lists.ts';
import type { JobExclusionReason } from './exclusion-rules.ts';

/** A row of wallet-links.csv (R12). */
export interface WalletLink {
  /** Lower case. */
  readonly wallet: string;
  readonly account: string;
}

/** A row of participation.csv (R11): a stretch in which a worker takes part, ms UTC, half-open; null is an open end. */
export interface Participation {
  /** Lower case. */
  readonly wallet: string;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** What decides which jobs count; everything R11 and R12 need beside the jobs themselves. */
export interface UsagePolicy {
  /** Patterns of vendor models; `*` stands for any characters; compared without letter case. */
  readonly excludedModels: readonly string[];
  readonly trialJobs: 'count' | 'exclude';
  readonly walletLinks: readonly WalletLink[];
  /** Null: no file, everyone participates. */
  readonly participation: readonly Participation[] | null;
  /** What statuses and payment models mean that the network's lists do not have. */
  readonly extensions: ListExtensions;
  /** Ids of jobs that a person withholds (decision `withhold`). */
  readonly withheldJobs: readonly string[];
}

/** Jobs that one payment model paid, as the lists compare it: sogni, paid_spark (Premium Spark), free_spark. */
export interface PaidElsewhere {
  readonly paymentModel: string;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/** Jobs left out of one month for one reason. */
export interface ExcludedJobs {
  readonly reason: JobExclusionReason;
  readonly jobs: number;
  readonly points: MicroSpark;
  /**
   * Of not-subscription the same jobs by what paid them, sorted: they sum to it. Absent of other reasons, and in the
   * record of an earlier version.
   */
  readonly paidBy?: readonly PaidElsewhere[];
}

/** A job that needs a person's look, or jobs of one status or payment model that is on no list. */
export interface JobFinding {
  readonly code: 'job-conflict' | 'vendor-model' | 'self-match-untestable' | UnlistedCode;
  /** Of an unknown status or payment model that value; empty where the rest of many is counted. */
  readonly jobId: string;
  /** The model of a vendor-model finding, otherwise empty. */
  readonly model: string;
  /** Of a job-conflict: whether one of the rows counts until a person has decided; else false. */
  readonly oneCounts: boolean;
  /** Rows concerned. */
  readonly rows: number;
  readonly points: MicroSpark;
  /** SHA-256 of the input file that holds the first of the rows, and its line there. */
  readonly input: string;
  readonly line: number;
}

/** A value outside the closed lists is told once for all its rows. */
export type UnlistedCode = 'unknown-status' | 'unknown-payment-model';

/** Everything one month's job rows say (R11 to R13 need nothing more of the job log). */
export interface MonthUsage {
  readonly month: Month;
  /**
   * All imported rows that fall in the month, credited or not; 0 means that usage is unknown (R10, usage-missing). Rows of a
   * log in which none has a time, which are told in a month, do not fall in it.
   */
  readonly rows: number;
  /** Sorted by wallet. */
  readonly wallets: readonly WalletPoints[];
  /** Sorted by the order of the rules; only reasons that occur. */
  readonly excluded: readonly ExcludedJobs[];
  /** Of trialing subscribers, within what is credited or (trial_jobs: exclude) excluded as trial. */
  readonly trialing: { readonly jobs: number; readonly points: MicroSpark };
  /** Sorted by code, job id. */
  readonly findings: readonly JobFinding[];
}
