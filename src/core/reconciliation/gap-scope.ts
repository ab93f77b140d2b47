/** The amount of a row that a line adds up. A line that counts has none: any row would do. */
export type GapMeasure = 'gross' | 'fee' | 'net';

/** Which rows a line compares, so that the rows behind a difference can be searched for (`--explain-gap`). */
export interface GapScope {
  /** The kind of input that our rows come from. */
  readonly inputs: 'stripe-ledger' | 'apple-subscriber';
  /** Reporting categories of the rows; null for all. */
  readonly categories: readonly string[] | null;
  readonly currency: string;
  readonly measure: GapMeasure;
  /** The rows that the line counts lie in this stretch, half-open, ms UTC. */
  readonly fromMs: number;
  readonly beforeMs: number;
}
