import { expect, it } from 'vitest';
import { closeWith, gateInput } from '../../../../test/worlds/gate-input.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { poolIdentity } from './pool-identity.ts';

it('holds for a computed pool, also for a deficit', () => {
  expect(poolIdentity(gateInput()).state).toBe('ok');
  expect(poolIdentity(gateInput({ close: closeWith({ netRevenue: -7_000001n }) })).state).toBe('ok');
});

it('blocks a pool that does not add up', () => {
  // 100.00 x 0.51 = 51.00, all to one wallet.
  expect(poolIdentity(gateInput({ close: closeWith({ pool: { dust: 1n } }) }))).toMatchObject({
    state: 'blocked',
    why: 'parts 51.000000 and dust 0.000001 are not distributable 51.000000',
  });
  expect(poolIdentity(gateInput({ close: closeWith({ pool: { carriedOut: new Exact('0.000001') } }) }))).toMatchObject({
    why: 'pool and carried in 51.000000 are not distributed and carried out 51.000001',
  });
  expect(poolIdentity(gateInput({ close: closeWith({ pool: { parts: [] } }) })).why).toContain(
    'the parts sum to 0.000000',
  );
});
