import { describe, expect, it } from 'vitest';
import { acknowledgedGate } from '../../../../test/judging/gates-say.ts';
import { closeWith, gateInput } from '../../../../test/worlds/gate-input.ts';
import { flux } from './flux.ts';
import type { GateInput } from './gate.ts';

const gate = (netRevenue: bigint, changed: Partial<GateInput> = {}) =>
  flux(gateInput({ close: closeWith({ netRevenue }), ...changed }));

describe('flux', () => {
  it('allows a change up to the limit, both ways', () => {
    expect(gate(125_000000n)).toMatchObject({
      state: 'ok',
      why: 'net revenue 125.000000 after 100.000000 in 2026-09, +25.0 %, within 25 %',
    });
    expect(gate(75_000000n).state).toBe('ok');
  });

  it('is open beyond it, and says how to acknowledge', () => {
    const open = gate(125_000001n);
    expect(open).toMatchObject({ state: 'open', why: expect.stringContaining('+25.0 %, beyond 25 %') });
    expect(open.remedy).toContain('revshare status 2026-10 --acknowledge-flux');
    expect(gate(74_999999n).why).toBe('net revenue 74.999999 after 100.000000 in 2026-09, -25.0 %, beyond 25 %');
  });

  it('takes a reason', () => {
    expect(acknowledgedGate(gate(300_000000n), 'launch in Japan')).toMatchObject({
      state: 'ok',
      why: expect.stringContaining('+200.0 %, beyond 25 %; acknowledged: launch in Japan'),
    });
  });

  it('measures against the size of what was before, also when that was a loss or nothing', () => {
    // From -100 to -80: 20 % of 100.
    expect(gate(-80_000000n, { previousNetRevenue: -100_000000n }).state).toBe('ok');
    expect(gate(1n, { previousNetRevenue: 0n })).toMatchObject({
      state: 'open',
      why: 'net revenue 0.000001 after 0.000000 in 2026-09, beyond 25 %',
    });
    expect(gate(0n, { previousNetRevenue: 0n }).state).toBe('ok');
  });

  it('needs a limit and a month before', () => {
    expect(gate(300_000000n, { fluxLimit: null }).state).toBe('ok');
    expect(gate(300_000000n, { previousNetRevenue: null })).toMatchObject({
      state: 'ok',
      why: 'there is no month before',
    });
  });
});
