import { describe, expect, it } from 'vitest';
import { clockChecks } from './clock.ts';
import { node } from './machine.ts';

describe('the machine', () => {
  it.each([
    ['20.18.3', 'wrong'],
    ['18.20.8', 'wrong'],
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
  ])('Node %s is %s', (version, state) => {
    expect(node(version)).toMatchObject({ name: 'node', state });
  });

  it('has a clock that was set back when the books saw a later act', () => {
    const act = Date.UTC(2027, 0, 15);
    const [, before] = clockChecks(act - 1, 'UTC', act);
    expect(before).toMatchObject({
      state: 'wrong',
      what: '2027-01-14T23:59:59.999Z lies before the last act in the books, of 2027-01-15T00:00:00.000Z',
    });
    expect(clockChecks(act, 'UTC', act)).toMatchObject([{ state: 'ok' }, { state: 'ok' }]);
    expect(clockChecks(0, 'UTC', null)).toMatchObject([{ state: 'ok' }, { state: 'wrong' }]);
  });
});
