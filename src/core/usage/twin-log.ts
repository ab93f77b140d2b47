import type { MicroSpark } from '../money/micro.ts';
import type { SourceLine } from '../revenue/provider.ts';

/** A log most of whose jobs in a month stand in other logs too, under other ids: an export of the same jobs, perhaps. */
export interface TwinLog {
  /** Rows of the month that were looked at: all of them, or of many a part that their instants choose. */
  readonly looked: number;
  /** Those of them that say the same as a row of another log, but for their ids; and their Spark. */
  readonly twins: number;
  readonly points: MicroSpark;
  /** The first of them. */
  readonly source: SourceLine;
}

/** So many rows of a log, and so much of it, have a twin where that is told: a few rows may be alike by chance. */
export const LEAST_TWINS = 5;
export const LEAST_TWIN_PERCENT = 50;

/** And so much of what is alike, within the log or beyond, has as many of it in another log: of batches that are dealt out over two logs no more than half has. */
export const LEAST_EQUAL_PERCENT = 80;
