import { describe, expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import { inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { FX_FILE } from './fx-file.ts';
import { PAYEES_FILE } from './payees-file.ts';
import { readSmallFile } from './small-file.ts';

const WALLET = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const OTHER = '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb';
const HEAD = 'wallet,method,destination,currency,hold,from_month\n';

const read = async (...rows: readonly string[]) =>
  (await readSmallFile(PAYEES_FILE, inputOf(`${HEAD}${rows.join('\n')}\n`))).map(({ row }) => row);
const faults = async (...rows: readonly string[]) =>
  (await problemsOf(readSmallFile(PAYEES_FILE, inputOf(`${HEAD}${rows.join('\n')}\n`)))).map(
    ({ code, place }) => `${place.line}:${place.column} ${code}`,
  );

describe('payees.csv (R17)', () => {
  it.each([
    ['usdc,,,', { method: 'usdc', destination: '', currency: '' }],
    [`USDC,${OTHER},usdc,`, { method: 'usdc', destination: OTHER.toLowerCase(), currency: 'USDC' }],
    ['sogni,,SOGNI,', { method: 'sogni', currency: 'SOGNI' }],
    ['spark,acc_7:main,,', { method: 'spark', destination: 'acc_7:main' }],
    [`spark,${OTHER.toLowerCase()},,`, { method: 'spark', destination: OTHER.toLowerCase() }],
    ['fiat,ada@example.org,eur,', { method: 'fiat', destination: 'ada@example.org', currency: 'EUR' }],
    ['fiat,ada@example.org,,', { method: 'fiat', currency: '' }],
    ["fiat,a.o'hara+pay_1@mail.ex-ample.co.uk,EUR,", { destination: "a.o'hara+pay_1@mail.ex-ample.co.uk" }],
    ['fiat,DE89 3704 0044 0532 0130 00,EUR,', { destination: 'DE89370400440532013000' }],
    ['fiat,123456,GBP,', { destination: '123456' }],
    [',,,address unconfirmed', { method: null, destination: '', hold: 'address unconfirmed' }],
  ])('reads %s', async (rest, expected) => {
    expect(await read(`${WALLET},${rest},2026-08`)).toMatchObject([
      { wallet: WALLET.toLowerCase(), hold: '', fromMonth: month('2026-08'), ...expected },
    ]);
  });

  it.each([
    ['cheque,,,', '2:44 not-a-method'],
    ['usdc,ada@example.org,,', '2:49 not-a-wallet'],
    [`usdc,${OTHER.replace('D1', 'd1')},,`, '2:49 wrong-checksum'],
    ['sogni,0x12,,', '2:50 not-a-wallet'],
    [`usdc,0x${'0'.repeat(40)},,`, '2:49 not-a-wallet'],
    [`spark,0x${'0'.repeat(40)},,`, '2:50 not-a-wallet'],
    ['spark,two words,,', '2:50 not-a-destination'],
    ['spark,0x12,,', '2:50 not-a-wallet'],
    ['fiat,,EUR,', '2:49 missing-value'],
    [`fiat,${OTHER},EUR,`, '2:49 not-a-destination'],
    ['fiat,ada@example,EUR,', '2:49 not-a-destination'],
    // A Cyrillic a, a zero-width space, a formula: the rail's file holds the address as it is.
    ['fiat,\u0430da@example.org,EUR,', '2:49 not-a-destination'],
    ['fiat,ada@ex\u200Bample.org,EUR,', '2:49 not-a-destination'],
    ['fiat,=1+1@example.org,EUR,', '2:49 not-a-destination'],
    ['fiat,DE88370400440532013000,EUR,', '2:49 not-a-destination'],
    // An IBAN says nothing about the currency of its account.
    ['fiat,DE89370400440532013000,,', '2:49 not-a-destination'],
    ['fiat,ada@example.org,euro,', '2:65 not-a-currency'],
    // PayPal does not pay in won; Wise says so itself.
    ['fiat,ada@example.org,KRW,', '2:65 not-a-currency'],
    ['usdc,,EUR,', '2:50 not-a-currency'],
    [',,EUR,', '2:46 not-a-currency'],
    [`,${OTHER},,`, '2:45 not-a-destination'],
  ])('refuses %s at %s', async (rest, fault) => {
    expect(await faults(`${WALLET},${rest},2026-08`)).toEqual([fault]);
  });

  it('needs a wallet and a month', async () => {
    expect(await faults('0x12,usdc,,,,2026-8')).toEqual(['2:1 not-a-wallet', '2:14 not-a-month']);
  });

  it('refuses two ways to be paid from the same month on, not the same twice nor another month', async () => {
    const rows = [`${WALLET},usdc,,,,2026-08`, `${WALLET.toLowerCase()},spark,,,,2026-08`];
    expect(await faults(...rows)).toEqual(['3:1 conflicting-rows']);
    expect(await read(rows[0] as string, rows[0] as string, `${WALLET},spark,,,,2026-09`)).toHaveLength(3);
  });
});

describe('fx.csv with assets (R17)', () => {
  it('has rates of SOGNI and Spark, and of nothing else that is no currency', async () => {
    const text = 'date,from,to,rate,source\n2026-08-31,sogni,USD,0.0371,\n2026-08-31,SPARK,USD,0.005,\n';
    const rows = (await readSmallFile(FX_FILE, inputOf(text))).map(({ row }) => row);
    expect(rows).toMatchObject([{ currency: 'SOGNI', rate: '0.0371' }, { currency: 'SPARK' }]);
    const bad = await problemsOf(readSmallFile(FX_FILE, inputOf(`${text}2026-08-31,USDCX,USD,1,\n`)));
    expect(bad.map(({ code }) => code)).toEqual(['not-a-currency']);
  });
});
