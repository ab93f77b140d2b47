import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { gross, inMay } from '../../../test/worlds/movements.ts';
import { type Components, NOTHING } from '../money/components.ts';
import { DeferralSum } from './deferral.ts';
import type { Movement } from './movement.ts';

function mismatchesOf(...movements: readonly [Movement, ledger: Components | null][]): readonly string[] {
  const sum = new DeferralSum(() => undefined);
  for (const [movement, ledger] of movements) sum.add(movement, ledger);
  return sum.result(null).mismatches;
}

describe('DeferralSum: what the gate of the deferred balance rests on', () => {
  it('finds nothing where the ledger, the schedule and the roll-forward agree', () => {
    expect(mismatchesOf([inMay(), gross('70')])).toEqual([]);
  });

  it('names a charge of which the ledger has a micro-dollar less', () => {
    expect(mismatchesOf([inMay(), gross('69.999999')])).toEqual([
      'stripe ch_1: 70.000000 remain scheduled, the ledger has 69.999999',
    ]);
  });

  it('compares charge by charge: two faults that make up for each other are two', () => {
    const other = inMay({ charge: 'ch_2' });
    expect(mismatchesOf([inMay(), gross('69')], [other, gross('71')])).toHaveLength(2);
  });

  it('compares each component: tax in the place of gross sums to the same', () => {
    // Net 70 either way: 70 of gross, or 71 of it with 1 of tax in the way that net subtracts.
    expect(mismatchesOf([inMay(), { gross: usd('71'), tax: usd('1'), fee: 0n }])).toHaveLength(1);
  });

  it('leaves a charge alone that is compared elsewhere', () => {
    expect(mismatchesOf([inMay(), null])).toEqual([]);
  });

  it('names a group whose movements do not lead to its closing balance', () => {
    // 80 - 9 = 71, and the schedules have 70.
    expect(mismatchesOf([inMay({ recognised: gross('9') }), gross('70')])).toEqual([
      'roll-forward of stripe\tUSD\tannual: 70.000000 remain scheduled, the ledger has 71.000000',
    ]);
  });

  it('lists twenty', () => {
    const wrong = Array.from({ length: 25 }, (_, at): [Movement, Components] => [
      inMay({ charge: `ch_${at}` }),
      gross('0'),
    ]);
    const named = mismatchesOf(...wrong);
    expect(named).toHaveLength(20);
    expect(named.at(-1)).toBe('stripe ch_19: 70.000000 remain scheduled, the ledger has 0.000000');
  });

  it('hands on what moves, and only that', () => {
    const handedOn: string[] = [];
    const sum = new DeferralSum(({ charge }) => handedOn.push(charge));
    const still = { opening: NOTHING, recognised: NOTHING, closing: NOTHING };
    sum.add(inMay({ charge: 'over', ...still }), NOTHING);
    sum.add(inMay(), gross('70'));
    expect(handedOn).toEqual(['ch_1']);
    expect(sum.result(null).rollforward).toHaveLength(1);
  });
});
