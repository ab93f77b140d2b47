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
});
