import { expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { expectedInputs } from './expected-inputs.ts';

it('misses a kind that expects names, and one that was in force before', () => {
  const imports = [gateImport({ kind: 'costs' })];
  expect(expectedInputs(gateInput({ imports, expects: [{ kind: 'costs' }], onceInForce: ['costs'] }))).toMatchObject({
    state: 'ok',
    why: 'costs: there',
  });
  expect(
    expectedInputs(gateInput({ imports, expects: [{ kind: 'payees' }], onceInForce: ['costs', 'wallet-links'] })),
  ).toMatchObject({
    state: 'open',
    why: 'no payees is there, and expects names it; no wallet-links is in force any more, and one was before',
    remedy: expect.stringContaining('payees.csv, wallet-links.csv'),
  });
});

it('says where expects names nothing that what never came is not missed', () => {
  expect(expectedInputs(gateInput({ expects: [{ provider: 'stripe', part: 'EUR' }] }))).toMatchObject({
    state: 'ok',
    why: expect.stringContaining('is not missed'),
  });
});
