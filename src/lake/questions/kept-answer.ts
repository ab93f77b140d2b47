import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Month } from '../../core/month/month.ts';
import type { LargestJob } from '../../core/usage/largest-jobs.ts';
import type { MonthUsage, UsagePolicy } from '../../core/usage/month-usage.ts';
import type { OwnWork } from '../../core/usage/month-work.ts';
import type { RefundedJobs } from '../../core/usage/refunded-jobs.ts';
import type { SignalFigures } from '../../core/usage/signals.ts';
import type { TwinLog } from '../../core/usage/twin-log.ts';
import type { MonthLook } from '../../core/usage/usage-look.ts';
import { coveringName } from '../kept/covering-files.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import type { UndatedLogs } from '../kept/undated-logs.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { countedBy } from '../usage/usage-alone.ts';

/** Usage of months, and of one of them the work and what may stand out of it. */
export interface UsageAnswer {
  readonly usages: MonthUsage[];
  readonly work: OwnWork;
  readonly figures: SignalFigures;
  /** The largest credited jobs of the wallets with most points. */
  readonly largest: readonly LargestJob[];
  /** Logs whose jobs stand in others too, under other ids. */
  readonly twins: readonly TwinLog[];
  /** Credited jobs that another row says were refunded. */
  readonly refunded: RefundedJobs | null;
}

/** Everything that an answer depends on. */
export interface UsageQuestion {
  /** In input order. */
  readonly files: readonly JobLogFile[];
  readonly months: readonly Month[];
  readonly look: MonthLook | null;
  readonly policy: UsagePolicy;
  readonly undated: UndatedLogs | undefined;
  /** The file of the program that computes it: a build names each by what it and all that it imports say. */
  readonly program: string;
}

/** The answer to a question as it was kept, or else as it is computed: a run that finds nothing new counts nothing again. */
export async function keptAnswer(
  derived: DerivedFiles,
  { files, months, look, policy, undated, program }: UsageQuestion,
  compute: () => Promise<UsageAnswer>,
): Promise<UsageAnswer> {
  const asked = {
    inputs: files.map(({ sha256 }) => sha256),
    ...{ months, look, undated, ...countedBy(policy) },
    // What one version of the engine writes another may not read.
    ...{ program, written: process.versions.v8 },
  };
  const name = coveringName('answer', asked);
  const kept = await derived.find(name);
  if (kept !== null) return deserialize(readFileSync(kept)) as UsageAnswer;
  const answer = await compute();
  await derived.keep(name, async (path) => writeFileSync(path, serialize(answer)));
  return answer;
}
