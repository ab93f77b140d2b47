import { formatMonth, type Month } from '../month/month.ts';
import { compareText } from '../text/compare-text.ts';
import type { Finding, FindingCode } from './finding.ts';

/** What a person calls versions that contradict each other: by their place in what is told of them. */
export const VERSION_NAMES = ['first', 'second', 'third'] as const;

/**
 * What a person may decide about an exception. `accept` lets it post as its rule says (an orphan as a reduction of its
 * own month, mixed periods as one line over their span, lines that do not
 * add up by their weights, what goes beyond a charge as a deduction of its month);
 * `leave-out` confirms that it posts nothing; `credit` gives late jobs to the open month; `withhold` takes a job out of the
 * credit, or marks a wallet's part as not to be paid yet. `one` and `two` say how often a row counts that two files have;
 * `monthly` and `yearly` what a charge pays for that is far below the price of a year; `first`, `second` and `third` which of
 * the versions is right that contradict each other.
 */
export type DecisionName =
  | 'accept'
  | 'leave-out'
  | 'credit'
  | 'withhold'
  | 'one'
  | 'two'
  | 'monthly'
  | 'yearly'
  | (typeof VERSION_NAMES)[number];

/** What a person acknowledges of a whole month: each is a gate that a reason opens. */
export type Acknowledged = 'flux' | 'lists' | 'controls' | 'policy';

/** What a decision is about: an exception by its code, a job or a wallet that a person names, or a gate of the month. */
export type DecisionCode = FindingCode | 'job' | 'wallet' | Acknowledged;

/** A decision in force. Code, subject and month say what it is about. */
export interface Decision {
  readonly code: DecisionCode;
  readonly subject: string;
  /** The month of the exception's row; of a job or a wallet the month in which it is withheld. */
  readonly month: Month;
  readonly decision: DecisionName;
  /** Why; needed for `withhold` and `leave-out`. */
  readonly note: string;
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  /** The final month that used it, `YYYY-MM`: it stays as it is. Null while it can be withdrawn. */
  readonly finalMonth: string | null;
}

const MAY_ACCEPT: ReadonlySet<string> = new Set([
  'orphan',
  'mixed-periods',
  'missing-ledger-row',
  'over-reduced',
  'settlement-difference',
  'unallocated',
  'unknown-category',
  'unknown-type',
  'incomplete-order',
  'invoice-does-not-add-up',
]);

/** The decisions that a code takes; none for one that only an import can mend. */
export function allowedDecisions(code: DecisionCode): DecisionName[] {
  if (code === 'job' || code === 'wallet') return ['withhold'];
  if (isAcknowledged(code)) return ['accept'];
  if (code === 'usage-missing' || code === 'fx-missing') return [];
  // It counts already, and is the customer's money: it cannot be left out.
  if (code === 'presentment-missing' || code === 'unknown-offer' || code === 'outside-its-name') return ['accept'];
  if (code === 'late-jobs') return ['credit', 'leave-out'];
  if (code === 'repeated-row') return ['one', 'two'];
  if (code === 'conflicting-transaction' || code === 'conflicting-invoice') return [...VERSION_NAMES, 'leave-out'];
  if (code === 'annual-billed-monthly' || code === 'instalment') return ['monthly', 'yearly', 'leave-out'];
  return MAY_ACCEPT.has(code) ? ['accept', 'leave-out'] : ['leave-out'];
}

/** The decisions that one exception takes. */
export function decisionsOf({
  code,
  isFact,
  versions = 0,
}: Pick<Finding, 'code' | 'isFact' | 'versions'>): DecisionName[] {
  const names: readonly DecisionName[] = VERSION_NAMES;
  return allowedDecisions(code).filter((each) => {
    const place = names.indexOf(each);
    const isThere = place < 0 || (place < versions && versions <= names.length);
    return isThere && (each !== 'accept' || isFact !== true);
  });
}

/** Whether a code is of a gate of a whole month, which a reason opens. */
export function isAcknowledged(code: DecisionCode): code is Acknowledged {
  return code === 'flux' || code === 'lists' || code === 'controls' || code === 'policy';
}

/** Whether a decision is worth nothing without a reason. */
export function needsNote(decision: DecisionName): boolean {
  return decision === 'withhold' || decision === 'leave-out';
}

/** A wallet whose part of the month is computed as ever and not to be paid yet. */
export interface WithheldWallet {
  /** With checksum. */
  readonly wallet: string;
  readonly note: string;
}

/** Looks decisions up by what they are about. */
export class DecisionBook {
  readonly #byKey: ReadonlyMap<string, Decision>;
  readonly #latest: ReadonlyMap<string, Decision>;
  /** Sorted by month, code and subject. */
  readonly all: readonly Decision[];

  constructor(decisions: readonly Decision[]) {
    this.all = [...decisions].sort((a, b) => compareText(decisionKey(a), decisionKey(b)));
    this.#byKey = new Map(this.all.map((each) => [decisionKey(each), each]));
    const again = this.all.filter(({ decision }) => decision !== 'leave-out');
    this.#latest = new Map(again.map((each) => [`${each.code}\n${each.subject}`, each]));
  }

  /** What a month's close looks at: decisions about later months change nothing of it, nor its digest. */
  upTo(month: Month): DecisionBook {
    return new DecisionBook(this.all.filter((each) => each.month <= month));
  }

  on(code: DecisionCode, subject: string, month: Month): Decision | null {
    return this.#byKey.get(decisionKey({ code, subject, month })) ?? null;
  }

  /**
   * What an exception is known by: all that tells it from others, so that a decision is about nothing that comes later. `once` is
   * what an earlier version called it, which said less: where a decision is kept on that, it stands for all that it named.
   */
  subjectOf(
    code: DecisionCode,
    month: Month,
    { full, once }: { readonly full: string; readonly once?: string | undefined },
  ): string {
    return once !== undefined && this.on(code, once, month) !== null ? once : full;
  }

  /** The latest decision on a subject that comes again in other months: a product at a price. What is left out is so in its own month. */
  latestOn(code: DecisionCode, subject: string): Decision | null {
    return this.#latest.get(`${code}\n${subject}`) ?? null;
  }

  /** Ids of the jobs that a person withholds, whatever their month: a job falls in one. */
  withheldJobs(): string[] {
    return this.all.filter((each) => each.code === 'job').map((each) => each.subject);
  }

  withheldWallets(month: Month): WithheldWallet[] {
    return this.all
      .filter((each) => each.code === 'wallet' && each.month === month)
      .map(({ subject, note }) => ({ wallet: subject, note }));
  }

  /** As the digest holds them: neither who nor when (R15), nor what a gate said, which may name files. */
  forDigest(): string[][] {
    return this.all.map(({ code, subject, month, decision, note }) => [
      formatMonth(month),
      code,
      isAcknowledged(code) ? formatMonth(month) : subject,
      decision,
      note,
    ]);
  }
}

/** What a decision is about, as one text: two about the same have the same. */
export function decisionKey({ code, subject, month }: Pick<Decision, 'subject' | 'month'> & { code: string }): string {
  return `${formatMonth(month)}\n${code}\n${subject}`;
}
