import { expect, it } from 'vitest';
import { isSameTimes, TIMES_AS_WRITTEN } from './job-times.ts';

it('times without a declaration are refused where they do not say what they mean', () => {
  expect(TIMES_AS_WRITTEN).toEqual({ offset: null, unixSeconds: false });
});

it('two declarations are the same where offset and seconds are', () => {
  const declared = { offset: '+02:00', unixSeconds: true };
  expect(isSameTimes(declared, { ...declared })).toBe(true);
  expect(isSameTimes(declared, { ...declared, offset: 'Z' })).toBe(false);
  expect(isSameTimes(declared, { ...declared, unixSeconds: false })).toBe(false);
});
