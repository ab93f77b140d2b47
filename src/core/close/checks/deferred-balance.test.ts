import { describe, expect, it } from 'vitest';
import { closeWith, gateInput } from '../../../../test/worlds/gate-input.ts';
import { deferredBalance } from './deferred-balance.ts';

describe('deferred-balance', () => {
  it('is ok when every count of the deferred amounts agrees', () => {
    expect(deferredBalance(gateInput())).toMatchObject({
      state: 'ok',
      why: '0.000000 deferred: postings, remaining schedules and roll-forward agree',
    });
  });

  it('blocks with both figures when they do not', () => {
    const mismatches = ['stripe ch_1: 10.000000 remain scheduled, the ledger has 9.999999'];
    const close = { ...closeWith({}), deferral: { rollforward: [], waterfall: [], mismatches } };
    expect(deferredBalance(gateInput({ close }))).toMatchObject({ state: 'blocked', why: mismatches[0] });
  });
});
