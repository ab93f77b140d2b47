import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { type Decision, DecisionBook, type DecisionName } from '../close/decision.ts';
import { always } from '../policy/over-time.ts';
import { type YearCharge, yearOrMonth } from './low-charge.ts';
import type { Plan } from './plan.ts';

const AUGUST = month('2026-08');

/** 200.00 a year: a quarter is 50.00. */
const ANNUAL: Plan = {
  ...{ id: 'annual', term: 'annual', listPrice: always(usd('200')) },
  products: { stripe: [], apple: ['640'], google: [] },
};

function charged(priceUsd: string, plan: Plan = ANNUAL): YearCharge {
  return {
    id: 'o1',
    plan,
    product: '640',
    month: AUGUST,
    price: usd('17.99'),
    currency: 'EUR',
    priceUsd: usd(priceUsd),
  };
}

function paysOf(charge: YearCharge, decisions: readonly Decision[] = []) {
  const { pays, asked } = yearOrMonth(charge, new DecisionBook(decisions), 'instalment');
  return { pays, isAsked: asked !== null };
}

function decided(decision: DecisionName, changed: Partial<Decision> = {}): Decision {
  return {
    ...{ code: 'instalment', subject: '640 17.990000 EUR', month: AUGUST, decision },
    ...{ note: '', by: 'ann', at: '', finalMonth: null },
    ...changed,
  };
}

describe('what a charge for a year pays for', () => {
  it('is a year from a quarter of the list price on', () => {
    expect(paysOf(charged('50'))).toEqual({ pays: 'yearly', isAsked: false });
    expect(paysOf(charged('49.999999'))).toEqual({ pays: 'unclear', isAsked: true });
    expect(paysOf(charged('0'))).toEqual({ pays: 'yearly', isAsked: false });
    expect(paysOf(charged('-20'))).toEqual({ pays: 'yearly', isAsked: false });
  });

  it('is measured by twelve prices of a monthly plan', () => {
    // Twelve times 20.00 are 240.00: a quarter is 60.00.
    const monthly: Plan = { ...ANNUAL, term: 'monthly', listPrice: always(usd('20')) };
    expect(paysOf(charged('60', monthly)).pays).toBe('yearly');
    expect(paysOf(charged('59.999999', monthly)).pays).toBe('unclear');
  });

  it('is measured by the lowest price so far: renewals may go on at it', () => {
    const dearer = { first: usd('100'), changes: [{ from: AUGUST, value: usd('200') }] };
    expect(paysOf(charged('30', { ...ANNUAL, listPrice: dearer })).pays).toBe('yearly');
    const planned = { first: usd('200'), changes: [{ from: month('2026-09'), value: usd('100') }] };
    expect(paysOf(charged('30', { ...ANNUAL, listPrice: planned })).pays).toBe('unclear');
  });

  it('is what the plan says of low charges, with no question', () => {
    expect(paysOf(charged('20', { ...ANNUAL, lowCharge: 'monthly' }))).toEqual({ pays: 'monthly', isAsked: false });
    expect(paysOf(charged('200', { ...ANNUAL, lowCharge: 'monthly' })).pays).toBe('yearly');
  });

  it('is what a person decided of the product at the price; it is listed in the month of the decision', () => {
    expect(yearOrMonth(charged('20'), new DecisionBook([]), 'instalment').asked?.subject).toBe('640 17.990000 EUR');
    expect(paysOf(charged('20'), [decided('monthly')])).toEqual({ pays: 'monthly', isAsked: true });
    const earlier = { month: month('2026-07') };
    expect(paysOf(charged('20'), [decided('yearly', earlier)])).toEqual({ pays: 'yearly', isAsked: false });
    const inBoth = [decided('yearly', earlier), decided('yearly')];
    expect(paysOf(charged('20'), inBoth)).toEqual({ pays: 'yearly', isAsked: true });
    expect(paysOf({ ...charged('20'), ...earlier }, inBoth)).toEqual({ pays: 'yearly', isAsked: true });
    expect(paysOf(charged('20'), [decided('leave-out')])).toEqual({ pays: 'unclear', isAsked: true });
    expect(paysOf(charged('20'), [decided('monthly', { code: 'annual-billed-monthly' })]).pays).toBe('unclear');
  });

  it('is nothing in a month in which it was left out, whatever is decided in another', () => {
    // August is left out; July is monthly, whether it was decided before or after.
    const [july, september] = [month('2026-07'), month('2026-09')];
    for (const other of [july, september]) {
      const both = [decided('leave-out'), decided('monthly', { month: other })];
      expect(paysOf(charged('20'), both)).toEqual({ pays: 'unclear', isAsked: true });
      expect(paysOf({ ...charged('20'), month: other }, both)).toEqual({ pays: 'monthly', isAsked: true });
    }
  });

  it('is left out alone: another of the price and month waits, and one that was decided alone keeps its own', () => {
    const [price, alone] = ['640 17.990000 EUR', '640 17.990000 EUR of o1'];
    const asked = (decisions: readonly Decision[], id = 'o1') =>
      yearOrMonth({ ...charged('20'), id }, new DecisionBook(decisions), 'instalment');
    const name = (subject: string, own = alone) => ({ subject, cause: price, alone: own });
    const out = [decided('leave-out', { subject: alone })];
    expect(asked(out)).toEqual({ pays: 'unclear', asked: name(alone) });
    expect(asked(out, 'o2')).toEqual({ pays: 'unclear', asked: name(price, '640 17.990000 EUR of o2') });
    // The price is decided for the other; what was left out stays so, until it is decided itself.
    const both = [...out, decided('monthly')];
    expect([asked(both).pays, asked(both, 'o2').pays]).toEqual(['unclear', 'monthly']);
    expect(asked([decided('yearly', { subject: alone }), decided('monthly')])).toEqual({
      ...{ pays: 'yearly', asked: name(alone) },
    });
    // An earlier version named the sale by its id alone, or the price for all of its month: both go on holding.
    expect(asked([decided('leave-out', { subject: 'o1' })])).toEqual({ pays: 'unclear', asked: name('o1', 'o1') });
    expect(asked([decided('leave-out')], 'o2').asked?.subject).toBe(price);
  });
});
