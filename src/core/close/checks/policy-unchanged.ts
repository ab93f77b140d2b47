import { formatMonth, type Month } from '../../month/month.ts';
import type { ChangesSinceFinal } from '../../policy/changes-since-final.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

const MOST_SHOWN = 10;

/**
 * R14: a rule changes by a date under `changes`. One that is another without a date than the last final month was closed
 * under needs a person's reason; it then begins in the first open month, final ones keep theirs. No reason moves `first_month` once a
 * month is final: what months before it posted was shared, and would be taken back.
 */
export function policyUnchanged({ month, firstMonth, books, policyChanges }: GateInput): Gate {
  const name = 'policy-unchanged';
  if (books.lastFinal === null) return ok(name, 'no month is final yet');
  const why = undatedChange(policyChanges, books.lastFinal);
  if (why === null)
    return ok(name, `the policy is that of ${formatMonth(books.lastFinal)}, but for changes with a date`);
  const { undated, unknown } = policyChanges;
  // Where it was moved once, it may be put back.
  const isMoved = unknown !== null || undated.some((each) => each.startsWith('first_month '));
  if (isMoved && books.firstFinal !== undefined && firstMonth !== books.firstFinal) {
    const remedy = `Put first_month back to ${formatMonth(books.firstFinal)}, the first month that was made final: no reason moves it.`;
    return { name, state: 'blocked', why, remedy };
  }
  const acknowledge = `revshare status ${formatMonth(month)} --acknowledge-policy "the reason"`;
  const remedy =
    unknown === null
      ? `Put it back, or under changes: with the month from which it holds, or say why: ${acknowledge}`
      : `Name the directory of the final reports with --out, or say why the policy is the right one: ${acknowledge}`;
  const facts = unknown === null ? undated : [unknown.why, ...unknown.rules];
  return { name, state: 'open', why, remedy, needsReason: { code: 'policy', facts } };
}

/** What is another in the policy than in a final month, in a sentence; null when nothing is. */
export function undatedChange({ undated, unknown }: ChangesSinceFinal, lastFinal: Month): string | null {
  if (unknown !== null) return unknown.why;
  if (undated.length === 0) return null;
  const more = undated.length > MOST_SHOWN ? `; and ${undated.length - MOST_SHOWN} more` : '';
  const shown = `${undated.slice(0, MOST_SHOWN).join('; ')}${more}`;
  return `the policy changed after ${formatMonth(lastFinal)}, without a date: ${shown}`;
}
