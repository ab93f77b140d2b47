import type { Month } from '../../core/month/month.ts';
import type { SignalThresholds } from '../../core/usage/signal-thresholds.ts';
import type { FactsFile } from '../kept/file-facts.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import type { CompiledPolicy } from '../usage/usage-alone.ts';

/** The month whose use is looked at, and what is known of its rows. */
export interface SignalQuery {
  readonly files: readonly JobLogFile[];
  /** What the files say when every row is judged alone: usage-alone.ts. */
  readonly usage: string;
  readonly compiled: CompiledPolicy;
  readonly month: Month;
  readonly thresholds: SignalThresholds;
  readonly factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>;
}
