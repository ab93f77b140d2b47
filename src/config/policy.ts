import type { PolicyOfClose } from '../core/close/pools-in-order.ts';
import type { Plan } from '../core/revenue/plan.ts';
import type { Provider } from '../core/revenue/provider.ts';

/** Everything revshare.yaml decides. */
export interface Policy extends PolicyOfClose {
  readonly payoutDelayDays: number;
  readonly trialJobs: 'count' | 'exclude';
  readonly excludedModels: readonly string[];
  readonly plans: readonly Plan[];
  readonly otherProducts: Readonly<Record<Provider, readonly string[]>>;
  /** As written, for the digest and the manifest: defaults filled in, every scalar a string. */
  readonly written: unknown;
}
