import { describe, expect, it } from 'vitest';
import { chargeOf, month, usd } from '../../../../test/worlds/charges.ts';
import { always } from '../../policy/over-time.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import { coverageFrom } from '../../revenue/coverage.ts';
import type { Plan } from '../../revenue/plan.ts';
import { PlanChecks } from './plan-checks.ts';
import type { Subscriber } from './two-stores.ts';

const NO_PRODUCTS = { stripe: [], apple: [], google: [] };
const PLANS: readonly Plan[] = [
  { id: 'unlimited', term: 'monthly', listPrice: always(usd('20.00')), products: NO_PRODUCTS },
  { id: 'unlimited', term: 'annual', listPrice: always(usd('199.00')), products: NO_PRODUCTS },
  { id: 'unlimited_pro', term: 'monthly', listPrice: always(usd('50.00')), products: NO_PRODUCTS },
];
const OCTOBER = month('2026-10');
const NO_EXPORTS = { reachedMs: null, marks: [] };

function warnings(
  charges: readonly ChargeHistory[],
  subscribers: readonly Subscriber[] = [],
  plans: readonly Plan[] = PLANS,
): string[] {
  const checks = new PlanChecks(plans, OCTOBER, subscribers, NO_EXPORTS);
  for (const charge of charges) checks.note(charge);
  return checks.result().map(({ code, provider, subject, what }) => `${code} ${provider} ${subject}: ${what}`);
}

/** A charge of October. */
function charge(gross: string, months: number, plan = 'unlimited', more: Partial<ChargeHistory> = {}): ChargeHistory {
  const base = chargeOf({ at: '2026-10-10T12:00:00Z', amounts: { gross }, months, ...more });
  return { ...base, lines: base.lines.map((line) => ({ ...line, plan })) };
}

describe('far-from-list-price', () => {
  it.each(['10.00', '20.00', '25.00', '40.00'])(
    'leaves a monthly charge of %s alone: 20.00 is its list price',
    (gross) => {
      expect(warnings([charge(gross, 1)])).toEqual([]);
    },
  );

  it.each(['9.99', '40.01'])('tells of a monthly charge of %s', (gross) => {
    expect(warnings([charge(gross, 1)])).toEqual([
      `far-from-list-price stripe ch_1: ${gross}0000 before tax, where the list price is 20.000000 (unlimited monthly)`,
    ]);
  });

  it('leaves tax aside: 44.00 with 4.00 tax is twice the price, not more', () => {
    const taxed = chargeOf({ at: '2026-10-10T12:00:00Z', amounts: { gross: '44.00', tax: '4.00' }, months: 1 });
    expect(warnings([taxed])).toEqual([]);
  });

  it('takes every plan of the term where the export names none', () => {
    expect(warnings([charge('99.00', 1, '')])).toEqual([]);
    expect(warnings([charge('101.00', 1, '')])).toEqual([
      'far-from-list-price stripe ch_1: 101.000000 before tax, where the list price is 20.000000 (unlimited monthly), 50.000000 (unlimited_pro monthly)',
    ]);
  });

  it('knows the price of the month and every earlier one: renewals may go on at it; a planned one counts later (R14)', () => {
    const changes = ['2026-09', '2026-11'].map((from, at) => ({
      from: month(from),
      value: usd(['60.00', '500.00'][at] ?? ''),
    }));
    const plans = [{ ...(PLANS[0] as Plan), listPrice: { first: usd('20.00'), changes } }];
    const told = (gross: string): string[] => warnings([charge(gross, 1)], [], plans);
    // Half of 20 to twice of 60, and no more.
    expect([told('20.00'), told('60.00'), told('10.00'), told('120.00')]).toEqual([[], [], [], []]);
    expect(told('9.00')).toEqual([
      'far-from-list-price stripe ch_1: 9.000000 before tax, where the list price is 60.000000, before 20.000000 (unlimited monthly)',
    ]);
    expect(told('500.00')).toHaveLength(1);
  });

  it('looks at charges of the month only, and not at prorations', () => {
    // It is of September and pays for October too.
    expect(warnings([charge('1.00', 1, 'unlimited', { month: month('2026-09') })])).toEqual([]);
    const lines = [charge('-10.00', 1), charge('11.00', 1)].flatMap((each) => each.lines);
    expect(warnings([{ ...charge('1.00', 1), lines }])).toEqual([]);
    expect(warnings([{ ...charge('1.00', 1), lines: lines.slice(1) }])).toEqual([]);
    expect(warnings([charge('1.00', 1)])).toHaveLength(1);
  });
});

describe('a wrong list price', () => {
  it('lists ten thousand charges, and counts the rest', () => {
    const odd = charge('1.00', 1);
    const all = warnings(Array.from({ length: 10_002 }, () => odd));
    expect(all).toHaveLength(10_001);
    expect(all[0]).toBe('far-from-list-price  : 10002 charges in all, of which the first 10000 are listed');
    expect(warnings(Array.from({ length: 10_000 }, () => odd))).toHaveLength(10_000);
  });
});

describe('unusual-term', () => {
  it('tells of a term for which the plan is not sold', () => {
    expect(warnings([charge('60.00', 3)])).toEqual([
      'unusual-term stripe ch_1: it covers 3 months, where the plan is sold for 1 or 12',
    ]);
    expect(warnings([charge('50.00', 12, 'unlimited_pro')])).toEqual([
      'unusual-term stripe ch_1: it covers 12 months, where the plan is sold for 1',
    ]);
  });

  it('says nothing of a proration, nor of a plan that revshare.yaml does not have any more', () => {
    const lines = [charge('-10.00', 3), charge('70.00', 3)].flatMap((each) => each.lines);
    expect(warnings([{ ...charge('60.00', 3), lines }])).toEqual([]);
    expect(warnings([charge('60.00', 3, 'lite')])).toEqual([]);
  });
});

describe('charge-beyond-invoice', () => {
  it('tells of a charge of more than its invoice had due', () => {
    const due = (amount: string): Partial<ChargeHistory> => ({ invoice: { id: 'in_1', due: usd(amount) } });
    expect(warnings([charge('20.00', 1, 'unlimited', due('20.00')), charge('20.00', 1)])).toEqual([]);
    // A part of it, or another part of it was paid by the customer's balance.
    expect(warnings([charge('20.00', 1, 'unlimited', due('25.00'))])).toEqual([]);
    expect(warnings([charge('20.00', 1, 'unlimited', due('0.00'))])).toEqual([]);
    expect(warnings([charge('40.00', 1, 'unlimited', due('39.99'))])).toEqual([
      'charge-beyond-invoice stripe ch_1: 40.000000 USD was charged, where its invoice had 39.990000 due',
    ]);
  });
});

describe('charge-beyond-invoice, of several charges', () => {
  const part = (id: string, gross: string, more: Partial<ChargeHistory> = {}) =>
    charge(gross, 1, 'unlimited', { id, invoice: { id: 'in_1', due: usd('20.00') }, ...more });

  it('tells of the charge that goes beyond what the invoice had due, of parts and of another invoice nothing', () => {
    expect(
      warnings([
        part('ch_1', '10.00'),
        part('ch_2', '10.00'),
        part('ch_3', '20.00', { invoice: { id: 'in_2', due: usd('20.00') } }),
      ]),
    ).toEqual([]);
    // 10.00 + 10.01.
    expect(warnings([part('ch_1', '10.00'), part('ch_2', '10.01')]).at(-1)).toBe(
      'charge-beyond-invoice stripe ch_2: 10.010000 USD was charged; all charges of its invoice in_1 keep 20.010000, where it had 20.000000 due',
    );
    expect(warnings([part('ch_1', '20.00'), part('ch_2', '20.00')])).toEqual([
      'charge-beyond-invoice stripe ch_2: 20.000000 USD was charged; all charges of its invoice in_1 keep 40.000000, where it had 20.000000 due',
    ]);
  });

  it('says it once of a charge that is beyond the invoice alone, and nothing of what is charged in another month', () => {
    expect(warnings([part('ch_1', '25.00')])).toHaveLength(1);
    const september = chargeOf({ at: '2026-09-30T12:00:00Z', amounts: { gross: '20.00' }, months: 1 });
    const earlier: ChargeHistory = { ...september, id: 'ch_0', invoice: { id: 'in_1', due: usd('20.00') } };
    expect(warnings([earlier, part('ch_1', '20.00')]).filter((each) => each.startsWith('charge-b'))).toEqual([]);
  });

  it('leaves a debit that failed and was charged again alone, whichever is noted first', () => {
    const back = { amounts: { gross: usd('20.00'), tax: 0n, fee: 0n }, sourceId: 're_1' };
    const atMs = Date.parse('2026-10-12T12:00:00Z');
    const source = part('ch_1', '20.00').source;
    const failed = part('ch_1', '20.00', { events: [{ type: 'reduction', kind: 'refund', atMs, source, ...back }] });
    const again = part('ch_2', '20.00');
    expect(warnings([failed, again])).toEqual([]);
    expect(warnings([again, failed])).toEqual([]);
    // Of two that stand and one that was taken back, the second that stands is told alone.
    expect(warnings([again, part('ch_3', '20.00'), failed]).map((each) => each.split(':')[0])).toEqual([
      'charge-beyond-invoice stripe ch_3',
    ]);
  });
});

describe('costs-beyond-charge', () => {
  const told = (gross: string, fee: string, tax: string) =>
    warnings([chargeOf({ at: '2026-10-10T12:00:00Z', amounts: { gross, fee, tax }, months: 1 })]);

  it('leaves a charge alone that brings a cent, or is of nothing', () => {
    expect(told('20.00', '18.00', '1.99')).toEqual([]);
    expect(told('0.00', '0.00', '0.00').filter((each) => each.startsWith('costs-beyond-charge'))).toEqual([]);
  });

  it('tells of a charge that its fee uses up: of Apple the proceeds are 0.00 then', () => {
    expect(told('20.00', '20.00', '0.00')).toEqual([
      'costs-beyond-charge stripe ch_1: a fee of 20.000000 and a tax of 0.000000 are all of the charge of 20.000000',
    ]);
  });

  it('tells of a fee, alone or with the tax, that is more than the charge', () => {
    expect(told('20.00', '20.01', '0.00')).toEqual([
      'costs-beyond-charge stripe ch_1: a fee of 20.010000 and a tax of 0.000000 are more than the charge of 20.000000',
    ]);
    expect(told('20.00', '18.00', '2.01')).toHaveLength(1);
  });

  it('says nothing of a charge below nothing, and tells of one of nothing that has a fee', () => {
    const ofCosts = (all: readonly string[]): string[] => all.filter((each) => each.startsWith('costs-beyond-charge'));
    expect(ofCosts(told('-20.00', '1.00', '0.00'))).toEqual([]);
    expect(ofCosts(told('0.00', '0.01', '0.00'))).toHaveLength(1);
  });
});

describe('plan-without-charges', () => {
  const september = {
    ...charge('20.00', 1),
    month: month('2026-09'),
    lines: charge('20.00', 1).lines.map((line) => ({ ...line, coverage: coverageFrom(month('2026-09'), 1) })),
  };

  it('tells when nobody pays for a plan any more', () => {
    expect(warnings([september])).toEqual([
      'plan-without-charges stripe unlimited, 1 month: no charge pays for 2026-10, 1 did for the month before: is an export missing?',
    ]);
  });

  it('is content with one charge of the same store, plan and term', () => {
    expect(warnings([september, charge('20.00', 1)])).toEqual([]);
    expect(warnings([september, charge('199.00', 12)])).toHaveLength(1);
  });
});

describe('billed-by-two-stores', () => {
  const stripe = charge('20.00', 1, 'unlimited', { id: 'ch_a', subscription: 'sub_a' });
  const apple = charge('20.00', 1, 'unlimited', { id: 'ap_a', provider: 'apple', subscription: '55' });
  const both: Subscriber[] = [
    { account: 'acc', provider: 'stripe', subscription: 'sub_a' },
    { account: 'acc', provider: 'apple', subscription: '55' },
  ];

  it('tells of an account with a subscription in both', () => {
    expect(warnings([stripe, apple], both)).toEqual([
      'billed-by-two-stores apple acc: apple ap_a and stripe ch_a both pay for the month',
    ]);
  });

  it('knows nothing of accounts that subscribers.csv does not name, and accepts two in one store', () => {
    expect(warnings([stripe, apple])).toEqual([]);
    expect(warnings([stripe, { ...stripe, id: 'ch_b' }], both)).toEqual([]);
    expect(warnings([stripe, { ...apple, lines: [] }], both)).toEqual([]);
  });
});

describe('the days that accounts pay for', () => {
  it('are noted of every charge, whatever its month, of the accounts of subscribers.csv', () => {
    const checks = new PlanChecks(
      PLANS,
      OCTOBER,
      [{ account: 'acc', provider: 'stripe', subscription: 'sub_1' }],
      NO_EXPORTS,
    );
    checks.note(chargeOf({ at: '2026-09-10T12:00:00Z', months: 1 }));
    const day = (text: string): number => Date.parse(text) / 86_400_000;
    // A day more at each end: 9 September to 11 October.
    const paid = [{ from: day('2026-09-09'), before: day('2026-10-12') }];
    expect(checks.paidAccounts()).toEqual([{ account: 'acc', paid, disputed: [] }]);
  });
});
