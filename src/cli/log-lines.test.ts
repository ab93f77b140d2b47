import { expect, it } from 'vitest';
import { logLines } from './log-lines.ts';

const AT = new Date('2026-11-20T17:30:01.250Z');

it('gives each line of a note its time and level', () => {
  expect(logLines('error: a.csv:3: bad\n  3 | x\n\nfix: y\n', AT)).toBe(
    '2026-11-20T17:30:01.250Z error a.csv:3: bad\n2026-11-20T17:30:01.250Z error   3 | x\n2026-11-20T17:30:01.250Z error fix: y\n',
  );
  expect(logLines('warning: late\n', AT)).toBe('2026-11-20T17:30:01.250Z warning late\n');
  expect(logLines('passed over: b.csv\n', AT)).toBe('2026-11-20T17:30:01.250Z note passed over: b.csv\n');
});
