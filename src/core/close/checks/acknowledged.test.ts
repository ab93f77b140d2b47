import { describe, expect, it } from 'vitest';
import { closeWith, gateInput } from '../../../../test/worlds/gate-input.ts';
import { monthOf } from '../../month/month.ts';
import { type Acknowledged, type Decision, DecisionBook } from '../decision.ts';
import { acknowledgedSubject, reasonsFor, withEarlierReasons } from './acknowledged.ts';
import type { GateInput } from './gate.ts';

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
    { policyChanges: { undated: [], unknown: 'gone' } },
    { policyChanges: { undated: ['share 1 -> 3'], unknown: null } },
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

describe('an acknowledgement', () => {
  it.each(SAID)('of %s is about what the gate says, and about nothing else', (code, said, later) => {
    const subject = acknowledgedSubject(code, gateInput(said));
    expect(subject).toMatch(/^2026-10 [0-9a-f]{16}$/);
    expect(acknowledgedSubject(code, gateInput({ ...said, asOfMs: 0 }))).toBe(subject);
    expect(acknowledgedSubject(code, gateInput(later))).not.toBe(subject);
  });

  it('of flux is about the change as it is printed: a late cent is no other', () => {
    const of = (now: bigint) => acknowledgedSubject('flux', gateInput(revenue(now, 10_000n)));
    // +30.0 %, cut from 30.09.
    expect(of(13_009n)).toBe(of(13_000n));
  });

  it('does not depend on the order of what is said', () => {
    const of = (shrunkLists: string[]) => acknowledgedSubject('lists', gateInput({ shrunkLists }));
    expect(of(['a', 'b'])).toBe(of(['b', 'a']));
  });

  const decision: Decision = {
    ...{ code: 'lists', subject: acknowledgedSubject('lists', gateInput({ shrunkLists: ['a'] })), decision: 'accept' },
    ...{ month: monthOf(2026, 10), note: 'sold', by: 'ada', at: '2026-11-20T00:00:00.000Z', finalMonth: null },
  };

  it('opens its gate while that says the same', () => {
    const none = { fluxReason: null, listsReason: null, controlsReason: null, policyReason: null };
    const reasons = (shrunkLists: string[], each = decision) =>
      reasonsFor(new DecisionBook([each]), gateInput({ shrunkLists }));
    expect(reasons(['a'])).toEqual({ ...none, listsReason: 'sold' });
    expect(reasons(['a', 'b'])).toEqual(none);
    // Earlier versions kept no more than the month.
    expect(reasons(['a'], { ...decision, subject: '2026-10' })).toEqual(none);
  });

  it('is told at its gate where that is open again', () => {
    const gate = { name: 'lists-kept', state: 'open', why: 'gone: a; b', remedy: 'say why' } as const;
    const others = [
      { ...gate, name: 'flux' },
      { ...gate, state: 'ok' as const },
    ];
    expect(withEarlierReasons([gate, ...others], [decision])).toEqual([
      { ...gate, why: 'gone: a; b; the reason of ada (sold) was given before it said so' },
      ...others,
    ]);
  });

  it('is in the digest by its month: what a gate says may name files', () => {
    expect(new DecisionBook([decision]).forDigest()).toEqual([['2026-10', 'lists', '2026-10', 'accept', 'sold']]);
  });
});
