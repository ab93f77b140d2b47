import { availableParallelism, totalmem } from 'node:os';

/** How much of the machine the job logs may use. No figure depends on it. */
export interface MachineLimits {
  readonly threads: number;
  /** What may be held before spilling to the data directory, bytes; all that runs side by side shares it. */
  readonly memoryBytes: number;
}

const GIGABYTE = 1e9;

/** Every core, and of the memory a gigabyte, or half of it where that is less. */
export function ownLimits(): MachineLimits {
  return { threads: availableParallelism(), memoryBytes: Math.min(GIGABYTE, Math.floor(totalmem() / 2)) };
}
