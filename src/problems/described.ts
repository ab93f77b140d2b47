/** A code in words. */
export interface Described {
  /** What it means. */
  readonly meaning: string;
  /** How to mend it. */
  readonly remedy: string;
}
