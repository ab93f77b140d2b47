import type { DecisionBook } from '../close/decision.ts';
import type { MoneyExclusion, MoneyExclusionReason } from '../close/exclusion.ts';
import type { Finding, FindingAmount, FindingCode } from '../close/finding.ts';
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
  /** The other versions of an invoice in conflict, as texts, a line each; null where there is no conflict. */
  readonly otherInvoiceBodies: string | null;
  /** Whether the invoice's span begins inside a term of its subscription that was paid before. */
  readonly invoiceOverlapsPaidTerm: boolean;
  /** How many invoices name the charge as their payment, where its row names none. */
  readonly invoicesThatNameIt: number;
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
  /** Micro-dollars; positive is a cost. */
  readonly cost: MicroUsd;
  readonly source: SourceLine;
}

/**
 * What became of a row: it is booked (it posts, at once or as its schedule says), left out for a reason, or waits as an
 * exception for a person. A charge of which a part is another product's is booked.
 */
export interface RowFate {
  readonly fate: 'booked' | 'left-out' | 'exception';
  /** The reason, or the exception's code; empty when it is booked. */
  readonly by: MoneyExclusionReason | FindingCode | '';
}

const BOOKED: RowFate = { fate: 'booked', by: '' };

/** What rows that belong together turned out to be. Every row has a fate; one without is told by the gate `rows-accounted`. */
export interface Assembled {
  readonly charges: readonly ChargeHistory[];
  readonly exclusions: readonly MoneyExclusion[];
  readonly findings: readonly Finding[];
  readonly printedCharges: readonly PrintedCharge[];
  readonly sharedFees: readonly SharedFee[];
  /** By the line that the row was read from. */
  readonly fates: ReadonlyMap<SourceLine, RowFate>;
}

/** A row whose fate is told: all that matters of it is where it stands. */
type Row = Pick<SourcedTransaction, 'source'>;
/** A row that a person is asked about: with what it comes to. */
type AskedRow = Pick<SourcedTransaction, 'source' | 'gross' | 'currency'>;

/** Collects what a group of rows becomes, and what became of each row. */
export class AssembledGroup implements Assembled {
  readonly charges: ChargeHistory[] = [];
  readonly exclusions: MoneyExclusion[] = [];
  readonly findings: Finding[] = [];
  readonly printedCharges: PrintedCharge[] = [];
  readonly sharedFees: SharedFee[] = [];
  readonly fates = new Map<SourceLine, RowFate>();

  /** Takes a charge that the rows make up, or that they change. */
  book(charge: ChargeHistory, rows: readonly Row[]): void {
    this.charges.push(charge);
    this.#all(rows, BOOKED);
  }

  /** Takes a stand-alone fee. */
  bookFee(fee: SharedFee, row: Row): void {
    this.sharedFees.push(fee);
    this.#all([row], BOOKED);
  }

  /** Leaves rows out for a reason; `exclusion` is what they bring in all. */
  leaveOut(exclusion: MoneyExclusion, rows: readonly Row[]): void {
    this.exclusions.push(exclusion);
    this.#all(rows, { fate: 'left-out', by: exclusion.reason });
  }

  /** Asks a person about rows: those that post nothing until it is decided. None are named where they are booked all the same. */
  report(finding: Finding, rows: readonly AskedRow[]): void {
    const amount = finding.amount ?? amountOf(rows);
    this.findings.push(amount === null ? finding : { ...finding, amount });
    this.#all(rows, { fate: 'exception', by: finding.code });
  }

  /** Takes what other rows of the group became, but their charges. */
  takeBeside(other: Assembled): void {
    this.exclusions.push(...other.exclusions);
    this.findings.push(...other.findings);
    this.printedCharges.push(...other.printedCharges);
    this.sharedFees.push(...other.sharedFees);
    for (const [source, fate] of other.fates) this.fates.set(source, fate);
  }

  /** What is booked stays booked, whatever else is said about it. */
  #all(rows: readonly Row[], fate: RowFate): void {
    for (const { source } of rows) {
      if (this.fates.get(source)?.fate !== 'booked') this.fates.set(source, fate);
    }
  }
}

/** What rows come to, each counted once; null without rows, or in several currencies. */
function amountOf(rows: readonly AskedRow[]): FindingAmount | null {
  const distinct = [...new Map(rows.map((row) => [row.source, row])).values()];
  const [currency, other] = new Set(distinct.map((row) => row.currency));
  if (currency === undefined || other !== undefined) return null;
  return { micro: distinct.reduce((sum, row) => sum + row.gross, 0n), unit: currency };
}
