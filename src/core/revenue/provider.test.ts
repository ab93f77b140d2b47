import { expect, it } from 'vitest';
import { citedInput, citedPlace } from './cited-input.ts';
import { forEveryProvider, knownProvider } from './provider.ts';

it('a provider that the books name is known, or nothing goes on: its money would be left out', () => {
  expect(knownProvider('google')).toBe('google');
  expect(() => knownProvider('paypal')).toThrow('the books hold rows of paypal, which is no provider of this program');
});

it('a value for every provider is made from its name', () => {
  expect(forEveryProvider((each) => each.length)).toEqual({ stripe: 6, apple: 5, google: 6 });
});

it('an input is cited by sixteen characters of its hash, a line of it as one key', () => {
  const cited = citedInput('0123456789abcdef0123');
  expect(cited).toBe('0123456789abcdef');
  expect(citedPlace(cited, 12)).toBe('0123456789abcdef:12');
});
