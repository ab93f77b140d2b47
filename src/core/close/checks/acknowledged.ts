import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { formatMonth } from '../../month/month.ts';
import { compareText } from '../../text/compare-text.ts';
import type { Acknowledged, Decision, DecisionBook } from '../decision.ts';
import { changeInPercent } from './flux.ts';
import type { Gate, GateInput } from './gate.ts';

/** The gate that each acknowledgement opens. */
export const GATE_OF: Readonly<Record<Acknowledged, string>> = {
  flux: 'flux',
  lists: 'lists-kept',
  controls: 'control-totals',
  policy: 'policy-unchanged',
};

/** What those gates hold against a month. */
export type Stated = Pick<
  GateInput,
  'month' | 'close' | 'previousNetRevenue' | 'shrunkLists' | 'policyChanges' | 'controls'
>;

/** Of each gate all that its reason is given for, in any order. */
const FACTS: Readonly<Record<Acknowledged, (stated: Stated) => readonly string[]>> = {
  // As the gate prints it: a late cent is no other change.
  flux: ({ close: { pool }, previousNetRevenue: before }) => {
    if (before === null) return [];
    return [changeInPercent(pool.netRevenue, before) ?? `${pool.netRevenue} after nothing`];
  },
  lists: ({ shrunkLists }) => shrunkLists,
  controls: ({ controls: { differences, notCompared, unfinished } }) => [
    ...differences,
    ...notCompared.map((name) => `not compared ${name}`),
    ...unfinished.map((name) => `unfinished ${name}`),
  ],
  policy: ({ policyChanges: { undated, unknown } }) => (unknown === null ? undated : [unknown]),
};

const HASH_DIGITS = 16;

/**
 * What a reason is about, as a decision's subject: the month, and a hash of what the gate says. Of what it says later no person has
 * said anything: the gate is open again. (Subjects of earlier versions are the month alone, and so about nothing that can be told.)
 */
export function acknowledgedSubject(code: Acknowledged, stated: Stated): string {
  const facts = [...FACTS[code](stated)].sort(compareText);
  const digits = bytesToHex(sha256(utf8ToBytes(JSON.stringify(facts)))).slice(0, HASH_DIGITS);
  return `${formatMonth(stated.month)} ${digits}`;
}

/** The reasons in force for what the gates say now. */
export function reasonsFor(
  decisions: DecisionBook,
  stated: Stated,
): Pick<GateInput, 'fluxReason' | 'listsReason' | 'controlsReason' | 'policyReason'> {
  const reasonOf = (code: Acknowledged): string | null => {
    return decisions.on(code, acknowledgedSubject(code, stated), stated.month)?.note ?? null;
  };
  return {
    fluxReason: reasonOf('flux'),
    listsReason: reasonOf('lists'),
    controlsReason: reasonOf('controls'),
    policyReason: reasonOf('policy'),
  };
}

/** Says at an open gate that a reason was given, and for something else. */
export function withEarlierReasons(gates: readonly Gate[], given: readonly Decision[]): readonly Gate[] {
  return gates.map((gate) => {
    const reason = given.find(({ code }) => gate.state === 'open' && GATE_OF[code as Acknowledged] === gate.name);
    if (reason === undefined) return gate;
    return { ...gate, why: `${gate.why}; the reason of ${reason.by} (${reason.note}) was given before it said so` };
  });
}
