import { expect, it } from 'vitest';
import { chargeOf, usd } from '../../../test/worlds/charges.ts';
import {
  directByMonth,
  ownTimeline,
  postBeside,
  postedByMonth,
  settleClosings,
  sumBetween,
  valueAt,
} from './timeline.ts';

it('what stands beyond the ends of a list is not nothing', () => {
  expect(valueAt([1n, 2n], 1)).toBe(2n);
  expect(() => valueAt([1n, 2n], 2)).toThrow('a list of 2 was asked for what stands at 2');
  expect(sumBetween([1n, 2n, 4n], -3, 2)).toBe(3n);
});

it('what is taken beside the schedule posts in its month, and was never deferred', () => {
  const timeline = ownTimeline(chargeOf({ months: 2 }));
  postBeside(timeline, 1, { gross: usd('7.00'), tax: usd('2.00'), fee: usd('1.00') });
  const taken = { gross: usd('-7.00'), tax: usd('-2.00'), fee: usd('-1.00') };
  expect(postedByMonth(timeline)[1]).toEqual({ ...taken, gross: usd('53.00') });
  expect(directByMonth(timeline)).toEqual([{ gross: 0n, tax: 0n, fee: 0n }, taken]);
  const copy = settleClosings(timeline);
  // The closing is part of its month's schedule now; nothing that posts has changed.
  expect(timeline.gross).toEqual({ held: [usd('60.00'), usd('53.00')], closed: [0n, 0n], direct: [0n, usd('-7.00')] });
  expect(copy).toEqual(timeline);
  postBeside(timeline, 0, taken);
  expect(copy.gross).toEqual({ held: [usd('60.00'), usd('53.00')], closed: [0n, 0n], direct: [0n, usd('-7.00')] });
});
