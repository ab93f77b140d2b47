import type { MicroSpark } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import { type OwnWork, sortedWork } from '../../core/usage/month-work.ts';
import type { JobTotals } from '../job-totals.ts';

/** Jobs of one month that share a fate and, as far as it was asked for, a worker and a model. */
export interface JobTally {
  readonly month: number;
  /** Why these jobs are left out; null for credited ones. */
  readonly reason: JobExclusionReason | null;
  readonly trialing: boolean;
  /** Lower case; null where no row says. */
  readonly wallet: string | null;
  /** Of credited jobs. */
  readonly network: string;
  readonly nft: string;
  readonly model: string;
  /** The status or payment model, where it is on no list and leaves the job out. */
  readonly value: string;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/** Adds up what a server sends in any order. */
export interface JobTallies {
  add(tally: JobTally): void;
  /** By credited wallet. */
  totals(): JobTotals[];
  /** Of the month whose work was asked for: by worker, model and reason of each wallet. */
  work(): OwnWork;
}

/** @param workOf the month whose jobs are told by worker; null for none */
export function jobTallies(workOf: Month | null): JobTallies {
  const totals = sums<Omit<JobTotals, 'jobs' | 'points'>>();
  const workers = sums<{ wallet: string; network: string; nft: string }>();
  const models = sums<{ wallet: string; model: string }>();
  const excluded = sums<{ wallet: string; reason: JobExclusionReason }>();
  return {
    add: (tally) => {
      const { month, reason, trialing, wallet, network, nft, model, value } = tally;
      totals.add({ month, reason, trialing, name: reason === null ? (wallet ?? '') : value }, tally);
      if (month !== workOf || wallet === null) return;
      if (reason !== null) return excluded.add({ wallet, reason }, tally);
      workers.add({ wallet, network, nft }, tally);
      models.add({ wallet, model }, tally);
    },
    totals: () => totals.all(),
    work: () => sortedWork({ workers: workers.all(), models: models.all(), excluded: excluded.all() }),
  };
}

interface Size {
  readonly jobs: number;
  readonly points: MicroSpark;
}

/** Exact sums by key; a key is a plain object whose fields always come in one order. */
function sums<Key extends object>() {
  const found = new Map<string, Key & Size>();
  return {
    add: (key: Key, { jobs, points }: Size): void => {
      const id = JSON.stringify(Object.values(key));
      const before = found.get(id);
      found.set(id, { ...key, jobs: (before?.jobs ?? 0) + jobs, points: (before?.points ?? 0n) + points });
    },
    all: (): (Key & Size)[] => [...found.values()],
  };
}
