import { describe, expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import type { SmallRowKind, SmallRows } from '../../core/close/inputs/small-rows.ts';
import { SMALL_ROW_TEXTS } from './small-rows.ts';

const WALLET = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';

/** A row of each kind, and its text in the data directories that there are: it never changes. */
const KEPT: { readonly [Kind in SmallRowKind]: { readonly row: SmallRows[Kind]; readonly text: string } } = {
  fx: {
    row: { date: '2026-10-30', currency: 'EUR', rate: '1.0837' },
    text: '{"date":"2026-10-30","currency":"EUR","rate":"1.0837"}',
  },
  costs: {
    row: { month: month('2026-10'), description: 'audit "x"', amount: -12_500_000n, months: 12 },
    text: '{"month":"2026-10","description":"audit \\"x\\"","amount":"-12500000","months":12}',
  },
  'wallet-links': {
    row: { wallet: WALLET, account: 'acc_1' },
    text: `{"wallet":"${WALLET}","account":"acc_1"}`,
  },
  participation: {
    row: { wallet: WALLET, fromMs: 1_790_812_800_000, untilMs: null },
    text: `{"wallet":"${WALLET}","fromMs":1790812800000,"untilMs":null}`,
  },
  coverage: {
    row: { provider: 'job-log', from: '2026-10-07', to: '2026-10-07', note: '' },
    text: '{"provider":"job-log","from":"2026-10-07","to":"2026-10-07","note":""}',
  },
  subscribers: {
    row: { account: 'acc_1', provider: 'google', subscription: 'GPA.1' },
    text: '{"account":"acc_1","provider":"google","subscription":"GPA.1"}',
  },
  payees: {
    row: { wallet: WALLET, method: null, destination: '', currency: '', hold: 'asked', fromMonth: month('2026-08') },
    text: `{"wallet":"${WALLET}","method":null,"destination":"","currency":"","hold":"asked","fromMonth":"2026-08"}`,
  },
  'usage-control': {
    row: { day: '2026-10-05', jobs: 3, points: 9_007_199_254_740_993n },
    text: '{"day":"2026-10-05","jobs":3,"points":"9007199254740993"}',
  },
  screening: {
    row: { subject: 'ada@example.org', result: 'clear', date: '2026-10-05' },
    text: '{"subject":"ada@example.org","result":"clear","date":"2026-10-05"}',
  },
  'stripe-balance-summary': {
    row: { category: 'charge', currency: 'USD', count: 3, gross: 9_007_199_254_740_993n, fee: 0n },
    text: '{"category":"charge","currency":"USD","count":3,"gross":"9007199254740993","fee":"0"}',
  },
  'stripe-balance': {
    row: { category: 'activity', currency: 'USD', amount: -1n },
    text: '{"category":"activity","currency":"USD","amount":"-1"}',
  },
  'apple-payments': {
    row: {
      ...{ region: 'Sweden (SEK)', currency: 'SEK', units: 1n, earned: 10_000_000n, balance: 0n, preTax: 10_000_000n },
      ...{ inputTax: 0n, adjustments: -2n, withholdingTax: -1n, owed: 9_999_997n, proceeds: 0n, bankCurrency: '' },
      paid: false,
    },
    text: [
      '{"region":"Sweden (SEK)","currency":"SEK","units":"1","earned":"10000000","balance":"0","preTax":"10000000"',
      '"inputTax":"0","adjustments":"-2","withholdingTax":"-1","owed":"9999997","proceeds":"0","bankCurrency":""',
      '"paid":false}',
    ].join(','),
  },
  'google-voided': {
    row: { order: 'GPA.1', atMs: 1_791_500_000_000, reason: 7 },
    text: '{"order":"GPA.1","atMs":1791500000000,"reason":7}',
  },
  'apple-financial': {
    row: {
      ...{ currency: 'EUR', quantity: -1n, amount: -14_000_000n, product: '6700000001', type: 'IAY', country: 'DE' },
      soldMs: null,
    },
    text: [
      '{"currency":"EUR","quantity":"-1","amount":"-14000000","product":"6700000001","type":"IAY","country":"DE"',
      '"soldMs":null}',
    ].join(','),
  },
};

function both<Kind extends SmallRowKind>(kind: Kind) {
  const { row, text } = KEPT[kind];
  return { written: SMALL_ROW_TEXTS[kind].write(row), text, read: SMALL_ROW_TEXTS[kind].read(text), row };
}

describe('the texts of small rows', () => {
  it.each(Object.keys(KEPT) as SmallRowKind[])('%s', (kind) => {
    const { written, text, read, row } = both(kind);
    expect(written).toBe(text);
    expect(read).toEqual(row);
  });
});
