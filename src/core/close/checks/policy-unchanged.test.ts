import { describe, expect, it } from 'vitest';
import { acknowledgedGate } from '../../../../test/judging/gates-say.ts';
import { gateInput, NO_MONTH_FINAL } from '../../../../test/worlds/gate-input.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { monthOf } from '../../month/month.ts';
import type { GateInput } from './gate.ts';
import { policyUnchanged } from './policy-unchanged.ts';

const gate = (changed: Partial<GateInput> = {}) => policyUnchanged(gateInput(changed));
const UNKNOWN = {
  undated: [],
  unknown: { why: 'the policy of 2026-09 cannot be compared', rules: ['pool.share 0.51'] },
};
const SHARE = { undated: ['pool.share 0.51 -> 0.40'], unknown: null };

describe('policy-unchanged (R14)', () => {
  it('is ok when only dates change it, and while nothing is final', () => {
    expect(gate()).toMatchObject({
      state: 'ok',
      why: 'the policy is that of 2026-09, but for changes with a date',
    });
    expect(gate({ books: NO_MONTH_FINAL, policyChanges: SHARE }).state).toBe('ok');
  });

  it('names key, old and new value, and what to do', () => {
    expect(gate({ policyChanges: SHARE })).toEqual({
      name: 'policy-unchanged',
      state: 'open',
      why: 'the policy changed after 2026-09, without a date: pool.share 0.51 -> 0.40',
      remedy:
        'Put it back, or under changes: with the month from which it holds, or say why: ' +
        'revshare status 2026-10 --acknowledge-policy "the reason"',
      needsReason: { code: 'policy', facts: SHARE.undated },
    });
  });

  it('takes a reason', () => {
    expect(acknowledgedGate(gate({ policyChanges: SHARE }), 'the board')).toMatchObject({
      state: 'ok',
      why: 'the policy changed after 2026-09, without a date: pool.share 0.51 -> 0.40; acknowledged: the board',
    });
  });

  it('takes none for another first_month once a month is final, unless it is put back', () => {
    const moved = { undated: ['first_month 2026-08 -> 2026-09', 'pool.share 0.51 -> 0.40'], unknown: null };
    const books = { firstFinal: monthOf(2026, 8), lastFinal: monthOf(2026, 9), carriedOut: new Exact(0) };
    const asked = { policyChanges: moved, books };
    expect(gate({ ...asked, firstMonth: monthOf(2026, 9) })).toEqual({
      name: 'policy-unchanged',
      state: 'blocked',
      why: `the policy changed after 2026-09, without a date: ${moved.undated.join('; ')}`,
      remedy: 'Put first_month back to 2026-08, the first month that was made final: no reason moves it.',
    });
    expect(acknowledgedGate(gate({ ...asked, firstMonth: monthOf(2026, 8) }), 'a slip').state).toBe('ok');
    expect(gate({ policyChanges: SHARE, books, firstMonth: monthOf(2026, 9) }).state).toBe('open');
    // Without the record the first month that was made final is known all the same.
    expect(gate({ policyChanges: UNKNOWN, books, firstMonth: monthOf(2026, 9) })).toMatchObject({
      state: 'blocked',
      why: UNKNOWN.unknown.why,
      remedy: 'Put first_month back to 2026-08, the first month that was made final: no reason moves it.',
    });
    expect(gate({ policyChanges: UNKNOWN, books, firstMonth: monthOf(2026, 8) }).state).toBe('open');
  });

  it('is open when nothing can be compared: unknown is not unchanged', () => {
    expect(gate({ policyChanges: UNKNOWN })).toMatchObject({ state: 'open', why: UNKNOWN.unknown.why });
  });

  it('shows ten and counts the rest', () => {
    const undated = Array.from({ length: 12 }, (_, at) => `k${at} a -> b`);
    expect(gate({ policyChanges: { undated, unknown: null } }).why).toMatch(/k9 a -> b; and 2 more$/);
  });
});
