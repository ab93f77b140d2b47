import type { DecisionBook } from '../close/decision.ts';
import type { MoneyExclusion } from '../close/exclusion.ts';
import type { Finding } from '../close/finding.ts';
import type { MicroUnit, MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { ChargeHistory } from './charge-history.ts';
import type { FxTable } from './fx-table.ts';
import type { ProductCatalogue } from './plan.ts';
import type { Provider, SourceLine } from './provider.ts';
import type { Transaction } from './transaction.ts';

/** A transaction with the line it was read from. */
export type SourcedTransaction = Transaction & { readonly source: SourceLine };

/** A row as the close reads it: with its invoice, where it is a charge that names one. */
export interface StoredTransaction extends SourcedTransaction {
  /** Whether exports state it differently. */
  readonly conflict: boolean;
  readonly invoiceBody: string | null;
  readonly invoiceConflict: boolean;
}

/** What a provider's rows are judged by. */
export interface AssemblyRules {
  readonly catalogue: ProductCatalogue;
  readonly fx: FxTable;
  readonly decisions: DecisionBook;
}

/** A charge's gross as printed, for the proportion of R9. */
export interface PrintedCharge {
  readonly provider: Provider;
  readonly month: Month;
  readonly currency: string;
  readonly gross: MicroUnit;
  /** The part that pays for plans: all, nothing, or the plan lines' proportion. */
  readonly subscriptionGross: MicroUnit;
  /** The same two in micro-dollars; null without a rate. */
  readonly grossUsd: MicroUsd | null;
  readonly subscriptionGrossUsd: MicroUsd | null;
}

/** A provider's stand-alone fee, not yet prorated (R9). */
export interface SharedFee {
  readonly provider: Provider;
  readonly month: Month;
  readonly id: string;
  readonly currency: string;
  /** Micro-dollars; positive is a cost. */
  readonly cost: MicroUsd;
  readonly source: SourceLine;
}

/** What rows that belong together turned out to be. Every row is in at least one of the lists. */
export interface Assembled {
  readonly charges: readonly ChargeHistory[];
  readonly exclusions: readonly MoneyExclusion[];
  readonly findings: readonly Finding[];
  readonly printedCharges: readonly PrintedCharge[];
  readonly sharedFees: readonly SharedFee[];
}

/** Collects what a group of rows becomes. */
export class AssembledGroup implements Assembled {
  readonly charges: ChargeHistory[] = [];
  readonly exclusions: MoneyExclusion[] = [];
  readonly findings: Finding[] = [];
  readonly printedCharges: PrintedCharge[] = [];
  readonly sharedFees: SharedFee[] = [];
}
