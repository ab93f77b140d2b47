import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import {
  ADA,
  AUGUST,
  BEN,
  CLEO,
  freshBatch,
  payeeOf,
  rulesOf,
  SEPTEMBER,
  termsOf,
} from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import { takenByLine } from '../ledger/line-state.ts';
import { isPayoutMethod, isWholeCurrency, type PayoutTerms } from '../ledger/method.ts';
import { NO_RAIL_FEE, plainReference, type Receipt } from '../ledger/receipt.ts';
import { whyHeld } from '../payees/why-held.ts';
import { judgeReceipts } from '../receipts/judge-receipts.ts';
import { batchOf } from './prepare-batch.ts';
import { convertDown, minimumOf, settleWallet, wayOf } from './settle.ts';

const MIXED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const ZERO = `0x${'0'.repeat(40)}`;
const COUNTRY = { hold: '', minimumUsd: null, needsTaxForm: false };

describe('wayOf (R17): how a wallet is paid', () => {
  it('is the default method to the wallet itself, with its checksum', () => {
    expect(wayOf(MIXED.toLowerCase(), undefined, termsOf())).toMatchObject({ destination: MIXED, currency: 'USDC' });
    expect(wayOf(ADA, undefined, termsOf({}, null))).toBeNull();
    expect(wayOf(ADA, undefined, termsOf({}, 'fiat'))).toBeNull();
  });

  it('is what the payee says: method, destination and currency', () => {
    const payee = payeeOf(ADA, { method: 'fiat', destination: 'Ada@example.org', currency: 'EUR' });
    expect(wayOf(ADA, payee, termsOf())).toMatchObject({ destination: 'Ada@example.org', currency: 'EUR' });
    expect(wayOf(ADA, payeeOf(ADA, { destination: MIXED.toLowerCase() }), termsOf())?.destination).toBe(MIXED);
    expect(wayOf(ADA, payeeOf(ADA, { method: 'spark' }), termsOf({}, null))?.currency).toBe('SPARK');
  });
});

describe('settleWallet (R17): in this order', () => {
  const terms: PayoutTerms = {
    ...termsOf({ usdc: { minimum: '10' } }),
    countries: new Map([
      ['IR', { ...COUNTRY, hold: 'sanctions' }],
      ['US', { ...COUNTRY, minimumUsd: usd('20') }],
    ]),
  };
  const contracts: PayoutTerms = {
    ...terms,
    methods: {
      ...terms.methods,
      usdc: { ...terms.methods.usdc, token: MIXED },
      sogni: { ...terms.methods.sogni, claimContract: checksumAddress(CLEO) },
    },
  };
  const reasonOf = (amount: string, payee = payeeOf(ADA), of = terms) =>
    settleWallet(ADA, usd(amount), rulesOf(of, [payee])).reason;

  it('nothing or less goes before a hold, and a hold before a missing method', () => {
    const held = payeeOf(ADA, { hold: 'wait' });
    expect([reasonOf('-1', held), reasonOf('0', held), reasonOf('1', held)]).toEqual(['deficit', '', 'on-hold']);
    const nobody = { ...terms, defaultMethod: null };
    expect([reasonOf('1', held, nobody), reasonOf('1', payeeOf(ADA), nobody)]).toEqual(['on-hold', 'no-method']);
    expect(settleWallet(ADA, usd('1'), rulesOf(nobody))).toEqual({ line: null, method: null, reason: 'no-method' });
  });

  it('an address that loses what it gets goes before the minimum: zero, a token, a claim contract', () => {
    for (const destination of [ZERO, MIXED, MIXED.toLowerCase(), CLEO]) {
      expect(reasonOf('1', payeeOf(ADA, { destination }), contracts)).toBe('not-a-destination');
    }
    expect(reasonOf('10', payeeOf(ADA, { destination: BEN }), contracts)).toBe('');
  });

  it('a rail that does not pay in the currency goes before a missing rate', () => {
    const fiat = (destination: string) => payeeOf(ADA, { method: 'fiat', destination, currency: 'INR' });
    expect(reasonOf('1', fiat('ada@example.org'))).toBe('no-rail');
    expect(reasonOf('1', fiat('40011223'))).toBe('no-rate');
    // Only fiat goes by rails.
    expect(reasonOf('10', payeeOf(ADA, { destination: 'a@b.cd', currency: 'INR' }))).toBe('no-rate');
  });

  it('the minimum is the greatest of method, country and payee', () => {
    const from = (country: string | undefined, minimumUsd?: string) => {
      const payee = payeeOf(ADA, {
        ...(country === undefined ? {} : { country }),
        ...(minimumUsd === undefined ? {} : { minimumUsd }),
      });
      return minimumOf(payee, terms.methods.usdc, terms);
    };
    expect(minimumOf(undefined, terms.methods.usdc, terms)).toBe(usd('10'));
    expect([
      from(undefined),
      from('US'),
      from('IR'),
      from('US', '30'),
      from('US', '15'),
      from(undefined, '12'),
    ]).toEqual(['10', '20', '10', '30', '20', '12'].map(usd));
  });

  it('keeps the fee: fixed and a proportion, cut to the micro-dollar', () => {
    const fee = termsOf({ usdc: { fixed: '1', proportion: '0.1' } });
    // 1 + 10 % of 10.000009, which are 1.0000009.
    expect(settleWallet(ADA, usd('10.000009'), rulesOf(fee)).line).toMatchObject({
      ...{ balanceUsd: usd('10.000009'), feeUsd: usd('2'), payUsd: usd('8.000009'), assetAmount: usd('8.000009') },
    });
  });

  it('says on what chain it is sent', () => {
    const named = { ...terms.methods.usdc, token: MIXED, chainId: '8453' };
    const sent = { ...terms, methods: { ...terms.methods, usdc: named } };
    expect(settleWallet(ADA, usd('10'), rulesOf(sent)).line).toMatchObject({
      ...{ method: 'usdc', wallet: ADA, chain: { token: MIXED.toLowerCase(), chainId: '8453', contract: '' } },
    });
  });
});

describe('convertDown', () => {
  const at = (value: string) => ({ pair: 'X/USD', date: '2026-08-31', value });

  it('floors to the asset’s scale and takes off what that is worth, rounded up', () => {
    // 1.00 at 0.30 is 3.33; worth 0.999.
    expect(convertDown(usd('1'), at('0.30'), 2)).toEqual({ assetAmount: 333n, payUsd: usd('0.999') });
    // 1.00 at 0.3 and six decimals: 3.333333, worth 0.9999999, so 1.00 leaves.
    expect(convertDown(usd('1'), at('0.3'), 6)).toEqual({ assetAmount: 3_333_333n, payUsd: usd('1') });
    expect(convertDown(usd('7'), at('2'), 0)).toEqual({ assetAmount: 3n, payUsd: usd('6') });
    expect(convertDown(usd('1.5'), null, 6)).toEqual({ assetAmount: usd('1.5'), payUsd: usd('1.5') });
    expect(convertDown(1n, null, 6)).toEqual({ assetAmount: 1n, payUsd: 1n });
    expect([convertDown(0n, null, 6), convertDown(-5n, null, 6)]).toEqual(
      Array.from({ length: 2 }, () => ({ assetAmount: 0n, payUsd: 0n })),
    );
  });
});

describe('whyHeld (R17): the first that applies', () => {
  const held = (payee = payeeOf(ADA), changed: object = {}, destination = '') =>
    whyHeld(ADA, payee, destination, { ...rulesOf(termsOf()), ...changed });
  const withTerms = (terms: Partial<PayoutTerms>) => ({ terms: { ...termsOf(), ...terms } });
  const countries = new Map([
    ['IR', { ...COUNTRY, hold: 'sanctions' }],
    ['US', { ...COUNTRY, needsTaxForm: true }],
    ['other', { ...COUNTRY, hold: 'not yet' }],
  ]);

  it('is what a decision or a person says', () => {
    expect(held(undefined, { withheld: new Map([[ADA, 'asked']]) })).toEqual({ reason: 'on-hold', why: 'asked' });
    expect(held(payeeOf(ADA, { hold: 'wait' }), { withheld: new Map([[ADA, '']]) })).toEqual({
      ...{ reason: 'on-hold', why: 'withheld in this month' },
    });
    expect(held(payeeOf(ADA, { hold: 'wait' }))).toEqual({ reason: 'on-hold', why: 'wait' });
    expect(held()).toBeNull();
  });

  it('is that of its country, else of the others', () => {
    expect(held(payeeOf(ADA, { country: 'IR' }), withTerms({ countries }))?.why).toBe('sanctions');
    expect(held(payeeOf(ADA, { country: 'FR' }), withTerms({ countries }))?.why).toBe('not yet');
    expect(held(payeeOf(ADA), withTerms({ countries }))?.why).toBe('not yet');
    expect(held(payeeOf(ADA, { country: 'US', taxForm: 'W-9' }), withTerms({ countries }))).toBeNull();
    expect(held(payeeOf(ADA, { country: 'US' }), withTerms({ countries }))).toEqual({
      ...{ reason: 'tax-form-missing', why: 'its tax form is missing' },
    });
    expect(held(payeeOf(ADA, { country: 'US', taxForm: '' }), withTerms({ countries }))?.reason).toBe(
      'tax-form-missing',
    );
  });

  it('is a hit on the wallet or on the destination, however that is written', () => {
    const hit = (subject: string) => ({ screening: new Map([[subject, 'hit']]) });
    const found = { reason: 'screening-hit', why: 'a screening found it' };
    expect(held(undefined, hit(ADA))).toEqual(found);
    expect(held(undefined, hit('de1234'), 'DE 12 34')).toEqual(found);
    expect(held(undefined, hit(BEN))).toBeNull();
  });

  it('is that nobody screened it, where that is required', () => {
    const screened = (entries: [string, string][]) => ({
      ...{ ...withTerms({ screening: true }), screening: new Map(entries) },
    });
    expect(held(undefined, screened([]))).toEqual({ reason: 'not-screened', why: 'it was not screened' });
    expect(held(undefined, screened([[ADA, 'clear']]))).toBeNull();
    expect(held(undefined, screened([['x', 'clear']]), 'X')).toBeNull();
  });
});

describe('what a line has taken', () => {
  const of = line({ wallet: ADA, payUsd: 10n, feeUsd: 2n, assetAmount: 3n });

  it('is its part of what was sent, rounded up, with the fee from the first on', () => {
    expect(takenByLine(of, 0n, false)).toEqual({ paid: 0n, fees: 0n, reserved: 12n });
    // ceil(10 / 3) = 4, ceil(20 / 3) = 7.
    expect(takenByLine(of, 1n, false)).toEqual({ paid: 4n, fees: 2n, reserved: 6n });
    expect(takenByLine(of, 2n, false)).toEqual({ paid: 7n, fees: 2n, reserved: 3n });
    expect(takenByLine(of, 3n, false)).toEqual({ paid: 10n, fees: 2n, reserved: 0n });
    expect(takenByLine(of, 1n, true)).toEqual({ paid: 4n, fees: 2n, reserved: 0n });
  });

  it('is never more than the line, nor less than nothing', () => {
    expect(() => takenByLine(of, 4n, false)).toThrow(`4 of 3 units were sent to ${ADA}: the books do not hold that`);
    expect(() => takenByLine(of, -1n, false)).toThrow('-1 of 3');
  });
});

describe('judgeReceipts says what does not fit', () => {
  const SENT = Date.UTC(2026, 8, 1, 12);
  const batch = freshBatch(batchOf(AUGUST, 1, [line({ wallet: ADA, assetAmount: usd('9') }), line({ wallet: BEN })]));
  const of: Receipt = {
    ...{ wallet: ADA, amount: usd('9'), asset: 'USDC', reference: '0xaa', atMs: SENT, line: 2 },
    ...{ railFee: NO_RAIL_FEE, marketRate: '' },
  };
  const strict = { allowPartial: false, allowShort: false, skipKnown: false, skipUnknown: false };
  const books = { known: new Set<string>(), asOfMs: SENT, excused: new Set([BEN]) };
  const said = (changed: Partial<Receipt>, twice = false) =>
    judgeReceipts(batch, books, twice ? [of, { ...of, ...changed }] : [{ ...of, ...changed }], {
      ...{ ...strict, allowPartial: true },
    }).refusals.map(({ what }) => what);
  const ada = checksumAddress(ADA);

  it('in words', () => {
    expect(said({})).toEqual([]);
    expect(said({}, true)).toEqual([`0xaa to ${ada} is recorded already`]);
    expect(said({ wallet: CLEO })).toEqual([`the batch does not pay ${checksumAddress(CLEO)}`]);
    expect(said({ asset: 'EUR' })).toEqual([`${ada} is paid in USDC, not in EUR`]);
    expect(said({ amount: 0n })).toEqual([`0.000000 USDC to ${ada} is nothing`]);
    expect(said({ amount: -1n })).toEqual([`-0.000001 USDC to ${ada} is nothing`]);
    expect(said({ amount: usd('9.5') })).toEqual([
      `9.500000 USDC to ${ada} is more than the 9.000000 still to be sent`,
    ]);
    expect(said({ reference: '0xbb', amount: 1n }, true)).toEqual([
      `0.000001 USDC to ${ada} is more than the 0.000000 still to be sent`,
    ]);
    const sent = `0xaa to ${ada} was sent at`;
    expect(said({ atMs: Date.UTC(2026, 7, 31) })).toEqual([
      `${sent} 2026-08-31T00:00:00.000Z, before 2026-09-01T00:00:00.000Z`,
    ]);
    expect(said({ atMs: SENT + 1 })).toEqual([`${sent} 2026-09-01T12:00:00.001Z, after 2026-09-01T12:00:00.000Z`]);
    expect(said({ amount: usd('4') })).toEqual([`5.000000 USDC less than due was sent to ${ada}`]);
    expect(judgeReceipts(batch, { ...books, excused: new Set() }, [of], strict).refusals).toEqual([
      { fault: 'missing-receipt', line: 0, what: `no receipt of 12.345678 USDC to ${checksumAddress(BEN)}` },
    ]);
    expect(judgeReceipts(batch, books, [], strict).refusals.map(({ what }) => what)).toEqual([
      `no receipt of 9.000000 USDC to ${ada}`,
    ]);
  });

  it('of a line of which something was sent before, only of the rest', () => {
    const partly = { ...batch, sent: new Map([[ADA, usd('5')]]) };
    const judged = judgeReceipts(partly, books, [{ ...of, amount: usd('4') }], strict);
    expect(judged.refusals).toEqual([]);
    expect(judgeReceipts(partly, books, [of], strict).refusals[0]?.what).toContain('more than the 4.000000 still');
  });

  it('of a transfer that was refused, that its line is missing too', () => {
    const refused = judgeReceipts(batch, books, [{ ...of, asset: 'EUR' }], strict).refusals;
    expect(refused.map(({ fault }) => fault)).toEqual(['wrong-asset', 'missing-receipt']);
  });
});

describe('names of payouts', () => {
  it('of methods and whole currencies are closed lists', () => {
    expect(['usdc', 'fiat', 'cash', 'USDC'].map(isPayoutMethod)).toEqual([true, true, false, false]);
    expect(['JPY', 'KRW', 'EUR', ''].map(isWholeCurrency)).toEqual([true, true, false, false]);
  });

  it('of references are the hash, wherever it stands', () => {
    const plain = (text: string) => plainReference(text);
    expect(plain(' 0xAB ')).toBe('0xab');
    expect(plain('https://basescan.org/tx/0xAB')).toBe('0xab');
    expect(plain('https://basescan.org/tx/0xAB?a=1#b')).toBe('0xab');
    expect(plain('https://basescan.org/tx/0xAB/log')).toBe('0xab');
    const digits = 'Ab'.repeat(32);
    expect([plain(digits), plain(`https://tronscan.org/tx/${digits}`)]).toEqual(Array(2).fill(`0x${'ab'.repeat(32)}`));
    expect(plain(digits.slice(1))).toBe(digits.slice(1));
    expect(plain('T-17')).toBe('T-17');
    expect(plain(' Invoice 0xAB ')).toBe('Invoice 0xAB');
    expect(plain('0xABz')).toBe('0xABz');
  });

  it('of months tell a batch', () => {
    expect(batchOf(AUGUST, 1, []).id).not.toBe(batchOf(SEPTEMBER, 1, []).id);
  });
});
