import { expect, it } from 'vitest';
import { commandFirst } from './globals.ts';

const line = (text: string): string => commandFirst(text.split(' ')).join(' ');

it('takes options of every command from before it, with their values', () => {
  expect(line('--data books status 2026-10')).toBe('status --data books 2026-10');
  expect(line('--quiet --out=there --no-color --as-of 2026-11-20T00:00:00Z reconcile 2026-10 --json')).toBe(
    'reconcile --quiet --out=there --no-color --as-of 2026-11-20T00:00:00Z 2026-10 --json',
  );
});

it.each([
  'status 2026-10 --data books',
  '--version',
  '--help',
  '--record file payouts',
  '--data books',
  '--data',
  '-x status',
])('leaves alone what is no such line: %s', (text) => {
  expect(line(text)).toBe(text);
});
