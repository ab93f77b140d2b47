import { expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, paidWorld, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { AUGUST } from '../../../../test/worlds/payout-world.ts';
import type { KeptPayouts, PayoutAct } from '../ledger/kept-payouts.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { beforeLastAct } from './act-order.ts';

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
    expect(beforeLastAct(books, Date.parse(LATE) - 1)).toBe(
      '--as-of 2026-10-21T11:59:59.999Z is before what was last done about payouts, at 2026-10-21T12:00:00.000Z',
    );
    expect(beforeLastAct(books, Date.parse(LATE))).toBeNull();
  }
});

it('anything may be done where nothing was', () => {
  expect(beforeLastAct({ batches: [], adjustments: [] }, 0)).toBeNull();
});
