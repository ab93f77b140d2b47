import { describe, expect, it } from 'vitest';
import { chargeOfUnnamed, type NamedRow } from './charge-link.ts';

const charge = (id: string, fields: Partial<NamedRow> = {}): NamedRow => ({
  ...{ charge: id, isCharge: true, kind: 'charge', sourceId: id, invoice: '', paymentIntent: '', ...fields },
});
const WON = { kind: 'dispute_reversal', sourceId: 'du_1', invoice: 'in_1', paymentIntent: 'pi_1' };
const DISPUTE = charge('ch_1', { isCharge: false, kind: 'dispute', sourceId: 'du_1' });

describe('the charge of a row that names none', () => {
  it('is that of the other row of its dispute, else of its payment, else of its invoice', () => {
    const [paid, billed] = [charge('ch_2', { paymentIntent: 'pi_1' }), charge('ch_3', { invoice: 'in_1' })];
    expect(chargeOfUnnamed(WON, [billed, paid, DISPUTE])).toBe('ch_1');
    expect(chargeOfUnnamed(WON, [billed, paid])).toBe('ch_2');
    expect(chargeOfUnnamed(WON, [billed])).toBe('ch_3');
  });

  it('is told by what the row names: an empty name is passed over', () => {
    const [paid, billed] = [charge('ch_2', { paymentIntent: 'pi_1' }), charge('ch_3', { invoice: 'in_1' })];
    expect(chargeOfUnnamed({ ...WON, sourceId: '' }, [billed, paid])).toBe('ch_2');
    expect(chargeOfUnnamed({ ...WON, sourceId: '', paymentIntent: '' }, [billed, paid])).toBe('ch_3');
  });

  it('is not known where nothing tells it, or two charges are told', () => {
    expect(chargeOfUnnamed(WON, [])).toBeNull();
    expect(chargeOfUnnamed({ ...WON, sourceId: '', invoice: '', paymentIntent: '' }, [charge('ch_1')])).toBeNull();
    // An empty name is no name that two rows could share.
    const unnamed = charge('ch_1', { sourceId: '' });
    expect(chargeOfUnnamed({ ...WON, sourceId: '', invoice: '', paymentIntent: '' }, [unnamed])).toBeNull();
    expect(chargeOfUnnamed(WON, [charge('ch_9', { invoice: 'in_9', paymentIntent: 'pi_9' })])).toBeNull();
    const two = ['ch_1', 'ch_2'].map((id) => charge(id, { invoice: 'in_1' }));
    expect(chargeOfUnnamed(WON, two)).toBeNull();
    expect(chargeOfUnnamed(WON, [...two.slice(1), ...two.slice(1)])).toBe('ch_2');
  });

  it('is not told by the invoice or payment of another refund', () => {
    expect(
      chargeOfUnnamed(WON, [charge('ch_1', { isCharge: false, kind: 'refund', sourceId: 're_1', invoice: 'in_1' })]),
    ).toBeNull();
  });
});
