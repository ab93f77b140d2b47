/** The stores that bill subscriptions. */
export type Provider = 'stripe' | 'apple' | 'google';

/** The line of an input that a figure comes from. */
export interface SourceLine {
  /** SHA-256 of the input's unpacked bytes: the same whatever the file is called. */
  readonly input: string;
  /** Line in the unpacked file, from 1. */
  readonly line: number;
}
