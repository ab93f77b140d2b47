import { expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { coverageApple } from './coverage-apple.ts';
import { OPEN_END } from './gate.ts';

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

it('asks for the report of each vendor that the data know, until it ended; one without vendor stands for all', () => {
  const of = (profile: string, period: string) => gateImport({ kind: 'apple-subscriber', period, profile });
  const imports = [of('8001', '2026-10-10'), of('8002', '2026-09-30'), of('', '2026-10-11')];
  const marks = [mark('2026-10-01', '2026-10-09'), mark('2026-10-12', '2026-10-31')];
  const found = coverageApple(gateInput({ imports, marks }));
  expect(found).toMatchObject({ state: 'open', why: 'neither a report nor a mark for 2026-10-10 of vendor 8002' });
  expect(found.remedy).toContain('Subscriber_8002_20261010.txt');
  const ended = [...marks, { ...mark('2026-10-01', OPEN_END), part: '8002' }];
  expect(coverageApple(gateInput({ imports, marks: ended })).state).toBe('ok');
  const expects = [{ provider: 'apple' as const, part: '8003' }];
  expect(coverageApple(gateInput({ imports, marks: ended, expects })).why).toContain('of vendor 8003');
});

it('names the first missing report of each vendor', () => {
  const of = (profile: string, period: string) => gateImport({ kind: 'apple-subscriber', period, profile });
  const marks = [mark('2026-10-01', '2026-10-09'), mark('2026-10-12', '2026-10-31')];
  expect(coverageApple(gateInput({ imports: [of('8001', '2026-10-10'), of('8002', '2026-10-11')], marks }))).toEqual({
    name: 'coverage-apple',
    state: 'open',
    why: 'neither a report nor a mark for 2026-10-11 of vendor 8001; 2026-10-10 of vendor 8002',
    remedy:
      'Import the daily Subscriber reports (Subscriber_8001_20261011.txt, Subscriber_8002_20261010.txt and so on), or mark days without sales in coverage.csv (apple:8001).',
  });
});
