import { describe, expect, it } from 'vitest';
import { firstLines } from '../../../../test/judging/outlined.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { Exact } from '../../money/exact-decimal.ts';
import type { MethodTerms } from '../../payout/ledger/method.ts';
import { batchCell } from './batch-cell.ts';

const TERMS: MethodTerms = {
  ...{ method: 'fiat', asset: 'USD', scale: 2, minimumUsd: 0n, token: null, chainId: null, claimContract: null },
  fee: { fixedUsd: usd('0.25'), proportion: new Exact('0.02') },
};

/**
 * 10.000005 USD for ada in euros at 1.1637: the fee is 0.25 + 0.200000|1, so 9.550005 are 8.2065...: 8.20 EUR, which are worth
 * 9.54234 USD.
 */
const LINE = new Map([
  ...Object.entries({ month: '2026-08', wallet: '0xA', method: 'fiat', destination: 'ada@example.com', asset: 'EUR' }),
  ...Object.entries({ amount: '8.20', sent: '3.20', open: '5.00', balance_usd: '10.000005', fee_usd: '0.450000' }),
  ...Object.entries({ pay_usd: '9.542340', rate_pair: 'EUR/USD', rate_date: '2026-08-31', rate: '1.1637', token: '' }),
]);

const explained = (
  column: string | null,
  changed: Readonly<Record<string, string>> = {},
  terms: MethodTerms | null = TERMS,
) =>
  firstLines(
    batchCell({ file: 'batch.csv', row: 2, cells: new Map([...LINE, ...Object.entries(changed)]) }, column, terms),
  );

const BALANCE =
  'balance of 0xA: 10.000005 USD | R17 | what of the balance no batch held when this one was prepared | batch.csv:2:balance_usd';
const FEE =
  'fee of 0xA: 0.450000 USD | 0.250000 + trunc(10.000005 * 0.02) | R17 | payouts.methods of revshare.yaml; the payee bears it | batch.csv:2:fee_usd';
const PAY =
  'pay of 0xA: 9.542340 USD | 8.20 * 1.1637, rounded up to 0.000001 USD | R17 | what the transfer takes off the balance beside the fee | batch.csv:2:pay_usd';
const RATE =
  'rate of EUR/USD for 2026-08-31: 1.1637 | R3 | as fx.csv had it when the batch was prepared: of the day, else of the week before, else of the month | batch.csv:2:rate';

describe('a line of a batch', () => {
  it('is what the balance less its fee is in the asset, cut to what is sent of it', () => {
    const amount =
      'amount of 0xA: 8.20 EUR | (10.000005 - 0.450000) / 1.1637, cut after 2 decimals | R17 | batch.csv:2:amount';
    expect(explained('amount')).toEqual([amount, `* ${BALANCE}`, `* ${FEE}`, `* ${RATE}`, `* ${PAY}`]);
    expect(explained(null)).toEqual(explained('amount'));
    expect([explained('balance_usd'), explained('fee_usd'), explained('pay_usd'), explained('rate')]).toEqual([
      [BALANCE],
      [FEE],
      [PAY],
      [RATE],
    ]);
  });

  it('in dollars needs no rate', () => {
    const dollars = {
      ...{
        asset: 'USDC',
        amount: '9.550005',
        sent: '0.000000',
        pay_usd: '9.550005',
        rate_pair: '',
        rate_date: '',
        rate: '',
      },
    };
    expect(explained('amount', dollars)[0]).toContain('| 10.000005 - 0.450000, cut after 6 decimals |');
    expect(explained('pay_usd', dollars)[0]).toContain('| 9.550005 | R17 |');
    expect(explained('rate', dollars)).toEqual(['no figure']);
  });

  it('of an asset without decimals is cut to whole ones', () => {
    const yen = { asset: 'JPY', amount: '1469', rate_pair: 'JPY/USD', rate: '0.0065', pay_usd: '9.548500' };
    // 9.550005 / 0.0065 = 1469.2...
    expect(explained('amount', yen)[0]).toContain(
      'amount of 0xA: 1469 JPY | (10.000005 - 0.450000) / 0.0065, cut after 0 decimals |',
    );
  });

  it('says what was sent of it, and what is open', () => {
    expect(explained('sent')).toEqual([
      'sent of 0xA: 3.20 EUR | R17 | what receipts.csv says of it, less what was taken back | batch.csv:2:sent',
    ]);
    expect(explained('open')).toEqual([
      'open of 0xA: 5.00 EUR | 8.20 - 3.20 | R17 | amount, less what was sent | batch.csv:2:open',
    ]);
  });

  it('has no formula that is not so: of other terms, or of figures that do not come to it', () => {
    const note = 'by payouts.methods as it was when the batch was prepared';
    const other = { ...TERMS, fee: { fixedUsd: usd('0.3'), proportion: null } };
    for (const terms of [other, null]) expect(explained('fee_usd', {}, terms)[0]).toContain(`USD | R17 | ${note} |`);
    expect(explained('fee_usd', { fee_usd: '0.300000' }, other)[0]).toContain('| 0.300000 | R17 |');
    const part = { ...TERMS, fee: { fixedUsd: 0n, proportion: new Exact('0.045') } };
    expect(explained('fee_usd', {}, part)[0]).toContain('| trunc(10.000005 * 0.045) | R17 |');
    expect(explained('amount', { amount: '8.21' })[0]).toBe('amount of 0xA: 8.21 EUR | R17 | batch.csv:2:amount');
  });

  it('has no figure in its other columns', () => {
    for (const column of ['wallet', 'method', 'token']) expect(explained(column)).toEqual(['no figure']);
  });
});
