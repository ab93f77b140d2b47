import type { Month } from '../../month/month.ts';

/** A month that is final, as the books know it. */
export interface FinalMonth {
  readonly month: Month;
  readonly digest: string;
  readonly manifestSha256: string;
  /** Exact decimal of dollars. */
  readonly carriedOut: string;
  /** ISO instant. */
  readonly finalizedAt: string;
  readonly finalizedBy: string;
  /** What `reconcile --json` said of it. */
  readonly document: string;
  /** The directory that its reports were staged in. */
  readonly staged: string;
  /** Its reports are in place. */
  readonly published: boolean;
}
