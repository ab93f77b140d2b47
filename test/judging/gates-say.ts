import { monthGatesOf } from '../../src/core/close/checks/all-gates.ts';
import type { Gate, GateInput } from '../../src/core/close/checks/gate.ts';
import { gateInput } from '../worlds/gate-input.ts';

/** One gate of October 2026, but for what a test changes. */
export function gateOf(name: string, changed: Partial<GateInput> = {}): Omit<Gate, 'name'> {
  const gate = monthGatesOf(gateInput(changed)).find((each) => each.name === name);
  if (gate === undefined) throw new Error(`no gate is called ${name}`);
  const { state, why, remedy } = gate;
  return { state, why, remedy };
}

/** What a gate says that is ok. */
export const ok = (why: string): Omit<Gate, 'name'> => ({ state: 'ok', why, remedy: '' });

/** And that of a store without files. */
export const NOT_IN_USE = ok('nothing was imported of it, and no plan names a product of it');
