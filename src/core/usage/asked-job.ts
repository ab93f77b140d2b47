import type { MicroSpark } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { SourceLine } from '../revenue/provider.ts';
import type { JobExclusionReason } from './exclusion-rules.ts';

/**
 * Which jobs somebody asks about: what a wallet did in a month, the first that a reason left out of one, one job by its id, or
 * the row of a log.
 */
export type JobQuestion =
  | { readonly by: 'wallet'; readonly wallet: string; readonly month: Month }
  | { readonly by: 'reason'; readonly reason: JobExclusionReason; readonly month: Month; readonly most: number }
  | { readonly by: 'job'; readonly jobId: string }
  | { readonly by: 'line'; readonly input: string; readonly line: number };

/** A row as a table of a server gives it: no file has it. */
export interface GivenRow {
  readonly table: string;
  readonly text: string;
}

/** A row of a job log and what became of it (R11, R12). */
export interface AskedJob {
  readonly source: SourceLine;
  readonly jobId: string;
  /** When it completed, in milliseconds UTC; null for a row without a time. */
  readonly atMs: number | null;
  /** The month that it completed in; null for a row without a time. */
  readonly month: Month | null;
  /** Lower case; empty where the row names none. */
  readonly worker: string;
  readonly subscriber: string;
  /** As a leaderboard tells workers apart: the network, and on the fast one the NFT; empty where the row does not say. */
  readonly network: string;
  readonly nft: string;
  readonly model: string;
  readonly paymentModel: string;
  readonly points: MicroSpark;
  /** Why it is left out; null for a credited job. */
  readonly reason: JobExclusionReason | null;
  /** The row itself, where its place says nothing: that of a table. */
  readonly given?: GivenRow;
}
