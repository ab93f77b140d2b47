import { describe, expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/gate-input.ts';
import { coverageStripe } from './coverage-stripe.ts';
import type { GateInput } from './gate.ts';

const ledger = (from: string, to: string) => gateImport({ covers: { from, to } });
const gate = (changed: Partial<GateInput>) => coverageStripe(gateInput(changed));

describe('coverage of Stripe', () => {
  it('is the union of the files', () => {
    const imports = [ledger('2026-10-12', '2026-11-05'), ledger('2026-09-01', '2026-10-11')];
    expect(gate({ imports })).toMatchObject({ state: 'ok', why: 'the ledger covers every UTC day of 2026-10' });
  });

  it('names the days that are missing, and the file to export', () => {
    // Days of another zone: their first and last are not whole UTC days.
    const found = gate({ imports: [ledger('2026-10-02', '2026-10-30')] });
    expect(found).toMatchObject({
      state: 'open',
      why: 'no ledger file covers 2026-10-01, 2026-10-31 (whole UTC days)',
    });
    expect(found.remedy).toContain('2026-10-01_to_2026-10-31');
  });

  it('takes a mark for days without movements', () => {
    const marks = [{ provider: 'stripe' as const, from: '2026-10-31', to: '2026-10-31' }];
    const found = gate({ imports: [ledger('2026-10-01', '2026-10-30')], marks });
    expect(found).toMatchObject({
      state: 'ok',
      why: 'the ledger covers every UTC day of 2026-10, 1 of them by a mark',
    });
    expect(
      gate({
        imports: [ledger('2026-10-01', '2026-10-30')],
        marks: [{ ...marks[0], provider: 'apple', from: '2026-10-31', to: '2026-10-31' }],
      }).state,
    ).toBe('open');
  });

  it('asks for nothing where Stripe is not used, and for a file where a plan has a price there', () => {
    expect(gate({})).toMatchObject({ state: 'ok', why: expect.stringContaining('no plan names') });
    expect(gate({ soldThrough: ['stripe'] })).toMatchObject({
      state: 'open',
      why: expect.stringContaining('2026-10-01 to 2026-10-31'),
    });
  });
});
