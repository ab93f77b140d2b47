import { describe, expect, it } from 'vitest';
import { type Gate, ok, waitForAPerson } from './gate.ts';

describe('gates that wait for a person', () => {
  const open: Gate = { name: 'coverage-google', state: 'open', why: 'no earnings file', remedy: 'Import it.' };
  const blocked: Gate = { name: 'earlier-final', state: 'blocked', why: '2026-08 is not final', remedy: 'Close it.' };
  const gates = [ok('fx', 'no rate is missing'), open, blocked];

  it('are the open ones of a month that is over: what is blocked waits for time or for another month', () => {
    expect(waitForAPerson('review', gates)).toEqual([open]);
  });

  it('are none while the month runs, because files of days to come cannot be there', () => {
    expect(waitForAPerson('estimate', gates)).toEqual([]);
  });
});
