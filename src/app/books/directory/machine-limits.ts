import { availableParallelism } from 'node:os';
import { OWN_MEMORY_BYTES } from '../../../lake/engine/own-memory.ts';

/** How much of the machine the job logs may use. No figure depends on it. */
export interface MachineLimits {
  readonly threads: number;
  /** What may be held before spilling to the data directory, bytes; all that runs side by side shares it. */
  readonly memoryBytes: number;
}

/** Every core, and the lake's own memory. */
export function ownLimits(): MachineLimits {
  return { threads: availableParallelism(), memoryBytes: OWN_MEMORY_BYTES };
}
