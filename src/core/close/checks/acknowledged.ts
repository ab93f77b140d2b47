import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { formatMonth, type Month } from '../../month/month.ts';
import { compareText } from '../../text/compare-text.ts';
import type { Acknowledged, DecisionBook } from '../decision.ts';
import type { Gate } from './gate.ts';

/** The gate that each acknowledgement opens. */
export const GATE_OF: Readonly<Record<Acknowledged, string>> = {
  flux: 'flux',
  lists: 'lists-kept',
  controls: 'control-totals',
  policy: 'policy-unchanged',
};

const HASH_DIGITS = 16;

/**
 * What a reason is about, as a decision's subject: the month, and a hash of what its gate holds. Of what that holds later no person has
 * said anything: the gate is open again. (Subjects of earlier versions are the month alone, and so about nothing that can be told.)
 */
export function acknowledgedSubject(facts: readonly string[], month: Month): string {
  const sorted = [...facts].sort(compareText);
  const digits = bytesToHex(sha256(utf8ToBytes(JSON.stringify(sorted)))).slice(0, HASH_DIGITS);
  return `${formatMonth(month)} ${digits}`;
}

/** Opens the gates for which a reason is in force, and says at one that stays open that a reason was given for something else. */
export function withReasons(gates: readonly Gate[], decisions: DecisionBook, month: Month): readonly Gate[] {
  return gates.map((gate) => {
    if (gate.needsReason === undefined) return gate;
    const { code, facts } = gate.needsReason;
    const { name, why } = gate;
    const given = decisions.on(code, acknowledgedSubject(facts, month), month);
    if (given !== null) return { name, state: 'ok', why: `${why}; acknowledged: ${given.note}`, remedy: '' };
    const earlier = decisions.all.find((each) => each.code === code && each.month === month);
    if (earlier === undefined) return gate;
    return { ...gate, why: `${why}; the reason of ${earlier.by} (${earlier.note}) was given before it said so` };
  });
}
