import { acknowledgedSubject, withReasons } from '../../src/core/close/checks/acknowledged.ts';
import { monthGatesOf } from '../../src/core/close/checks/all-gates.ts';
import type { Gate, GateInput } from '../../src/core/close/checks/gate.ts';
import { type Decision, DecisionBook } from '../../src/core/close/decision.ts';
import { gateInput } from '../worlds/gate-input.ts';

/** What a gate says. */
type Said = Pick<Gate, 'state' | 'why' | 'remedy'>;

/** One gate of October 2026, but for what a test changes. */
export function gateOf(name: string, changed: Partial<GateInput> = {}): Said {
  const gate = monthGatesOf(gateInput(changed), new DecisionBook([])).find((each) => each.name === name);
  if (gate === undefined) throw new Error(`no gate is called ${name}`);
  return said(gate);
}

/** An open gate of October 2026 with a reason for what it holds. */
export function acknowledgedGate(gate: Gate, note: string): Said {
  const [opened] = withReasons([gate], new DecisionBook([reasonFor(gate, note)]), gateInput().month);
  return said(opened ?? gate);
}

/** A person's reason for what an open gate of October 2026 holds. */
export function reasonFor({ name, needsReason }: Gate, note: string): Decision {
  if (needsReason === undefined) throw new Error(`no reason opens ${name}`);
  const { month } = gateInput();
  const about = { code: needsReason.code, subject: acknowledgedSubject(needsReason.facts, month), month };
  return { ...about, decision: 'accept', note, by: 'ada', at: '2026-11-20T00:00:00.000Z', finalMonth: null };
}

function said({ state, why, remedy }: Gate): Said {
  return { state, why, remedy };
}

/** What a gate says that is ok. */
export const ok = (why: string): Said => ({ state: 'ok', why, remedy: '' });

/** And that of a store without files. */
export const NOT_IN_USE = ok('nothing was imported of it, and no plan names a product of it');
