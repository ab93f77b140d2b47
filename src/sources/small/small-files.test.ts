import { describe, expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import { headOf, inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { COSTS_FILE } from './costs-file.ts';
import { FX_FILE } from './fx-file.ts';
import { OPENING_FILE } from './opening-file.ts';
import { isSmallFile, readSmallFile, type SmallFile } from './small-file.ts';
import { SUBSCRIBERS_FILE } from './subscribers-file.ts';
import { PARTICIPATION_FILE, WALLET_LINKS_FILE } from './wallet-files.ts';

const WALLET = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const read = async <Row>(file: SmallFile<Row>, text: string): Promise<Row[]> =>
  (await readSmallFile(file, inputOf(text))).map(({ row }) => row);
const codes = async (file: SmallFile<unknown>, text: string): Promise<string[]> =>
  (await problemsOf(readSmallFile(file, inputOf(text)))).map(({ code, place }) => `${place.line} ${code}`);

describe('fx.csv (R3)', () => {
  const head = 'date,from,to,rate,source\n';

  it('holds rates of days and months, dollars for one unit', async () => {
    expect(await read(FX_FILE, `${head}2026-10-30,eur,USD,1.0837,ECB\n2026-10,GBP,USD,1.30,\n`)).toEqual([
      { date: '2026-10-30', currency: 'EUR', rate: '1.0837' },
      { date: '2026-10', currency: 'GBP', rate: '1.30' },
    ]);
  });

  it('may have the empty rows that a spreadsheet writes below the last one', async () => {
    expect(await read(FX_FILE, `${head}2026-10-30,EUR,USD,1.0837,ECB\n,,,,\n,,,,\n`)).toHaveLength(1);
    expect(await codes(FX_FILE, `${head}2026-10-30,EUR,USD,,ECB\n,,,,\n`)).toEqual(['2 missing-value']);
  });

  it('says of a rate that is too long that it is', async () => {
    const rate = `1.${'1'.repeat(31)}`;
    expect(await codes(FX_FILE, `${head}2026-10-30,EUR,USD,${rate},\n`)).toEqual(['2 too-many-digits']);
    expect(await read(FX_FILE, `${head}2026-10-30,EUR,USD,${rate.slice(0, -1)},\n`)).toHaveLength(1);
  });

  it('no inverse: a rate from dollars says nothing', async () => {
    expect(await read(FX_FILE, `${head}2026-10-30,USD,EUR,0.92,ECB\n`)).toEqual([null]);
  });

  it('takes one rate for another only by its value', async () => {
    const rates = (...all: string[]): string => head + all.map((rate) => `2026-10-30,EUR,USD,${rate},\n`).join('');
    expect(await read(FX_FILE, rates('1.10', '1.1', '01.100'))).toHaveLength(3);
    expect(await read(FX_FILE, rates('100', '100.0'))).toHaveLength(2);
    expect(await codes(FX_FILE, rates('10', '100'))).toEqual(['3 conflicting-rows']);
  });

  it('refuses what is no rate, day or currency', async () => {
    const rows = [
      '2026-02-30,EUR,USD,1.1,',
      '2026-10-30,EURO,USD,1.1,',
      '2026-10-30,EUR,USD,0.00,',
      '2026-10-30,EUR,USD,1e3,',
      '2026-10-30,EUR,USD,-1,',
      '2026-10-30,EUR,OSD,1.1,',
      '2026-10-30,EUE,USD,1.1,',
    ];
    expect(await codes(FX_FILE, `${head}${rows.join('\n')}\n`)).toEqual([
      '2 not-a-date',
      '3 not-a-currency',
      '4 not-an-amount',
      '5 not-an-amount',
      '6 not-an-amount',
      '7 not-a-currency',
      '8 not-a-currency',
    ]);
  });
});

describe('whose account it is (R12)', () => {
  it('what a database writes for no value is no account: all of them would be one', async () => {
    for (const none of ['NULL', 'null', '\\N', 'NA', 'n/a', '#N/A', 'NaN', 'nan', 'None', 'undefined', '(null)', '-']) {
      expect(await codes(WALLET_LINKS_FILE, `wallet,account\n${WALLET},${none}\n`)).toEqual(['2 missing-value']);
      const subscribers = `account,provider,subscription\n${none},stripe,sub_1\n`;
      expect(await codes(SUBSCRIBERS_FILE, subscribers)).toEqual(['2 missing-value']);
    }
    expect(await read(WALLET_LINKS_FILE, `wallet,account\n${WALLET},Null\n`)).toHaveLength(1);
  });

  it('a subscription is of one account', async () => {
    const rows = ['ada,stripe,sub_1', 'ada,stripe,sub_1', 'bob,stripe,sub_1', 'bob,apple,sub_1'];
    const text = `account,provider,subscription\n${rows.join('\n')}\n`;
    expect(await codes(SUBSCRIBERS_FILE, text)).toEqual(['4 conflicting-rows']);
  });
});

describe('costs.csv (R9)', () => {
  const head = 'month,description,amount_usd,months\n';

  it('takes empty months as 1', async () => {
    expect(await read(COSTS_FILE, `${head}2026-10,"audit, yearly",12.50,\n2026-10,rebate,-1,12\n`)).toEqual([
      { month: month('2026-10'), description: 'audit, yearly', amount: 12500000n, months: 1 },
      { month: month('2026-10'), description: 'rebate', amount: -1000000n, months: 12 },
    ]);
  });

  it('refuses what is no month, amount or count', async () => {
    const rows = ['2026-13,a,1,1', '2026-10,a,1.2345678,1', '2026-10,a,1,0', '2026-10,a,1,121', '2026-10,,1,1'];
    expect(await codes(COSTS_FILE, `${head}${rows.join('\n')}\n`)).toEqual([
      '2 not-a-month',
      '3 too-many-digits',
      '4 not-a-count',
      '5 not-a-count',
      '6 missing-value',
    ]);
  });
});

describe('wallet-links.csv and participation.csv (R11, R12)', () => {
  it('compare wallets by value, and refuse a wrong checksum', async () => {
    const head = 'wallet,account\n';
    expect(await read(WALLET_LINKS_FILE, `${head}${WALLET},acc_1\n`)).toEqual([
      { wallet: WALLET.toLowerCase(), account: 'acc_1' },
    ]);
    expect(
      await codes(WALLET_LINKS_FILE, `${head}${WALLET.replace('aA', 'AA')},acc_1\n0x12,acc_1\n${WALLET},\n`),
    ).toEqual(['2 wrong-checksum', '3 not-a-wallet', '4 missing-value']);
  });

  const head = 'wallet,enabled_from,enabled_until\n';
  it.each([
    ['', '', null, null],
    ['2026-10-01', '', Date.UTC(2026, 9, 1), null],
    [
      '2026-10-01T02:00:00+02:00',
      '2026-10-31T23:59:59.5Z',
      Date.UTC(2026, 9, 1),
      Date.UTC(2026, 9, 31, 23, 59, 59, 500),
    ],
    ['2026-10-01 00:00Z', '2026-10-01T00:00:00-0800', Date.UTC(2026, 9, 1), Date.UTC(2026, 9, 1, 8)],
  ])('participation from %j until %j', async (from, until, fromMs, untilMs) => {
    expect(await read(PARTICIPATION_FILE, `${head}${WALLET},${from},${until}\n`)).toEqual([
      { wallet: WALLET.toLowerCase(), fromMs, untilMs },
    ]);
  });

  it('a time needs its offset', async () => {
    expect(await codes(PARTICIPATION_FILE, `${head}${WALLET},2026-10-01T00:00:00,\n${WALLET},soon,\n`)).toEqual([
      '2 no-offset',
      '3 not-a-time',
    ]);
  });
});

describe('opening.csv (R8)', () => {
  it('holds amounts in millionths', async () => {
    const head = 'provider,charge,plan,first_month,months,gross_usd,customer_tax_usd,provider_fee_usd\n';
    expect(await read(OPENING_FILE, `${head}Stripe,ch_0,unlimited,2025-12,12,199.00,0,6.07\n`)).toEqual([
      {
        provider: 'stripe',
        charge: 'ch_0',
        plan: 'unlimited',
        firstMonth: month('2025-12'),
        months: 12,
        gross: 199000000n,
        tax: 0n,
        fee: 6070000n,
      },
    ]);
    expect(await codes(OPENING_FILE, `${head}paypal,ch_0,unlimited,2025-12,12,199.00,0,6.07\n`)).toEqual([
      '2 not-a-provider',
    ]);
  });

  it.each([
    // As deductions are printed elsewhere: they would be added to the gross.
    ['199.00,0,-6.07'],
    ['199.00,-19.90,6.07'],
    ['199.00,300.00,6.07'],
    ['-10.00,0,0.50'],
    // 150.00 and 49.01 are 199.01.
    ['199.00,150.00,49.01'],
    ['-10.00,-6.00,-4.01'],
  ])('refuses a tax or a fee that is no part of the gross: %s', async (amounts) => {
    const head = 'provider,charge,plan,first_month,months,gross_usd,customer_tax_usd,provider_fee_usd\n';
    expect(await codes(OPENING_FILE, `${head}stripe,ch_0,unlimited,2025-12,12,${amounts}\n`)).toEqual([
      '2 net-mismatch',
    ]);
    // The unused time of an upgrade is a negative schedule.
    expect(await read(OPENING_FILE, `${head}stripe,ch_0,unlimited,2025-12,12,-10.00,-1.00,0\n`)).toHaveLength(1);
  });
});

describe('how a small file is told', () => {
  it('by exactly its header, in any order', () => {
    expect(isSmallFile(FX_FILE, headOf('source,rate,to,from,date\n'))).toBe(true);
    expect(isSmallFile(FX_FILE, headOf('date,from,to,rate\n'))).toBe(true);
    expect(isSmallFile(FX_FILE, headOf('date,from,to,rate,source,comment\n'))).toBe(false);
    expect(isSmallFile(WALLET_LINKS_FILE, headOf('wallet,account\n'))).toBe(true);
    expect(isSmallFile(WALLET_LINKS_FILE, headOf('wallet,enabled_from,enabled_until\n'))).toBe(false);
  });
});
