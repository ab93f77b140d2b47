import { describe, expect, it } from 'vitest';
import {
  chargeOf,
  FROM_THE_START,
  month,
  reduction,
  restoration,
  short,
  usd,
  withRefunds,
} from '../../../test/worlds/charges.ts';
import { gross, inMay } from '../../../test/worlds/movements.ts';
import { NOTHING } from '../money/components.ts';
import type { ChargeHistory } from '../revenue/charge-history.ts';
import { recogniseCharge } from '../revenue/charge-postings.ts';
import { deferredChange, directChange, isStill, movementOf, recognisedAround } from './movement.ts';

/** The gross side of a movement, as text. */
function grossOf(charge: ChargeHistory, text: string, policy = FROM_THE_START): Record<string, string> | null {
  const movement = movementOf(recogniseCharge(charge, policy), month(text));
  if (movement === null) return null;
  const { opening, billed, recognised, closing } = movement;
  const reduced = deferredChange(movement, 'refund').gross + deferredChange(movement, 'dispute').gross;
  const clawedBack = directChange(movement, 'refund').gross + directChange(movement, 'dispute').gross;
  return {
    opening: short(opening.gross),
    billed: short(billed.gross),
    recognised: short(recognised.gross),
    reduced: short(reduced),
    clawedBack: short(clawedBack),
    restored: short(deferredChange(movement, 'restoration').gross),
    caughtUp: short(directChange(movement, 'restoration').gross),
    closing: short(closing.gross),
  };
}

const STILL = {
  opening: '0.00',
  billed: '0.00',
  recognised: '0.00',
  reduced: '0.00',
  clawedBack: '0.00',
  restored: '0.00',
  caughtUp: '0.00',
  closing: '0.00',
};

// An annual charge of 120.00 on 10 January: 10.00 a month. May is month 5: 80.00 stand open before it.
describe('how the deferred amount of an annual charge of 120.00 moves (R6, R7)', () => {
  const refunded = (gross: string): ChargeHistory => chargeOf({ events: [reduction('2026-05-08T00:00:00Z', gross)] });

  it('is billed whole in its own month, and leaves eleven twelfths', () => {
    expect(grossOf(chargeOf(), '2026-01')).toEqual({
      ...STILL,
      billed: '120.00',
      recognised: '10.00',
      closing: '110.00',
    });
  });

  it('runs off by a twelfth a month, and moves no more after the twelfth', () => {
    expect(grossOf(chargeOf(), '2026-05')).toEqual({
      ...STILL,
      opening: '80.00',
      recognised: '10.00',
      closing: '70.00',
    });
    expect(grossOf(chargeOf(), '2026-12')).toEqual({ ...STILL, opening: '10.00', recognised: '10.00' });
    expect(grossOf(chargeOf(), '2027-01')).toBeNull();
    expect(grossOf(chargeOf(), '2025-12')).toBeNull();
  });

  it('gives 60.00 of a refund from what is deferred; 2.50 of the rest is May’s', () => {
    expect(grossOf(refunded('60.00'), '2026-05')).toEqual({
      ...STILL,
      opening: '80.00',
      reduced: '-60.00',
      recognised: '2.50',
      closing: '17.50',
    });
  });

  it('gives 80.00 of a refund of 120.00 from what is deferred and claws 40.00 back', () => {
    expect(grossOf(refunded('80.00'), '2026-05')).toEqual({ ...STILL, opening: '80.00', reduced: '-80.00' });
    expect(grossOf(refunded('120.00'), '2026-05')).toEqual({
      ...STILL,
      opening: '80.00',
      reduced: '-80.00',
      clawedBack: '-40.00',
    });
  });

  // 120.00 withdrawn in June: 70.00 deferred, 50.00 clawed back. Won in September: July and August are caught up with
  // 10.00 each, June with its own 10.00, and the 50.00 come back: 80.00. September to December are deferred again.
  it('puts 40.00 of a dispute won back and catches 80.00 up', () => {
    const events = [
      reduction('2026-06-08T00:00:00Z', '120.00', { id: 'dp_1', kind: 'dispute' }),
      restoration('2026-09-08T00:00:00Z', '120.00', 'dp_1'),
    ];
    const disputed = chargeOf({ events });
    expect(grossOf(disputed, '2026-06')).toEqual({
      ...STILL,
      opening: '70.00',
      reduced: '-70.00',
      clawedBack: '-50.00',
    });
    expect(grossOf(disputed, '2026-07')).toEqual(STILL);
    expect(grossOf(disputed, '2026-09')).toEqual({
      ...STILL,
      restored: '40.00',
      caughtUp: '80.00',
      recognised: '10.00',
      closing: '30.00',
    });
  });

  // Proportional: half of the charge is refunded in May. January to April keep 10.00 each in their months; their half, 20.00,
  // is clawed back. May to December hold 5.00 each: 40.00 leave the 80.00.
  it('takes the past months’ part of a proportional refund straight from revenue', () => {
    const policy = withRefunds(FROM_THE_START, 'proportional');
    expect(grossOf(refunded('60.00'), '2026-05', policy)).toEqual({
      ...STILL,
      opening: '80.00',
      reduced: '-40.00',
      clawedBack: '-20.00',
      recognised: '5.00',
      closing: '35.00',
    });
  });

  // Stripe keeps its fee of 3.60: 0.30 a month. With the gross closed in May, the 2.40 that stand open are recognised there.
  it('releases the rest of the fee when the gross closes', () => {
    const events = [reduction('2026-05-08T00:00:00Z', '120.00')];
    const charge = chargeOf({ amounts: { gross: '120.00', fee: '3.60' }, events });
    const movement = movementOf(recogniseCharge(charge, FROM_THE_START), month('2026-05'));
    expect(short(movement?.opening.fee ?? 0n)).toBe('2.40');
    expect(short(movement?.recognised.fee ?? 0n)).toBe('2.40');
    expect(movement?.changes[0]?.direct.fee).toBe(0n);
    expect(movement?.closing.fee).toBe(0n);
  });
});

describe('what a movement says of its charge', () => {
  const may = (options: Parameters<typeof chargeOf>[0]) =>
    movementOf(recogniseCharge(chargeOf(options), FROM_THE_START), month('2026-05'));

  it('covers all of its lines, a line that begins before the charge from the charge on', () => {
    const covered = (first: string, months: number, postsFrom: string) => ({
      ...{ id: first, plan: 'p', amounts: { ...NOTHING, gross: usd('12') } },
      coverage: { first: month(first), months, postsFrom: month(postsFrom) },
    });
    const lines = [
      covered('2025-11', 8, '2026-01'),
      covered('2026-03', 6, '2026-03'),
      covered('2026-02', 2, '2026-02'),
    ];
    expect(may({ lines })?.covers).toEqual({ first: month('2026-01'), last: month('2026-08') });
  });

  it('is none of a charge without lines, nor of one that is over; of one with an event in the month or later it is', () => {
    expect(may({ lines: [] })).toBeNull();
    expect(may({ lines: [], events: [reduction('2026-05-01T00:00:00Z', '5')] })).toBeNull();
    expect(may({ months: 4 })).toBeNull();
    expect(may({ months: 4, events: [reduction('2026-04-30T00:00:00Z', '5')] })).toBeNull();
    const clawedBack = may({ months: 4, events: [reduction('2026-05-01T00:00:00Z', '5', { id: 're_1' })] });
    // The months are over: all of it goes straight through revenue.
    expect(clawedBack?.changes).toMatchObject([
      { kind: 'refund', sourceId: 're_1', total: gross('-5'), direct: gross('-5'), atMs: Date.UTC(2026, 4, 1) },
    ]);
    const others = chargeOf().lines.map((line) => ({ ...line, coverage: { ...line.coverage, months: 2 } }));
    expect(may({ lines: [...chargeOf().lines, ...others] })).not.toBeNull();
  });

  it('has its schedule summed around the month, net', () => {
    const taxed = { gross: usd('120'), tax: usd('12'), fee: usd('6') };
    const schedule = inMay().schedule.map((each) => ({ ...each, tax: usd('1') }));
    // 10.00 less 1.00 of tax a month: four months before May; 70.00 of gross stand open after it.
    expect(recognisedAround(inMay({ schedule, charged: taxed }), month('2026-05'))).toEqual({
      ...{ charged: usd('102'), before: usd('36'), inMonth: usd('9'), after: usd('70') },
    });
  });

  it('is still where nothing of it moves', () => {
    const still = { opening: NOTHING, billed: NOTHING, recognised: NOTHING, closing: NOTHING };
    expect(isStill(inMay(still))).toBe(true);
    for (const name of ['opening', 'billed', 'recognised', 'closing']) {
      expect(isStill(inMay({ ...still, [name]: gross('1') }))).toBe(false);
    }
    const changes = may({ events: [reduction('2026-05-01T00:00:00Z', '5')] })?.changes ?? [];
    expect(isStill(inMay({ ...still, changes }))).toBe(false);
  });
});
