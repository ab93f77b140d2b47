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
    const at = (asOfMs: number) => instantObjection(books, null, asOfMs);
    expect(at(Date.parse(LATE) - 1)).toBe(
      '--as-of 2026-10-21T11:59:59.999Z is before what was last done about payouts, at 2026-10-21T12:00:00.000Z',
    );
    expect(at(Date.parse(LATE))).toBeNull();
  }
});

const NOTHING: KeptPayouts = { batches: [], adjustments: [] };

it('anything may be done where nothing was', () => {
  expect(instantObjection(NOTHING, null, 0)).toBeNull();
});

it('nothing is done more than five years after the last final month and the last act, whichever is later', () => {
  const at = (text: string, books = NOTHING, lastFinal: Month | null = AUGUST) =>
    instantObjection(books, lastFinal, Date.parse(`${text}T00:00:00Z`));
  // August ended with 1 September 2026: 36 years of 365 days, and nine days of leap years (2028 to 2060).
  expect(at('2062-09-01')).toBe(
    '--as-of 2062-09-01T00:00:00.000Z is 13149 days after all that is final or was done: nothing could be done about payouts before it any more. Write the day that is meant, or leave it out',
  );
  // 1825 days from 1 September 2026 are to 31 August 2031, because 2028 is a leap year.
  expect([at('2031-08-31'), at('2031-09-01')]).toEqual([null, expect.stringContaining('is 1826 days after')]);
  // What was done last was done on 20 October 2026, at noon.
  const done: KeptPayouts = { batches: [STANDING], adjustments: [] };
  expect([at('2031-10-20', done), at('2031-10-21', done)]).toEqual([
    null,
    expect.stringContaining('is 1826 days after'),
  ]);
  // Of books that know nothing, nothing is said.
  expect(at('2062-09-01', NOTHING, null)).toBeNull();
});
