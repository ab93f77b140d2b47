import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { short, usd } from '../../../test/worlds/charges.ts';
import { type LedgerRow, ledgerRow, readLedger } from '../../../test/worlds/stripe-exports.ts';

async function assemble(row: LedgerRow) {
  const [group] = assembleAll(await readLedger([ledgerRow({ charge_id: '', invoice_id: '', ...row })]), rulesOf());
  if (group === undefined) throw new Error('a row is a group');
  return group;
}

describe('ledger rows without a charge', () => {
  it.each([
    // Stripe takes its stand-alone fees as gross, or as fee.
    ['fee', '-3.00', '0', '3.00'],
    ['fee', '0', '3.00', '3.00'],
    ['network_cost', '-1.25', '0', '1.25'],
    ['tax', '-0.60', '0', '0.60'],
    ['fee', '2.00', '0', '-2.00'],
  ])('%s of gross %s and fee %s is a cost of %s (R9)', async (reporting_category, gross, fee, cost) => {
    const { sharedFees } = await assemble({ reporting_category, gross, fee, source_id: '' });
    expect(sharedFees.map((each) => short(each.cost))).toEqual([cost]);
  });

  it.each(['payout', 'payout_reversal', 'transfer', 'topup', 'reserve_transaction', 'connect_collection_transfer'])(
    '%s is not revenue',
    async (reporting_category) => {
      const { exclusions } = await assemble({ reporting_category, gross: '-50.00', fee: '0' });
      expect(exclusions.map((each) => [each.reason, each.amount])).toEqual([['not-revenue', usd('-50.00')]]);
    },
  );

  it.each([
    ['other_adjustment', 'unknown-category'],
    ['brand_new_category', 'unknown-category'],
    ['refund', 'orphan'],
  ])('%s is an exception: %s', async (reporting_category, code) => {
    const { findings } = await assemble({ reporting_category, source_id: 'x_1', gross: '-5.00', fee: '0' });
    expect(findings.map((each) => each.code)).toEqual([code]);
  });

  it('a fee without a rate is one too', async () => {
    const { findings, sharedFees } = await assemble({
      reporting_category: 'fee',
      currency: 'gbp',
      gross: '-3.00',
      fee: '0',
    });
    expect([findings.map((each) => each.code), sharedFees]).toEqual([['fx-missing'], []]);
  });
});
