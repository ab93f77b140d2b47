import { describe, expect, it } from 'vitest';
import { reduction, restoration, usd } from '../../../test/worlds/charges.ts';
import type { Restoration } from './charge-history.ts';
import { withoutRestored } from './restorations.ts';

describe('reductions without the restored ones (R7)', () => {
  const [FEBRUARY, MARCH, APRIL] = ['2026-02-03T00:00:00Z', '2026-03-03T00:00:00Z', '2026-04-03T00:00:00Z'];
  const back = (gross: string, taxAndFee?: Restoration['taxAndFee']): Restoration => {
    return { ...restoration(APRIL, gross, 'GPA.1'), ...(taxAndFee === undefined ? {} : { taxAndFee }) };
  };
  const taken = (at: string, gross: string, tax = '0', fee = '0') => reduction(at, gross, { id: 'GPA.1', tax, fee });

  it('keep what nothing came back of as it is, and lose what came back whole', () => {
    const [first, last] = [taken(FEBRUARY, '30.00', '3.00'), taken(MARCH, '50.00', '5.00')];
    const { left, unmatched } = withoutRestored([first, last], [back('50.00')]);
    expect(left).toEqual([first]);
    expect(left[0]).toBe(first);
    expect(unmatched).toEqual([]);
    // 60: March's 50, and 10 of February's 30; 3 x 20/30 of its tax are left.
    expect(withoutRestored([first, last], [back('60.00')])).toEqual({
      left: [{ ...first, wholeGross: usd('30.00'), amounts: { gross: usd('20.00'), tax: usd('2.00'), fee: 0n } }],
      unmatched: [],
    });
    expect(withoutRestored([first, last], [back('80.000001')])).toEqual({ left: [], unmatched: [back('80.000001')] });
  });

  it('are rows of tax or fee alone as well, and not what is nothing', () => {
    const rows = [taken(FEBRUARY, '0', '1.00'), taken(FEBRUARY, '0', '0', '1.00'), taken(MARCH, '0')];
    expect(withoutRestored(rows, []).left).toEqual(rows.slice(0, 2));
  });

  it('give back each component by its own amount where the provider prints it, the latest first', () => {
    const [first, last] = [taken(FEBRUARY, '30.00', '3.00', '4.00'), taken(MARCH, '10.00', '1.00', '2.00')];
    // Gross 12: 10 of March, 2 of February. Tax 1: all of it March's. Fee 5: 2 of March, 3 of February.
    const { left, unmatched } = withoutRestored([first, last], [back('12.00', { tax: usd('1.00'), fee: usd('5.00') })]);
    const amounts = { gross: usd('28.00'), tax: usd('3.00'), fee: usd('1.00') };
    expect(left).toEqual([{ ...first, wholeGross: usd('30.00'), amounts }]);
    expect(unmatched).toEqual([]);
  });

  it('name a restoration of which any component was not taken', () => {
    const more = back('10.00', { tax: usd('1.50'), fee: 0n });
    expect(withoutRestored([taken(MARCH, '10.00', '1.00')], [more])).toEqual({ left: [], unmatched: [more] });
    // A component that a row gave back was not taken.
    const given = taken(MARCH, '10.00', '-1.00');
    const tax = back('0', { tax: usd('1.00'), fee: 0n });
    expect(withoutRestored([given], [tax])).toEqual({ left: [given], unmatched: [tax] });
  });
});
