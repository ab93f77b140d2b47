import { expect, it } from 'vitest';
import { commandFirst, refuseNoCommand } from './globals.ts';

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

it('passes over them before an option of the program itself, or of nobody', () => {
  expect(line('--data books --help')).toBe('--help');
  expect(line('--data books --nothing status')).toBe('--nothing status');
});

it.each(['--json', '--data books', '--data', '--out=there --quiet'])(
  'asks for the command that is missing: %s',
  (text) => {
    expect(() => refuseNoCommand(text.split(' '))).toThrow(`no command is named: revshare COMMAND ${text} (`);
  },
);

it.each(['', 'status', '--data books status', '--help', '--nothing'])('misses no command in: %s', (text) => {
  expect(() => refuseNoCommand(text === '' ? [] : text.split(' '))).not.toThrow();
});
