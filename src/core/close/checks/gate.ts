import type { Month } from '../../month/month.ts';
import type { ChangesSinceFinal } from '../../policy/changes-since-final.ts';
import type { Provider } from '../../revenue/provider.ts';
import type { Acknowledged } from '../decision.ts';
import type { DayRange } from '../inputs/day-range.ts';
import type { Expected } from '../inputs/expected.ts';
import type { ImportRecord } from '../inputs/import-record.ts';
import type { InputKind } from '../inputs/input-kind.ts';
import type { LedgerCover } from '../inputs/ledger-cover.ts';
import type { JobDay } from '../job-day.ts';
import type { MonthClose } from '../month-close.ts';
import type { ClosedBooks } from '../prior-periods/closed-books.ts';
import type { FateSum } from '../row-fates.ts';

/**
 * Whether a month may become final, seen through one check. `open` needs a person: a file, a mark, a decision or a
 * reason; `blocked` needs time, another month first, or what no reason replaces.
 */
export interface Gate {
  readonly name: string;
  readonly state: 'ok' | 'open' | 'blocked';
  readonly why: string;
  /** What to do; empty when it is ok. */
  readonly remedy: string;
  /** Of an open one that a person's reason opens: as what it is given, and all that it is given for, in any order. */
  readonly needsReason?: { readonly code: Acknowledged; readonly facts: readonly string[] };
}

/** An input in force as the gates see it. */
export interface GateImport extends Pick<ImportRecord, 'kind' | 'name' | 'period' | 'profile'> {
  /** What a Stripe ledger file vouches for; null for other kinds, and for one without days. */
  readonly covers: LedgerCover | null;
}

/** The last day of a mark whose `to` is empty: what ended stays so. */
export const OPEN_END = '9998-12-31';

/** A day with rows of a part of a provider. */
export interface ActiveDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly part: string;
}

/** A stretch that coverage.csv declares to be without sales, or without jobs. */
export interface CoverageMark extends DayRange {
  readonly provider: Provider | 'job-log';
  /** A settlement currency of Stripe, a vendor of Apple or a payments profile of Google; absent where it stands for all. */
  readonly part?: string;
  /** The first day with activity that it does not stand against: it stands for the days before that one alone. */
  readonly activeOn?: string;
  /** Its last day as it is written, where `activeOn` took days from it. */
  readonly said?: string;
  /** Days of it that have rows of a part all the same, in order: it stands where files cover them. */
  readonly active?: readonly ActiveDay[];
}

/** A row of coverage.csv. */
export interface CoverageRow extends CoverageMark {
  /** For people. */
  readonly note: string;
}

/** A stretch without any job row, ms UTC, half-open. */
export interface JobGap {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Rows of an input in force, how many of them are kept, and what became of those of money. */
export interface RowAccount {
  readonly name: string;
  readonly rows: number;
  readonly kept: number;
  /** Rows of money that count: those of which another file in force holds the copy that counts are not among them. */
  readonly inForce: number;
  readonly fates: readonly FateSum[];
}

/** A UTC hour with job rows. */
export interface JobHour {
  readonly atMs: number;
  readonly rows: number;
}

/** What providers' own summaries of a month say of a part that gates ask for, e.g. a currency of Stripe. */
export interface StatementTie extends DayRange {
  readonly part: string;
  /** Every line of it agrees with our rows. */
  readonly ties: boolean;
}

/** Everything the gates look at. Each gate is a pure function of it, in a file of its own. */
export interface GateInput {
  readonly month: Month;
  readonly firstMonth: Month;
  readonly asOfMs: number;
  readonly close: MonthClose;
  readonly books: ClosedBooks;
  /** Inputs in force. */
  readonly imports: readonly GateImport[];
  /** Stores for which a plan of revshare.yaml names a product. */
  readonly soldThrough: readonly Provider[];
  /** Of these a plan of revshare.yaml is sold by the year. */
  readonly soldByTheYear: readonly Provider[];
  readonly marks: readonly CoverageMark[];
  /** What `expects` of revshare.yaml names. */
  readonly expects: readonly Expected[];
  /** Kinds of which an input was in force once. */
  readonly onceInForce: readonly InputKind[];
  /** How many charges of opening.csv there are of each provider. */
  readonly openings: ReadonlyMap<Provider, number>;
  /** Balance summaries of Stripe of days of the month, a currency each. */
  readonly balanceSummaries: readonly StatementTie[];
  /** Stretches of the month without any job row that are longer than an hour, in order; null when it has no row. */
  readonly jobGaps: readonly JobGap[] | null;
  /** Hours of the month with job rows, in order. */
  readonly jobHours: readonly JobHour[];
  /** usage-control.csv; empty without it. */
  readonly jobControl: readonly JobDay[];
  /** What the job log has of the same, of the open months up to this one; empty without usage-control.csv. */
  readonly loggedDays: readonly JobDay[];
  /** close.job_gap_hours of revshare.yaml. */
  readonly jobGapHours: number;
  /** close.flux_limit of revshare.yaml as a fraction, e.g. 0.25; null when there is none. */
  readonly fluxLimit: string | null;
  /** Net revenue of the month before, micro-dollars; null for the first month. */
  readonly previousNetRevenue: bigint | null;
  readonly rowAccounts: readonly RowAccount[];
  /** Wallet links and participation rows that the last final month used, and costs and openings that any posted, that are gone now. */
  readonly shrunkLists: readonly string[];
  /** What is another in the policy than in the last final month's, without a date. */
  readonly policyChanges: ChangesSinceFinal;
  /** Control totals of the month that were compared, and what does not tie. */
  readonly controls: ControlTotals;
}

/** What the providers' own totals say of the month. */
export interface ControlTotals {
  /** Files whose totals were compared. */
  readonly compared: readonly string[];
  /** Files with totals that this version does not compare with the month, and why. */
  readonly notCompared: readonly string[];
  /** Of those compared the files without the totals that they end with: rows may be missing. */
  readonly unfinished: readonly string[];
  /** What does not tie, and by how much. */
  readonly differences: readonly string[];
}

/** A check that found nothing to do. */
export function ok(name: string, why: string): Gate {
  return { name, state: 'ok', why, remedy: '' };
}

/**
 * The gates for which a person is needed now: those of a month that is over which are open. Of one that still runs files
 * are missing because their days have not come.
 */
export function waitForAPerson(state: 'estimate' | 'review', gates: readonly Gate[]): readonly Gate[] {
  return state === 'review' ? gates.filter((gate) => gate.state === 'open') : [];
}
