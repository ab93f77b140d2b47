import { describe, expect, it } from 'vitest';
import { SOURCE, usd } from '../../../test/worlds/charges.ts';
import { gross, inMay } from '../../../test/worlds/movements.ts';
import { NOTHING } from '../money/components.ts';
import type { MovementChange } from './movement.ts';
import {
  type BookedDeferral,
  ROLLFORWARD_AMOUNTS,
  ROLLFORWARD_COMPONENTS,
  type RollforwardRow,
  RollforwardSum,
  rolledForward,
} from './rollforward.ts';

function rowsOf(booked: BookedDeferral | null, ...movements: readonly Parameters<typeof inMay>[0][]): RollforwardRow[] {
  const sum = new RollforwardSum();
  for (const movement of movements) sum.add(inMay(movement));
  return sum.result(booked);
}

/** A change of `total`, of which `direct` goes straight through revenue. */
function change(kind: MovementChange['kind'], total: string, direct: string): MovementChange {
  return { kind, sourceId: kind, atMs: 0, total: gross(total), direct: gross(direct), source: SOURCE };
}

// Of what each change comes to, the part that is not direct moves what is deferred: -60 of -70, -5 of -9, 40 of 120.
const CHANGES = [change('refund', '-70', '-10'), change('dispute', '-9', '-4'), change('restoration', '120', '80')];

describe('RollforwardSum: how what is deferred moves through a month', () => {
  it('adds the movements of a group up, deferred and direct apart', () => {
    const billed = { billed: gross('12'), opening: NOTHING, recognised: gross('1'), closing: gross('11') };
    // 80 + 12 - 10 - 1 - 60 - 5 + 40 = 56 = 45 + 11.
    const [row] = rowsOf(null, { changes: CHANGES, closing: gross('45') }, { charge: 'ch_2', ...billed });
    expect(row).toEqual({
      ...{ provider: 'stripe', currency: 'USD', plan: 'annual' },
      ...{ opening: gross('80'), late: NOTHING, billed: gross('12'), recognised: gross('11') },
      ...{ refunds: gross('-60'), disputes: gross('-5'), restorations: gross('40'), fx: NOTHING },
      ...{ closing: gross('56'), clawedBack: gross('-14'), caughtUp: gross('80') },
    });
    expect(row && rolledForward(row)).toEqual(gross('56'));
  });

  it('has each amount with the sign by which it moves what is deferred', () => {
    const [row] = rowsOf(null, { changes: CHANGES, closing: gross('44') });
    if (row === undefined) throw new Error('a movement makes a row');
    const amounts = Object.entries(ROLLFORWARD_AMOUNTS).map(([name, of]) => [
      name,
      of({ ...row, late: gross('3') }).gross,
    ]);
    // 80 + 3 - 10 - 60 - 5 + 40 = 48: the closing balance of 44 is 4 short of it.
    expect(Object.fromEntries(amounts)).toEqual({
      ...{ opening_usd: usd('80'), late_usd: usd('3'), billed_usd: 0n, recognised_usd: usd('-10') },
      ...{ refunds_from_deferred_usd: usd('-60'), disputes_from_deferred_usd: usd('-5') },
      ...{ restorations_usd: usd('40'), fx_usd: 0n, closing_usd: usd('44'), check_usd: usd('-4') },
      ...{ clawed_back_usd: usd('-14'), caught_up_usd: usd('80') },
    });
  });

  it('shows deductions as negative components, so that three sum to net', () => {
    const amounts = { gross: usd('10'), tax: usd('2'), fee: usd('1') };
    const shown = Object.entries(ROLLFORWARD_COMPONENTS).map(([name, of]) => [name, of(amounts)]);
    expect(Object.fromEntries(shown)).toEqual({
      ...{ gross: usd('10'), customer_tax: usd('-2'), provider_fee: usd('-1'), net: usd('7') },
    });
  });

  it('opens with what the final month before closed with; what differs came late', () => {
    const [row] = rowsOf(new Map([['stripe\tUSD\tannual', gross('75')]]), {});
    expect(row).toMatchObject({ opening: gross('75'), late: gross('5') });
    const [unbooked] = rowsOf(new Map(), {});
    expect(unbooked).toMatchObject({ opening: NOTHING, late: gross('80') });
  });

  it('keeps a group that the month before closed with and nothing moves any more', () => {
    const booked = new Map([
      ['stripe\tEUR\tmonthly', gross('7')],
      ['costs\tUSD\t', { ...NOTHING, fee: usd('2') }],
    ]);
    const rows = rowsOf(booked);
    expect(rows.map(({ provider, currency, plan }) => [provider, currency, plan])).toEqual([
      ['costs', 'USD', ''],
      ['stripe', 'EUR', 'monthly'],
    ]);
    expect(rows[1]).toMatchObject({ opening: gross('7'), late: gross('-7'), closing: NOTHING });
  });

  it('keeps groups apart and in order, and refuses a provider that nobody knows', () => {
    const rows = rowsOf(null, { currency: 'USD' }, { currency: 'EUR' }, { provider: 'apple' }, { plan: 'a' }, {});
    expect(rows.map(({ provider, currency, plan }) => `${provider} ${currency} ${plan}`)).toEqual([
      ...['apple USD annual', 'stripe EUR annual', 'stripe USD a', 'stripe USD annual'],
    ]);
    expect(rows.map(({ opening }) => opening.gross)).toEqual([usd('80'), usd('80'), usd('80'), usd('160')]);
    expect(() => rowsOf(new Map([['paypal\tUSD\t', NOTHING]]))).toThrow();
  });
});
