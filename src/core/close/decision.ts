import type { FindingCode } from './finding.ts';

/**
 * What a person may decide about an exception. `accept` lets it post as its rule says (an orphan as a reduction of its
 * own month, mixed periods as one line over their span); `leave-out` confirms that it posts nothing; `credit` gives late
 * jobs to the open month; `withhold` takes a job out of the credit, or marks a wallet's part as not to be paid yet.
 */
export type DecisionName = 'accept' | 'leave-out' | 'credit' | 'withhold';

/** A decision in force. Code and subject say what it is about. */
export interface Decision {
  readonly code: FindingCode | 'job' | 'wallet';
  readonly subject: string;
  readonly decision: DecisionName;
  /** Why; needed for `withhold` and `leave-out`. */
  readonly note: string;
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

const MAY_ACCEPT: ReadonlySet<string> = new Set(['orphan', 'mixed-periods']);

/** The decisions that a code takes; none for one that only an import can mend. */
export function allowedDecisions(code: Decision['code']): DecisionName[] {
  if (code === 'job' || code === 'wallet') return ['withhold'];
  if (code === 'usage-missing') return [];
  if (code === 'late-jobs') return ['credit', 'leave-out'];
  return MAY_ACCEPT.has(code) ? ['accept', 'leave-out'] : ['leave-out'];
}

/** Looks decisions up by what they are about. */
export class DecisionBook {
  readonly #byKey: ReadonlyMap<string, Decision>;
  readonly all: readonly Decision[];

  constructor(decisions: readonly Decision[]) {
    this.all = [...decisions].sort((a, b) => (keyOf(a.code, a.subject) < keyOf(b.code, b.subject) ? -1 : 1));
    this.#byKey = new Map(this.all.map((each) => [keyOf(each.code, each.subject), each]));
  }

  on(code: Decision['code'], subject: string): Decision | null {
    return this.#byKey.get(keyOf(code, subject)) ?? null;
  }

  /** Subjects with a decision of that name under a code. */
  subjects(code: Decision['code'], decision: DecisionName): string[] {
    return this.all.filter((each) => each.code === code && each.decision === decision).map((each) => each.subject);
  }

  /** As the digest holds them: neither who nor when (R15). */
  forDigest(): string[][] {
    return this.all.map(({ code, subject, decision, note }) => [code, subject, decision, note]);
  }
}

function keyOf(code: string, subject: string): string {
  return `${code}\n${subject}`;
}
