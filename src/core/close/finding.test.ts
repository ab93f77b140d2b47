import { describe, expect, it } from 'vitest';
import { causeOf } from './finding.ts';

describe('causeOf', () => {
  it('is the text itself, and a word where there is none', () => {
    expect(causeOf('Levy')).toBe('Levy');
    expect(causeOf('')).toBe('(none)');
  });
});
