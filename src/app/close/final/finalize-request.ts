import type { Gate } from '../../../core/close/checks/gate.ts';
import type { ChainHead } from '../../../core/payout/ledger/act-chain.ts';
import type { SaidByManifest } from '../../../render/reports/manifest-json.ts';
import type { ApprovedWords } from '../approved-words.ts';
import type { ReconcileRequest } from '../reconcile.ts';

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
  /** Of a repeated close: the words that the month was approved with. */
  readonly approvedWords?: ApprovedWords;
  /** Of a repeated close: how far the chain of acts had come; null where it had none. */
  readonly acts?: ChainHead | null;
  /** False where the repeated close is of a version without public.json. */
  readonly publishes?: boolean;
  /** Of a repeated close: what its manifest says beside what every version's does. */
  readonly says?: SaidByManifest;
  /** Of a repeated close: the SHA-256 that its manifest must have; nothing is kept when it has another. */
  readonly expectedManifest?: string;
}

/** A repeated close gave another manifest than the one that was approved; nothing was kept. */
export class OtherManifest extends Error {
  constructor(found: string, expected: string) {
    super(`its manifest would have the SHA-256 ${found}; the approved one has ${expected}`);
    this.name = 'OtherManifest';
  }
}

/** What finalize did, or why it did not. */
export type FinalizeOutcome =
  | { readonly done: 'final'; readonly document: Record<string, unknown> }
  | { readonly done: 'already-final'; readonly document: Record<string, unknown> }
  | { readonly done: 'refused'; readonly reasons: readonly string[]; readonly gates: readonly Gate[] };
