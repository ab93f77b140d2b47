import type { Expected } from '../core/close/inputs/expected.ts';
import type { JournalPolicy } from '../core/journal/accounts.ts';
import type { PaymentAccountNames } from '../core/journal/payment-accounts.ts';
import type { PayoutTerms } from '../core/payout/ledger/method.ts';
import type { ChangesSinceFinal } from '../core/policy/changes-since-final.ts';
import type { PolicyOverTime } from '../core/policy/dated-rules.ts';
import type { Plan } from '../core/revenue/plan.ts';
import type { Provider } from '../core/revenue/provider.ts';
import type { ListExtensions } from '../core/usage/closed-lists.ts';
import type { JobTimes } from '../core/usage/job-times.ts';
import type { UsageLook } from '../core/usage/usage-look.ts';
import type { Hooks } from './hooks.ts';
import type { JournalForms } from './journal-forms.ts';

/** The `close` section: when a month may become final. */
export interface ClosePolicy {
  /** A change of net revenue beyond this fraction needs a reason, e.g. 0.25; null without a limit. */
  readonly fluxLimit: string | null;
  /** A longer stretch without any job row looks like a missing log. */
  readonly jobGapHours: number;
  /** Whether `revshare run` may make a month final by itself. */
  readonly auto: boolean;
}

/** `usage.source`: a table of jobs that stays on its server. */
export interface UsageSource {
  /** A connection string, or `env:NAME`. It may hold a password: it is no part of `written`. */
  readonly connection: string;
  /** `schema.table` or `table`. */
  readonly table: string;
  /** How long a query may take there; 0 for ever. */
  readonly timeoutSeconds: number;
}

/** A configuration as it is written, of any version of the program. */
export type WrittenPolicy = Readonly<Record<string, unknown>>;

/** Everything revshare.yaml decides. */
export interface Policy extends PolicyOverTime {
  readonly payoutDelayDays: number;
  readonly listExtensions: ListExtensions;
  /** How times of job logs are meant that do not say it. */
  readonly jobTimes: JobTimes;
  readonly plans: readonly Plan[];
  readonly otherProducts: Readonly<Record<Provider, readonly string[]>>;
  readonly close: ClosePolicy;
  /** What must be there for a month to become final. It changes no figure, so it is no part of `written`. */
  readonly expects: readonly Expected[];
  /** How journal.csv is written. It changes no figure, so it is no part of `written`. */
  readonly journal: JournalPolicy;
  /** How jobs are looked at beside their points. It changes no figure, so it is no part of `written`. */
  readonly look: UsageLook;
  /** The same as it is written, `categories` and `signals`: a manifest keeps it, so that its reports can be made again. */
  readonly writtenLook: WrittenPolicy;
  /** Of the payment journal, which is written again with every act: no manifest keeps them. */
  readonly paymentAccounts: PaymentAccountNames;
  /** For writing the journal for other books: no report, manifest or figure knows them. */
  readonly journalForms: JournalForms;
  readonly payouts: PayoutTerms;
  /** Programs that are told how things ended. They change no figure, so they are no part of `written`. */
  readonly hooks: Hooks;
  /** Null: the jobs are those of imported job logs. */
  readonly usageSource: UsageSource | null;
  /**
   * As written above `changes`: defaults filled in, every scalar a string. Without usage.source: where the jobs lie
   * decides nothing (R15). Digest and manifest have it as it is in force for their month: `writtenIn`.
   */
  readonly written: WrittenPolicy;
  /** What is another than in the last final month, without a date. */
  readonly sinceLastFinal: ChangesSinceFinal;
}
