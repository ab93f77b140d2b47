import { describe, expect, it } from 'vitest';
import { reasonFor } from '../../../../test/judging/gates-say.ts';
import { closeWith, gateInput } from '../../../../test/worlds/gate-input.ts';
import { monthOf } from '../../month/month.ts';
import { type Acknowledged, type Decision, DecisionBook } from '../decision.ts';
import { acknowledgedSubject, GATE_OF } from './acknowledged.ts';
import { monthGatesOf } from './all-gates.ts';
import type { Gate, GateInput } from './gate.ts';

const NO_CONTROLS = { compared: [], notCompared: [], unfinished: [], differences: [] };

function revenue(netRevenue: bigint, previousNetRevenue: bigint | null): Partial<GateInput> {
  return { close: closeWith({ netRevenue }), previousNetRevenue };
}

/** What a gate says, and what it says later. */
const SAID: readonly (readonly [Acknowledged, Partial<GateInput>, Partial<GateInput>])[] = [
  // +30.0 % and +30.1 %.
  ['flux', revenue(13_000n, 10_000n), revenue(13_010n, 10_000n)],
  ['flux', revenue(13_000n, 10_000n), revenue(13_000n, 20_000n)],
  ['flux', revenue(13_000n, 10_000n), revenue(13_000n, null)],
  ['flux', revenue(13_000n, 0n), revenue(13_001n, 0n)],
  ['lists', { shrunkLists: ['a'] }, { shrunkLists: ['a', 'b'] }],
  [
    'policy',
    { policyChanges: { undated: ['share 1 -> 2'], unknown: null } },
    { policyChanges: { undated: ['share 1 -> 3'], unknown: null } },
  ],
  [
    'policy',
    { policyChanges: { undated: [], unknown: { why: 'gone', rules: ['share 1'] } } },
    { policyChanges: { undated: ['share 1 -> 3'], unknown: null } },
  ],
  [
    // What is called right without the record is what the configuration says.
    'policy',
    { policyChanges: { undated: [], unknown: { why: 'gone', rules: ['share 1'] } } },
    { policyChanges: { undated: [], unknown: { why: 'gone', rules: ['share 2'] } } },
  ],
  [
    'controls',
    { controls: { ...NO_CONTROLS, differences: ['1'] } },
    { controls: { ...NO_CONTROLS, differences: ['2'] } },
  ],
  [
    'controls',
    { controls: { ...NO_CONTROLS, notCompared: ['a'] } },
    { controls: { ...NO_CONTROLS, unfinished: ['a'] } },
  ],
];

const gatesOf = (said: Partial<GateInput>, decisions: readonly Decision[] = []) =>
  monthGatesOf(gateInput(said), new DecisionBook(decisions));

/** The gate of an acknowledgement. */
function gateOf(code: Acknowledged, said: Partial<GateInput>, decisions: readonly Decision[] = []): Gate {
  const gate = gatesOf(said, decisions).find(({ name }) => name === GATE_OF[code]);
  if (gate === undefined) throw new Error(`no gate is opened by ${code}`);
  return gate;
}

describe('an acknowledgement', () => {
  it.each(SAID)('of %s is about what the gate holds, and about nothing else', (code, said, later) => {
    const reason = reasonFor(gateOf(code, said), 'so it is');
    expect(reason.subject).toMatch(/^2026-10 [0-9a-f]{16}$/);
    for (const asOfMs of [0, 1]) expect(gateOf(code, { ...said, asOfMs }, [reason]).state).toBe('ok');
    // What a gate holds later is open again, or asks for nothing.
    const again = gateOf(code, later, [reason]);
    const asked = gateOf(code, later);
    const told = '; the reason of ada (so it is) was given before it said so';
    expect(again).toEqual(asked.state === 'open' ? { ...asked, why: `${asked.why}${told}` } : asked);
    expect(asked.needsReason?.facts).not.toEqual(gateOf(code, said).needsReason?.facts);
  });

  it('of flux is about the change as it is printed: a late cent is no other', () => {
    // +30.0 %, cut from 30.09.
    const reason = reasonFor(gateOf('flux', revenue(13_009n, 10_000n)), 'launch');
    expect(gateOf('flux', revenue(13_000n, 10_000n), [reason]).state).toBe('ok');
  });

  it('does not depend on the order of what is said', () => {
    expect(acknowledgedSubject(['a', 'b'], monthOf(2026, 10))).toBe(acknowledgedSubject(['b', 'a'], monthOf(2026, 10)));
  });

  it('is found again by the subject that earlier versions kept', () => {
    // sha256('["a","b"]'), its first 16 digits.
    expect(acknowledgedSubject(['b', 'a'], monthOf(2026, 10))).toBe('2026-10 0473ef2dc0d324ab');
  });

  const decision = reasonFor(gateOf('lists', { shrunkLists: ['a'] }), 'sold');

  it('opens its gate alone, and no other month', () => {
    const all = { shrunkLists: ['a'], ...revenue(13_000n, 10_000n) };
    const waiting = (each: Decision) =>
      gatesOf(all, [each])
        .filter(({ needsReason }) => needsReason !== undefined)
        .map(({ name }) => name);
    expect(waiting(decision)).toEqual(['flux']);
    expect(waiting({ ...decision, month: monthOf(2026, 9) })).toEqual(['flux', 'lists-kept']);
    // Earlier versions kept no more than the month.
    expect(waiting({ ...decision, subject: '2026-10' })).toEqual(['flux', 'lists-kept']);
  });

  it('is told at its gate where that is open again', () => {
    const gates = gatesOf({ shrunkLists: ['a', 'b'], ...revenue(13_000n, 10_000n) }, [decision]);
    expect(gates.filter(({ state }) => state !== 'ok').map(({ name, why }) => [name, why])).toEqual([
      ['flux', 'net revenue 0.013000 after 0.010000 in 2026-09, +30.0 %, beyond 25 %'],
      ['lists-kept', 'gone since 2026-09: a; b; the reason of ada (sold) was given before it said so'],
    ]);
  });

  it('is in the digest by its month: what a gate says may name files', () => {
    expect(new DecisionBook([decision]).forDigest()).toEqual([['2026-10', 'lists', '2026-10', 'accept', 'sold']]);
  });
});
