import { expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, AUGUST, BEN, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { splitAdjustments } from './split-adjustments.ts';

it('several adjustments of a wallet one way are told where they are more together than one may be', () => {
  const of = (wallet: string, amount: string, month = AUGUST) => ({ wallet, month, amount: usd(amount) });
  // Ada: 3 + 2.000001 on, 3 + 2 off; Ben: 9 in one.
  const made = [of(ADA, '3'), of(ADA, '-3'), of(BEN, '9'), of(ADA, '2.000001', SEPTEMBER), of(ADA, '-2')];
  expect(splitAdjustments(made, usd('5'))).toEqual([{ wallet: ADA, amount: usd('5.000001'), adjustments: 2 }]);
  expect(splitAdjustments(made, usd('4'))).toEqual([
    { wallet: ADA, amount: usd('5.000001'), adjustments: 2 },
    { wallet: ADA, amount: usd('-5'), adjustments: 2 },
  ]);
  expect([splitAdjustments(made, null), splitAdjustments([], 0n)]).toEqual([[], []]);
});
