import type { InputKind } from './input-kind.ts';
import type { InputOrigin } from './input-origin.ts';

/** An input that was taken. */
export interface ImportRecord {
  readonly id: number;
  readonly sha256: string;
  readonly kind: InputKind;
  readonly name: string;
  readonly bytes: number;
  readonly rows: number;
  /** Span of the instants in it, ms UTC. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /**
   * Apple day `YYYY-MM-DD`, Google month `YYYYMM` or what else a later download of the same is told by; empty for other
   * kinds.
   */
  readonly period: string;
  readonly profile: string;
  /**
   * It may have broken off: the last line of a store's report has no line break, a statement of Apple's lacks the totals
   * that it ends with.
   */
  readonly unfinished: boolean;
  /** In force; one that was replaced is kept and named too, so that every month can be recomputed. */
  readonly active: boolean;
  /** SHA-256 of the compressed evidence and of a job log's Parquet file; empty where there is none. */
  readonly evidenceSha256: string;
  readonly lakeSha256: string;
  /** Where it came from, as a note beside it said first; null where nobody said so. */
  readonly origin: InputOrigin | null;
}
