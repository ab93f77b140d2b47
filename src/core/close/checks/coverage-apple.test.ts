import { expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/gate-input.ts';
import { coverageApple } from './coverage-apple.ts';

const report = (period: string) => gateImport({ kind: 'apple-subscriber', period });
const mark = (from: string, to: string) => ({ provider: 'apple' as const, from, to });

it('wants a report or a mark for every day', () => {
  const imports = [report('2026-10-10'), report('2026-10-25')];
  const marks = [mark('2026-09-20', '2026-10-09'), mark('2026-10-11', '2026-10-24'), mark('2026-10-26', '2026-11-30')];
  expect(coverageApple(gateInput({ imports, marks }))).toMatchObject({
    state: 'ok',
    why: '2 days by a report, 29 by a mark',
  });
  const short = coverageApple(
    gateInput({ imports, marks: [mark('2026-10-01', '2026-10-04'), mark('2026-10-06', '2026-10-29')] }),
  );
  expect(short).toMatchObject({
    state: 'open',
    why: 'neither a report nor a mark for 2026-10-05, 2026-10-30 to 2026-10-31',
  });
  expect(short.remedy).toContain('Subscriber_*_20261005.txt');
});

it('asks for nothing where Apple is not used', () => {
  expect(coverageApple(gateInput()).state).toBe('ok');
  expect(coverageApple(gateInput({ soldThrough: ['apple'] })).why).toContain('2026-10-01 to 2026-10-31');
});
