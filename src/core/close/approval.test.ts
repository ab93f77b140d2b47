import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { DAY_MS } from '../month/durations.ts';
import {
  changesSince,
  digestObjection,
  isEarly,
  objectionsTo,
  objectionText,
  otherFinalObjection,
} from './approval.ts';
import { type Gate, ok } from './checks/gate.ts';

const OCTOBER = month('2026-10');
/** 30 whole days after October's end. */
const DAYS_OVER_MS = Date.UTC(2026, 11, 1);
const OPEN: Gate = { name: 'flux', state: 'open', why: 'net revenue fell by 0.4', remedy: 'Say why.' };
const TERMS = { month: OCTOBER, asOfMs: DAYS_OVER_MS, maxPool: null, early: false };

describe('what stands against making a month final (R15)', () => {
  it('is every gate that is not ok, the cap, and the days, in this order', () => {
    const terms = { ...TERMS, asOfMs: DAYS_OVER_MS - 1, maxPool: usd('99.999999') };
    expect(objectionsTo(terms, usd('100.00'), [ok('month-over', ''), OPEN])).toEqual([
      { by: 'gate', why: 'gate flux is open: net revenue fell by 0.4' },
      { by: 'cap', why: '100.000000 would be distributed, more than --max-pool 99.999999' },
      { by: 'days', why: 'less than 30 days have passed since the month ended' },
    ]);
  });

  it('is nothing when gates are ok, the cap is just kept and the 30 days have just passed', () => {
    expect(objectionsTo({ ...TERMS, maxPool: usd('100.00') }, usd('100.00'), [ok('month-over', '')])).toEqual([]);
  });

  it('is not the days where they need not pass', () => {
    expect(objectionsTo({ ...TERMS, asOfMs: 0, early: true }, usd('1.00'), [])).toEqual([]);
  });

  it('the days end 30 days after the first instant of the next month, for every month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2100 }), fc.integer({ min: 1, max: 12 }), (year, number) => {
        const of = month(`${year}-${String(number).padStart(2, '0')}`);
        const end = Date.UTC(year, number, 1) + 30 * DAY_MS;
        expect([isEarly(of, end - 1), isEarly(of, end)]).toEqual([true, false]);
      }),
    );
  });
});

describe('an approval by the beginning of a digest (R15)', () => {
  const digest = '0123456789abcdef'.padEnd(64, 'f');

  it('is of the result of now, or of another', () => {
    for (const accept of [digest.slice(0, 16), digest]) expect(digestObjection(accept, digest)).toBeNull();
    expect(digestObjection('ffff', digest)).toBe(`the digest ffff is not current: it is ${digest} now`);
  });

  it('repeats the close of a final month, or names another', () => {
    expect(otherFinalObjection(OCTOBER, digest.slice(0, 16), digest)).toBeNull();
    expect(otherFinalObjection(OCTOBER, 'ffff', digest)).toBe(
      `2026-10 is final with digest ${digest}; the digest ffff is another`,
    );
  });
});

it('an objection says from when on the days have passed', () => {
  expect(objectionText({ by: 'gate', why: 'gate flux is open' }, OCTOBER)).toBe('gate flux is open');
  expect(objectionText({ by: 'cap', why: 'too much' }, OCTOBER)).toBe('too much');
  expect(objectionText({ by: 'days', why: 'too early' }, OCTOBER)).toBe(
    'too early: it may be made final from 2026-12-01 on, with --early before',
  );
});

it('what changed since a review is named key by key, lists by their length', () => {
  const then = {
    digest: 'a',
    state: 'review',
    reports: [],
    pool_usd: '1',
    gates: [1],
    other: [1],
    gone: 1,
    same: { of: [1] },
  };
  const now = {
    digest: 'b',
    state: 'final',
    reports: [1],
    pool_usd: '2',
    gates: [1, 2],
    other: [2],
    fresh: null,
    same: { of: [1] },
  };
  expect(changesSince(then, now)).toEqual([
    'since then pool_usd changed from 1 to 2',
    'since then gates changed from 1 entries to 2 entries',
    'since then other changed',
    'since then fresh changed from undefined to null',
  ]);
});
