import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const KEYS = ['first_month', 'pool', 'share', 'stripe', 'plans'];

describe('the name that was meant', () => {
  it.each([
    ['shares', 'share'],
    ['shar', 'share'],
    ['firstmonth', 'first_month'],
    ['strip', 'stripe'],
    ['plan', 'plans'],
    ['pol', 'pool'],
  ])('%s is %s', (name, meant) => {
    expect(nearestName(name, KEYS)).toBe(meant);
  });

  it.each(['everything', 'x', '', 'currency'])('%j is none', (name) => {
    expect(nearestName(name, KEYS)).toBeNull();
  });

  it('names the only one that begins so, however much longer it is', () => {
    const known = ['payout_delay_days', 'not_subscription', 'not_completed'];
    expect(nearestName('payout_delay', known)).toBe('payout_delay_days');
    // Two begin so; and three letters say nothing.
    expect(nearestName('not_', known)).toBeNull();
    expect(nearestName('pay', known)).toBeNull();
  });
});
