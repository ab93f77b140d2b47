import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textPattern } from './text-pattern.ts';

describe('a pattern of texts', () => {
  it.each([
    ['sub_*', 'sub_1', true],
    ['sub_*', 'sub_', true],
    ['sub_*', 'a sub_1', false],
    ['*', 'anything at all\nalso in two lines', true],
    ['2026-10 * 1 0.000000', '2026-10 0xab 1 0.000000', true],
    ['2026-10 * 1 0.000000', '2026-10 0xab 1 0x000000', false],
    ['a**b', 'ab', true],
    ['*(2)', 'x (2)', true],
    ['*(2)', 'x 2', false],
  ])('%j fits %j: %s', (pattern, text, fits) => {
    expect(textPattern(pattern)?.(text)).toBe(fits);
  });

  it('is none without an asterisk', () => {
    expect(textPattern('sub_1')).toBeNull();
  });

  it('what stands before and after the asterisk stands there in every text that it fits, and in no other', () => {
    const part = fc.string({ maxLength: 8 }).filter((text) => !text.includes('*'));
    fc.assert(
      fc.property(part, part, fc.string(), (start, end, text) => {
        const fits = textPattern(`${start}*${end}`);
        expect(fits?.(`${start}${text}${end}`)).toBe(true);
        const has = text.startsWith(start) && text.endsWith(end) && text.length >= start.length + end.length;
        expect(fits?.(text)).toBe(has);
      }),
    );
  });
});
