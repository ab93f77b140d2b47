import { expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, paidWorld, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { AUGUST } from '../../../../test/worlds/payout-world.ts';
import type { Month } from '../../month/month.ts';
import type { KeptPayouts, PayoutAct } from '../ledger/kept-payouts.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { instantObjection } from './act-order.ts';

const act = (at: string): PayoutAct => ({ by: 'ann', at, afterMonth: '' });
const [EARLY, LATE] = ['2026-10-20T12:00:00.000Z', '2026-10-21T12:00:00.000Z'];
const OF = line({});

/** A batch with every kind of act, each early. */
const STANDING = { ...keptBatch(batchOf(AUGUST, 1, [OF]), [sentReceipt(OF, act(EARLY))]), prepared: act(EARLY) };

it('nothing is done about payouts before what was last done, of whatever kind', () => {
  const release = { act: 'shown' as const, digest: '', validUntil: '', reason: '' };
  const [adjustment] = paidWorld().adjustments;
  const late: readonly KeptPayouts[] = [
    { batches: [{ ...STANDING, prepared: act(LATE) }], adjustments: [] },
    {
      batches: [
        {
          ...STANDING,
          releases: [
            { ...act(EARLY), ...release },
            { ...act(LATE), ...release },
          ],
        },
      ],
      adjustments: [],
    },
    { batches: [{ ...STANDING, void: { ...act(LATE), reason: '' } }], adjustments: [] },
    {
      batches: [{ ...STANDING, receipts: [sentReceipt(OF, act(LATE)), sentReceipt(OF, act(EARLY))] }],
      adjustments: [],
    },
    { batches: [STANDING], adjustments: adjustment === undefined ? [] : [{ ...adjustment, ...act(LATE) }] },
  ];
  for (const books of late) {
    const at = (asOfMs: number) => instantObjection(books, null, { asOfMs, clockMs: asOfMs });
    expect(at(Date.parse(LATE) - 1)).toBe(
      '--as-of 2026-10-21T11:59:59.999Z is before what was last done about payouts, at 2026-10-21T12:00:00.000Z',
    );
    expect(at(Date.parse(LATE))).toBeNull();
  }
});

const NOTHING: KeptPayouts = { batches: [], adjustments: [] };

it('anything may be done where nothing was', () => {
  expect(instantObjection(NOTHING, null, { asOfMs: 0, clockMs: 0 })).toBeNull();
});

it('nothing is done far ahead of the clock, the last final month and the last act, whichever is the latest', () => {
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
  const at = (text: string, clock: string, books = NOTHING, lastFinal: Month | null = AUGUST) =>
    instantObjection(books, lastFinal, { asOfMs: day(text), clockMs: day(clock) });
  // From 20 October 2026: 13149 days of 36 years (nine of them leap years).
  expect(at('2062-10-20', '2026-10-20')).toBe(
    '--as-of 2062-10-20T00:00:00.000Z is 13149 days ahead of the clock: nothing could be done about payouts before it any more. Write the day that is meant, or leave it out',
  );
  // A year too late, and 300 days: 31 to 31 October, 30, 31, 31, 28, 31, 30, 31, 30, 31, and 16 of August.
  expect(at('2027-10-20', '2026-10-20')).toContain('is 365 days ahead');
  expect([at('2027-08-16', '2026-10-20'), at('2027-08-17', '2026-10-20')]).toEqual([
    null,
    expect.stringContaining('is 301 days ahead'),
  ]);
  // A clock that stands still: the last final month ended on 1 September 2026, 300 days before 28 June 2027.
  expect([at('2027-06-28', '1970-01-01'), at('2027-06-29', '1970-01-01')]).toEqual([null, expect.any(String)]);
  // What was done last was done by such a clock too, on 20 October.
  const done: KeptPayouts = { batches: [STANDING], adjustments: [] };
  expect([at('2027-08-16', '1970-01-01', done), at('2027-08-18', '1970-01-01', done)]).toEqual([
    null,
    expect.any(String),
  ]);
  expect(at('2027-06-29', '1970-01-01', NOTHING, null)).toEqual(expect.any(String));
});
