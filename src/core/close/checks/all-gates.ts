import type { Gate, GateInput } from './gate.ts';

/** Every gate, in the order in which `status` shows them. */
const GATES: readonly ((input: GateInput) => Gate)[] = [];

export function monthGatesOf(input: GateInput): readonly Gate[] {
  return GATES.map((gate) => gate(input));
}
