import { expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { coverageApple } from './coverage-apple.ts';
import { coverageGoogle } from './coverage-google.ts';
import { coverageJobLog } from './coverage-job-log.ts';
import { coverageStripe } from './coverage-stripe.ts';
import type { CoverageMark, Gate, GateInput } from './gate.ts';

/** Each gate on an October of which its own files have nothing; every one is open then, and its own mark closes it. */
const GATES: readonly [CoverageMark['provider'], (input: GateInput) => Gate, Partial<GateInput>][] = [
  ['stripe', coverageStripe, { imports: [gateImport({ kind: 'stripe-ledger' })], soldThrough: ['stripe'] }],
  ['apple', coverageApple, { soldThrough: ['apple'] }],
  ['google', coverageGoogle, { soldThrough: ['google'] }],
  [
    'job-log',
    coverageJobLog,
    { jobGaps: [{ fromMs: Date.parse('2026-10-05T00:00:00Z'), untilMs: Date.parse('2026-10-09T00:00:00Z') }] },
  ],
];
const PROVIDERS = GATES.map(([provider]) => provider);

/** Over all of October, and the day before that Google's Pacific month asks for. */
const markOf = (provider: CoverageMark['provider']): CoverageMark => ({
  provider,
  from: '2026-09-01',
  to: '2026-10-31',
});

it.each(GATES)('a mark closes the gate of %s only where it is its own', (provider, gate, input) => {
  for (const other of PROVIDERS) {
    const state = gate(gateInput({ ...input, marks: [markOf(other)] })).state;
    expect(`${other}: ${state}`).toBe(`${other}: ${other === provider ? 'ok' : 'open'}`);
  }
});
