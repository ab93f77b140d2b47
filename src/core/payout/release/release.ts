import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { MicroUsd } from '../../money/micro.ts';
import { DAY_MS } from '../../month/durations.ts';
import { formatMonth } from '../../month/month.ts';
import type { PayoutBatch } from '../ledger/batch.ts';
import type { KeptAdjustment, ReleaseAct } from '../ledger/kept-payouts.ts';
import type { PaymentDifference } from './payment-differences.ts';
import type { SplitAdjustments } from './split-adjustments.ts';

/** How far a batch is from being sent. `expired` depends on when it is asked. */
export type ReleaseState = 'not-shown' | 'waiting' | 'expired' | 'cancelled' | 'released';

/** What a person releases: the batch, and what was said beside it. */
export interface ShownForRelease {
  readonly batch: PayoutBatch;
  readonly differences: readonly PaymentDifference[];
  readonly adjustments: readonly KeptAdjustment[];
}

/** What a person sees before a batch is released. */
export interface ReleasePreview extends ShownForRelease {
  /** Adjustments that are more together than `payouts.max_adjustment_usd` lets one be; and that cap, null without one. */
  readonly split: readonly SplitAdjustments[];
  readonly maxAdjustmentUsd: MicroUsd | null;
  /** Empty where nothing is payable. */
  readonly digest: string;
  readonly state: ReleaseState;
  /** Empty unless it waits for its release. */
  readonly validUntil: string;
  /** The day on which the month's payouts are due, `YYYY-MM-DD`. */
  readonly due: string;
  readonly isDue: boolean;
  /** What the month's workers share, exact decimals of dollars as the month was approved. */
  readonly pool: { readonly poolUsd: string; readonly distributedUsd: string };
}

/** R17: how long what was shown may be released. */
const RELEASE_DAYS = 7;

/** The instant until which what is shown now may be released. */
export function validUntil(shownMs: number): string {
  return new Date(shownMs + RELEASE_DAYS * DAY_MS).toISOString();
}

/** Where a batch stands at an instant. The last act decides. */
export function releaseState(acts: readonly ReleaseAct[], atMs: number): ReleaseState {
  const last = acts.at(-1);
  if (last === undefined) return 'not-shown';
  if (last.act !== 'shown') return last.act;
  return atMs > Date.parse(last.validUntil) ? 'expired' : 'waiting';
}

/** The act by which a batch was released; null when it was not. */
export function releaseOf(acts: readonly ReleaseAct[]): ReleaseAct | null {
  return acts.find(({ act }) => act === 'released') ?? null;
}

/** R17: the SHA-256 (hex) of what a person releases. How long it is valid is no part of it. */
export function releaseDigest({ batch, differences, adjustments }: ShownForRelease): string {
  const content = [
    'revshare payout release 1',
    batch.id,
    differences.map(({ wallet, detail, before, now }) => [wallet, detail, before, now]),
    adjustments.map(({ month, wallet, amount, by, at, reason }) => {
      return [formatMonth(month), wallet, amount.toString(), by, at, reason];
    }),
  ];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(content))));
}
