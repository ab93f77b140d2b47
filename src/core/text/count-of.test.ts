import { expect, it } from 'vitest';
import { countOf } from './count-of.ts';

it('says one of a thing, and several of any other number', () => {
  expect([0, 1, 2, 21].map((count) => countOf(count, 'credited job'))).toEqual([
    '0 credited jobs',
    '1 credited job',
    '2 credited jobs',
    '21 credited jobs',
  ]);
});
