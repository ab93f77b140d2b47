import { describe, expect, it } from 'vitest';
import { month, SOURCE, usd } from '../../../test/worlds/charges.ts';
import type { PrintedCharge, SharedFee } from '../revenue/assembled.ts';
import { SharedFeeProportion } from './shared-fees.ts';

const OCTOBER = month('2026-10');
const fee = (cost: string, of = OCTOBER): SharedFee => {
  return { provider: 'stripe', month: of, id: 'txn_fee', cost: usd(cost), source: SOURCE };
};
const charge = (gross: string, subscription: string, usdRate = 1n, currency = 'USD', of = OCTOBER): PrintedCharge => {
  return {
    provider: 'stripe',
    month: of,
    currency,
    gross: usd(gross),
    subscriptionGross: usd(subscription),
    grossUsd: usd(gross) * usdRate,
    subscriptionGrossUsd: usd(subscription) * usdRate,
  };
};
function proportion(...charges: PrintedCharge[]): SharedFeeProportion {
  const all = new SharedFeeProportion();
  for (const each of charges) all.note(each);
  return all;
}

describe('fees that serve the whole account (R9)', () => {
  const all = proportion(charge('60.00', '60.00'), charge('15.00', '15.00'), charge('25.00', '0'));

  it('prorate: by the gross of the subscription charges', () => {
    // 75 of 100.
    expect(all.partOf(fee('10.00'), 'prorate')).toBe(usd('7.50'));
  });

  it('all and none', () => {
    expect(all.partOf(fee('10.00'), 'all')).toBe(usd('10.00'));
    expect(all.partOf(fee('10.00'), 'none')).toBe(0n);
  });

  it('Google’s are always in proportion: the policy is that of Stripe’s', () => {
    const google = proportion(
      { ...charge('60.00', '60.00'), provider: 'google' },
      { ...charge('20.00', '0'), provider: 'google' },
    );
    const ofGoogle = { ...fee('10.00'), provider: 'google' } as const;
    // 60 of 80.
    for (const policy of ['prorate', 'all', 'none'] as const) expect(google.partOf(ofGoogle, policy)).toBe(usd('7.50'));
  });

  it('truncated towards zero, a fee given back too', () => {
    const third = proportion(charge('10.00', '10.00'), charge('20.00', '0'));
    // 10 / 3 = 3.3333333
    expect(third.partOf(fee('10.00'), 'prorate')).toBe(3_333_333n);
    expect(third.partOf(fee('-10.00'), 'prorate')).toBe(-3_333_333n);
  });

  it('a month without charges counts the fee whole; so does another month’s proportion', () => {
    expect(proportion().partOf(fee('10.00'), 'prorate')).toBe(usd('10.00'));
    expect(all.partOf(fee('10.00', month('2026-11')), 'prorate')).toBe(usd('10.00'));
  });

  it('no subscription charge among others: nothing of it', () => {
    expect(proportion(charge('25.00', '0')).partOf(fee('10.00'), 'prorate')).toBe(0n);
  });

  it('part of a charge with other products counts', () => {
    expect(proportion(charge('100.00', '75.00')).partOf(fee('10.00'), 'prorate')).toBe(usd('7.50'));
  });

  it('charges of one currency compare as printed, whatever their days’ rates', () => {
    // 10 of 40 euros, though the 10 were worth 20 dollars of 50.
    const euros = proportion(charge('10.00', '10.00', 2n, 'EUR'), charge('30.00', '0', 1n, 'EUR'));
    expect(euros.partOf(fee('10.00'), 'prorate')).toBe(usd('2.50'));
  });

  it('a month whose charges come to nothing counts the fee whole', () => {
    const free = charge('0.00', '0.00');
    expect(proportion(free).partOf(fee('10.00'), 'prorate')).toBe(usd('10.00'));
    expect(proportion(free, { ...free, currency: 'EUR' }).partOf(fee('10.00'), 'prorate')).toBe(usd('10.00'));
  });

  it('several currencies compare in dollars', () => {
    // 10 at 2 dollars of subscriptions beside 60: 20 of 80.
    const mixed = proportion(charge('10.00', '10.00', 2n, 'EUR'), charge('60.00', '0'));
    expect(mixed.partOf(fee('10.00'), 'prorate')).toBe(usd('2.50'));
  });

  it('says the share: printed amounts of the one currency, else dollars; none of a month without charges', () => {
    const share = { provider: 'stripe', plansGross: usd('75'), allGross: usd('100'), currency: 'USD' };
    const shareOf = (of: SharedFeeProportion, asked = fee('1')) => of.shareOf(asked, 'prorate');
    expect(shareOf(all)).toEqual(share);
    expect(all.shareOf(fee('1'), 'all')).toBeNull();
    expect(all.shareOf(fee('1'), 'none')).toBeNull();
    expect(shareOf(all, { ...fee('1'), provider: 'google' })).toBeNull();
    expect(shareOf(all, fee('1', month('2026-11')))).toBeNull();
    expect(shareOf(proportion(charge('0', '0')))).toBeNull();
    const euros = charge('10.00', '5.00', 2n, 'eur');
    expect(shareOf(proportion(euros))).toEqual({
      ...{ provider: 'stripe', plansGross: usd('5'), allGross: usd('10'), currency: 'eur' },
    });
    // In dollars: plans 5.00 EUR at 2 and 75.00; all 10.00 EUR at 2 and 100.00.
    const both = proportion(euros, charge('60.00', '60.00'), charge('15.00', '15.00'), charge('25.00', '0'));
    expect(shareOf(both)).toEqual({
      ...{ provider: 'stripe', plansGross: usd('85'), allGross: usd('120'), currency: 'USD' },
    });
  });
});
