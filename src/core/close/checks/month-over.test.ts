import { expect, it } from 'vitest';
import { gateInput } from '../../../../test/worlds/gate-input.ts';
import { monthOver } from './month-over.ts';

const at = (instant: string) => monthOver(gateInput({ asOfMs: Date.parse(instant) }));

it('is ok from the first instant of the next month on', () => {
  expect(at('2026-11-01T00:00:00Z')).toEqual({
    name: 'month-over',
    state: 'ok',
    why: '2026-10 ended with 2026-10-31',
    remedy: '',
  });
  expect(at('2026-10-31T23:59:59.999Z')).toMatchObject({
    state: 'blocked',
    why: '2026-10 runs until the end of 2026-10-31',
  });
});
