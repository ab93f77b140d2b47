import type { Place, Problem } from '../../problems/problem.ts';
import type { JobTexts } from './job-values.ts';

/** One row of the exact reading: its texts, or what keeps them from being read. */
export interface ExactRow {
  readonly line: number;
  readonly texts: JobTexts;
  /** Faults of structure; the texts of such a row are not checked. */
  readonly problems: readonly Problem[];
  /** The place of a column's value in this row. */
  readonly placeOf: (column: keyof JobTexts) => Place;
}
