import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { all, headOf, inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { ledgerCsv, ledgerRow, readLedger } from '../../../test/worlds/stripe-exports.ts';
import { meaningOf } from './categories.ts';
import { isStripeLedger, readStripeLedger } from './ledger.ts';
import { zoneOfName } from './ledger-range.ts';

const read = (text: string, name = 'export.csv') => readStripeLedger(inputOf(text, name), headOf(text));

describe('the Stripe ledger', () => {
  it('reads a row as it is printed, in UTC', async () => {
    const [row] = await readLedger([ledgerRow()]);
    expect(row).toEqual({
      provider: 'stripe',
      rowId: 'txn_ch_1',
      group: 'ch_1',
      kind: 'charge',
      atMs: Date.UTC(2026, 9, 3, 9, 16, 18),
      currency: 'USD',
      gross: usd('20.00'),
      fee: usd('0.88'),
      sourceId: 'ch_1',
      invoice: 'in_1',
      product: '',
      terms: '',
      paymentIntent: '',
      line: 2,
    });
  });

  it('reads columns in any order, in any letter case, with others between', async () => {
    const columns = ['Net', 'FEE', 'gross', 'invoice_id', 'charge_id', 'source_id', 'reporting_category', 'currency'];
    const values = '19.12,0.88,20,in_1,ch_1,ch_1,charge,usd';
    const text = `card_brand,${columns.join(',')},created_utc,Balance_Transaction_ID\nvisa,${values},2026-10-03 09:16:18,txn_ch_1\n`;
    expect(isStripeLedger(headOf(text))).toBe(true);
    expect(await all(read(text))).toEqual(await readLedger([ledgerRow()]));
  });

  it.each([
    ['199', '6.07', '192.93'],
    ['199.0', '6.07', '192.93'],
    ['199.00', '6.07', '192.93'],
    ['-199', '0', '-199.00'],
  ])('takes amounts with none, one or two decimals: %s', async (gross, fee, net) => {
    const [row] = await readLedger([ledgerRow({ gross, fee, net })]);
    expect(row?.gross).toBe(usd(gross));
  });

  it('checks net = gross - fee on every row', async () => {
    const text = ledgerCsv([ledgerRow(), ledgerRow({ net: '19.13' })]);
    const problems = await problemsOf(read(text));
    expect(problems.map(({ code, place }) => [code, place.line])).toEqual([['net-mismatch', 3]]);
  });

  it('takes created of a report made in UTC, and refuses that of another zone', async () => {
    const text = ledgerCsv([ledgerRow()]).replace('created_utc', 'created');
    const utc = 'Itemized_balance_change_from_activity_USD_2026-10-01_to_2026-10-31.csv';
    expect((await all(read(text, utc)))[0]?.atMs).toBe(Date.UTC(2026, 9, 3, 9, 16, 18));
    const local = utc.replace('.csv', '_Europe-Stockholm.csv');
    expect((await problemsOf(read(text, local))).map((each) => each.code)).toEqual(['local-time-export']);
  });

  it.each([
    ['..._USD_2026-10-01_to_2026-10-31_Europe-Stockholm.csv', 'Europe/Stockholm'],
    ['..._USD_2026-10-01_to_2026-10-31_Etc-UTC.csv', null],
    ['..._USD_2026-10-01_to_2026-10-31.csv', null],
    ['anything.csv', null],
  ])('the zone of %s is %s', (name, zone) => {
    expect(zoneOfName(name)).toBe(zone);
  });

  it('names every missing column of a default export', async () => {
    const text =
      'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,description,available_on\n';
    const [problem, ...more] = await problemsOf(read(text));
    expect(more).toEqual([]);
    expect(problem?.code).toBe('missing-column');
    for (const column of ['source_id', 'charge_id', 'invoice_id']) expect(problem?.message).toContain(column);
  });

  it('keeps what the customer saw only where it is another currency', async () => {
    const seen = { customer_facing_amount: '119.99', customer_facing_currency: 'eur' };
    const rows = await readLedger([ledgerRow(seen), ledgerRow({ ...seen, customer_facing_currency: 'usd' })]);
    expect(rows.map((row) => row.terms)).toEqual(['EUR 119990000', '']);
    const [half] = await readLedger([ledgerRow({ customer_facing_amount: '', customer_facing_currency: 'eur' })]);
    expect(half?.terms).toBe('');
  });

  it('reads either decimal separator, and refuses what may be thousands or decimals', async () => {
    const written = (gross: string, fee: string, net: string) => ledgerRow({ gross, fee, net });
    const read = async (row: ReturnType<typeof written>) =>
      (await readLedger([row])).map(({ gross, fee }) => [gross, fee]);
    expect(await read(written('1,020.00', '0.88', '1,019.12'))).toEqual([[1_020_000_000n, 880_000n]]);
    expect(await read(written('1020,00', '0,88', '1019,12'))).toEqual([[1_020_000_000n, 880_000n]]);
    expect(await read(written('1.020,00', '0,88', '1.019,12'))).toEqual([[1_020_000_000n, 880_000n]]);
    // 1020 yen, or 1.020 dinars.
    await expect(read(written('1,020', '0', '1,020'))).rejects.toThrow('gross "1,020" is not a plain decimal number');
  });

  it('with decimal commas is refused where an amount may be thousands or decimals, whichever comes first', async () => {
    const charge = ledgerRow({ gross: '1020,00', fee: '0,88', net: '1019,12' });
    // 1204 dollars, or 1.204.
    const refund = ledgerRow({ reporting_category: 'refund', gross: '-1.204', fee: '0', net: '-1.204' });
    const why = '-1.204 may be thousands or three decimals, because the file has decimal commas (1020,00)';
    await expect(readLedger([charge, refund])).rejects.toThrow(why);
    await expect(readLedger([refund, charge])).rejects.toThrow(why);
    expect(await readLedger([refund])).toMatchObject([{ gross: -1_204_000n }]);
  });

  it('puts refunds and disputes beside their charge, and other rows beside nothing', async () => {
    const rows = await readLedger([
      ledgerRow({ charge_id: '' }),
      ledgerRow({ reporting_category: 'refund', source_id: 're_1', gross: '-20.00', fee: '0' }),
      ledgerRow({ reporting_category: 'dispute', source_id: 'dp_1', gross: '-20.00', fee: '15.00' }),
      ledgerRow({ reporting_category: 'refund', source_id: 're_2', charge_id: '', gross: '-1.00', fee: '0' }),
      ledgerRow({ reporting_category: 'payout', source_id: 'po_1', gross: '-100.00', fee: '0' }),
      ledgerRow({ reporting_category: 'fee', source_id: '', gross: '-3.00', fee: '0' }),
    ]);
    expect(rows.map((row) => row.group)).toEqual(['ch_1', 'ch_1', 'ch_1', '', '', '']);
  });

  it.each(['charge_failure', 'refund', 'dispute'])(
    'finds the charge of a %s by its source where charge_id is empty',
    async (reporting_category) => {
      const rows = await readLedger(
        ['py_9', 're_9'].map((source_id) =>
          ledgerRow({ reporting_category, source_id, charge_id: '', gross: '-1.00', fee: '0' }),
        ),
      );
      expect(rows.map((row) => row.group)).toEqual(['py_9', '']);
    },
  );

  it('takes an empty category as one that is not known', async () => {
    const [row] = await readLedger([ledgerRow({ reporting_category: '' })]);
    expect([row?.kind, meaningOf(row?.kind ?? '?')]).toEqual(['', 'unknown']);
  });

  it.each(['payout', 'topup_reversal', 'risk_reserved_funds', 'issuing_dispute_fraud', 'payout_minimum_balance_hold'])(
    'leaves out %s',
    (category) => {
      expect(meaningOf(category)).toBe('not-revenue');
    },
  );

  it.each(['other_adjustment', 'payouts', 'transfer_fee', 'advanced'])('does not know %s', (category) => {
    expect(meaningOf(category)).toBe('unknown');
  });

  it('refuses times that do not exist', async () => {
    const codes = async (created_utc: string) =>
      (await problemsOf(read(ledgerCsv([ledgerRow({ created_utc })])))).map((each) => each.code);
    for (const text of ['2026-02-30 00:00:00', '2026-10-31 24:00:00', '10/31/2026', '2026-10-31'])
      expect(await codes(text)).toEqual(['not-a-time']);
  });
});
