import type { Gate } from '../../core/close/checks/gate.ts';
import type { ReconcileRequest } from './reconcile.ts';

/** A month that somebody wants to make final, and what was approved of it. */
export interface FinalizeRequest extends ReconcileRequest {
  /** At least 16 hex digits of the digest that was approved. */
  readonly accept: string;
  /** Hard cap on what is distributed, micro-dollars. */
  readonly maxPool: bigint | null;
  readonly early: boolean;
  readonly by: string;
  /** True where `verify` repeats a close that was approved: neither digest nor gates are asked again. */
  readonly repeats?: boolean;
  /**
   * SHA-256 of the page that the month was approved with, where `verify` repeats its close; null where it has none. It is
   * kept where this version draws another.
   */
  readonly recordedPage?: string | null;
}

/** What finalize did, or why it did not. */
export type FinalizeOutcome =
  | { readonly done: 'final'; readonly document: Record<string, unknown> }
  | { readonly done: 'already-final'; readonly document: Record<string, unknown> }
  | { readonly done: 'refused'; readonly reasons: readonly string[]; readonly gates: readonly Gate[] };
