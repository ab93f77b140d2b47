import { expect, it } from 'vitest';
import { alternatives } from './alternatives.ts';
import { compareText } from './compare-text.ts';
import { namePattern } from './name-pattern.ts';

it('names are a choice', () => {
  expect(alternatives(['stripe', 'apple', 'google'])).toBe('stripe, apple or google');
  expect(alternatives(['stripe', 'apple'])).toBe('stripe or apple');
});

it('texts are in the order of their code units', () => {
  expect(['b', 'a', 'B', 'é', 'a'].sort(compareText)).toEqual(['B', 'a', 'a', 'b', 'é']);
  expect(compareText('a', 'a')).toBe(0);
});

it('a pattern is any characters at its asterisks, and itself elsewhere', () => {
  expect(namePattern(['a.*+?^$', '{}()|[]\\z'].join(''))).toBe('a\\..*\\+\\?\\^\\$\\{\\}\\(\\)\\|\\[\\]\\\\z');
});
