import { expect, it } from 'vitest';
import { gateInput } from '../../../../test/gate-input.ts';
import { coverageJobLog } from './coverage-job-log.ts';

const gap = (from: string, until: string) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) });
const DAY = gap('2026-10-05T06:00:00Z', '2026-10-06T06:00:00Z');
const LONGER = gap('2026-10-14T22:10:00Z', '2026-10-17T13:00:00Z');

it('finds stretches that are longer than configured', () => {
  expect(coverageJobLog(gateInput({ jobGaps: [DAY] })).state).toBe('ok');
  expect(coverageJobLog(gateInput({ jobGaps: [DAY, LONGER] }))).toMatchObject({
    state: 'open',
    why: 'no job row for more than 24 hours: 2026-10-14T22:10Z to 2026-10-17T13:00Z',
  });
  expect(coverageJobLog(gateInput({ jobGaps: [DAY, LONGER], jobGapHours: 63 })).state).toBe('ok');
});

it('a month without rows is open', () => {
  expect(coverageJobLog(gateInput({ jobGaps: null }))).toMatchObject({
    state: 'open',
    why: 'no job row falls in 2026-10',
  });
});

it('marks take whole days out of a gap; what is left counts', () => {
  const mark = (from: string, to: string) => ({ provider: 'job-log' as const, from, to });
  // Left: 1:50 before the 15th, and 13 hours of the 17th.
  expect(coverageJobLog(gateInput({ jobGaps: [LONGER], marks: [mark('2026-10-15', '2026-10-16')] })).state).toBe('ok');
  // Left: 1:50 before the 15th, and 37 hours from the 16th on.
  expect(coverageJobLog(gateInput({ jobGaps: [LONGER], marks: [mark('2026-10-15', '2026-10-15')] }))).toMatchObject({
    state: 'open',
    why: expect.stringContaining('2026-10-16T00:00Z to 2026-10-17T13:00Z'),
  });
});
