import type { Components } from '../money/components.ts';
import type { FxRate } from '../money/fx-rate.ts';
import type { Month } from '../month/month.ts';
import type { Provider, SourceLine } from './provider.ts';

/** Why an amount posts. Costs and row fees stand in the fee component. */
export type PostingKind =
  | 'charge'
  | 'refund'
  | 'dispute'
  | 'restoration'
  | 'provider-fee'
  | 'dispute-fee'
  | 'cost'
  | 'provider-true-up'
  | 'prior-period';

/** One amount in one month: the smallest thing that a month's net revenue is the sum of. */
export interface Posting {
  readonly month: Month;
  /** The month it belongs to: another than `month` for a prior-period adjustment (R16). */
  readonly originalMonth: Month;
  /** What it is booked under: a charge with all that happens to it, or a stand-alone cost. */
  readonly entry: 'charge' | 'cost';
  /** `costs` stands for costs.csv. */
  readonly provider: Provider | 'costs';
  /** The charge or order; for a stand-alone cost its own row id or description. */
  readonly charge: string;
  /** The provider's line id, where a charge has several lines. */
  readonly line: string;
  readonly kind: PostingKind;
  /** The refund, dispute or restoration that changes the charge's schedule here. */
  readonly event: string;
  readonly plan: string;
  /** Covered months and which of them this is; null for amounts that are not spread. */
  readonly coverage: { readonly first: Month; readonly months: number; readonly k: number } | null;
  /**
   * Whether it comes from a schedule: a charge's own part, what an event changes of it, or a cost that is spread. Then a
   * movement (core/deferral) tells the same money. Otherwise a row posts by itself, or an adjustment.
   */
  readonly scheduled: boolean;
  readonly amounts: Components;
  /** The charge's currency, ISO 4217, and its rate (R3); empty and null where no charge is known. */
  readonly currency: string;
  readonly rate: FxRate;
  readonly source: SourceLine;
}
