import { describe, expect, it } from 'vitest';
import { headOf, inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { formatMonth, monthOf } from '../../core/month/month.ts';
import { sourceKinds } from '../kinds.ts';
import { fiscalLabel } from './fiscal-label.ts';
import { readApplePayments } from './payments.ts';

const TITLE = '"App Store Connect - Payments and Financial Reports\t(October, 2026)",,,,,,,,,,,,\n,,,,,,,,,,,,\n';
const HEADER =
  'Region (Currency),Units Sold,Earned,Pre-Tax Subtotal,Input Tax,Adjustments,Withholding Tax,Total Owed,Exchange Rate,Proceeds,Bank Account Currency,\n';
const EURO =
  'Euro-Zone (EUR),"1,204","10,836.00","10,836.00","0","-36.00","0","10,800.00","1.10000","11,880.00","USD",\n';
const JAPAN = 'Japan (JPY),"2","1790","1790","0","0","-370","1420","0.00667","9.47","USD",\n';
const AMERICAS = 'Americas (USD),"3","42.00","42.00","0","0","0","42.00","1.00000","42.00","USD",\n';
const WORLD = 'Rest of World (USD),"1","7.00","7.00","0","0","0","7.00","1.00000","7.00","USD",\n';
// 11880.00 + 9.47 + 42.00 + 7.00
const PAID = ',,,,,,,,,,,,\n,,,,,,,,,,"11,938.47" USD,,\n,,,,,,,,,,Paid to EXAMPLE BANK -****1299,,\n';

const read = (text: string) => readApplePayments(inputOf(text, 'financial_report.csv'));

describe('the payments file', () => {
  it('is told by its title, in whatever language', () => {
    expect(sourceKinds(headOf(TITLE + HEADER))).toEqual(['apple-payments']);
    expect(sourceKinds(headOf('"App Store Connect - Zahlungen und Finanzberichte\t(Oktober, 2026)",,,,,,\n'))).toEqual([
      'apple-payments',
    ]);
  });

  it('reads regions with thousands, deductions and several regions of one currency', async () => {
    const { label, rows } = await read(TITLE + HEADER + EURO + JAPAN + AMERICAS + WORLD + PAID);
    expect(label).toBe(monthOf(2026, 10));
    expect(rows.map(({ line }) => line)).toEqual([4, 5, 6, 7]);
    expect(rows[0]?.row).toEqual({
      region: 'Euro-Zone (EUR)',
      currency: 'EUR',
      units: 1204n,
      earned: 10836000000n,
      balance: 0n,
      preTax: 10836000000n,
      inputTax: 0n,
      adjustments: -36000000n,
      withholdingTax: 0n,
      owed: 10800000000n,
      proceeds: 11880000000n,
      bankCurrency: 'USD',
      paid: true,
    });
    expect(rows[1]?.row).toMatchObject({ currency: 'JPY', withholdingTax: -370000000n, owed: 1420000000n });
    expect(rows.filter(({ row }) => row.currency === 'USD').map(({ row }) => row.region)).toEqual([
      'Americas (USD)',
      'Rest of World (USD)',
    ]);
  });

  it('reads a header in another language by its order, with and without a balance', async () => {
    const german =
      'Region (Währung),Verkaufte Einheiten,Verdient,Zwischensumme vor Steuern,Vorsteuer,Anpassungen,Quellensteuer,Gesamtbetrag,Wechselkurs,Erlöse,Währung des Bankkontos,\n';
    const title = TITLE.replace('October', 'Oktober');
    expect((await read(title + german + EURO)).rows[0]?.row).toMatchObject({ owed: 10800000000n, balance: 0n });
    const withBalance = german.replace('Verdient,', 'Verdient,Guthaben,');
    const row = EURO.replace('"10,836.00","10,836.00"', '"10,800.00","36.00","10,836.00"');
    expect((await read(title + withBalance + row)).rows[0]?.row).toMatchObject({
      earned: 10800000000n,
      balance: 36000000n,
      preTax: 10836000000n,
      owed: 10800000000n,
    });
  });

  it('reads a file without exchange rates, and an older one without a subtotal', async () => {
    const title = TITLE.replace(',,,,,,,,,,,,\n', ',,,,,,,,,,\n');
    const header = HEADER.replace('Exchange Rate,', '');
    const row = 'Americas (USD),"3","42.00","42.00","0","0","-2.00","40.00","40.00","USD",\n';
    expect((await read(title + header + row)).rows[0]?.row).toMatchObject({ preTax: 42000000n, proceeds: 40000000n });
    const older =
      'Region (Currency),Units Sold,Balance,Earned,Input Tax,Adjustments,Withholding Tax,Total Owed,Proceeds,Bank Account Currency,\n';
    const carried = 'India (INR),"3","2.00","42.00","0","0","-2.00","42.00","42.00","INR",\n';
    expect((await read(title + older + carried)).rows[0]?.row).toMatchObject({
      earned: 42000000n,
      balance: 2000000n,
      preTax: 44000000n,
      owed: 42000000n,
    });
    // In another language the order of fewer columns does not tell which are missing.
    const german = header.replace('Total Owed', 'Gesamtbetrag').replace('Region (Currency)', 'Region (Währung)');
    expect((await problemsOf(read(title + german + row))).every(({ code }) => code === 'missing-column')).toBe(true);
  });

  it('takes regions behind a blank line as not paid', async () => {
    const unpaid = `${TITLE}${HEADER}${EURO},,,,,,,,,,,,\nSweden (SEK),"1","10.00","10.00","0","0","0","10.00","","","",\n`;
    const { rows } = await read(unpaid);
    expect(rows.map(({ row }) => [row.currency, row.paid, row.proceeds])).toEqual([
      ['EUR', true, 11880000000n],
      ['SEK', false, 0n],
    ]);
  });

  it('may have broken off where it does not say what was paid, of each currency of the account', async () => {
    const unfinished = async (text: string) => (await read(TITLE + HEADER + text)).unfinished;
    expect(await unfinished(EURO + JAPAN + AMERICAS + WORLD + PAID)).toBe(false);
    expect(await unfinished(EURO + JAPAN)).toBe(true);
    // Paid in dollars and in yen, of which the line is not there.
    const yen = 'Japan (JPY),"2","142","142","0","0","0","142","1.00000","142","JPY",\n';
    expect(await unfinished(EURO + JAPAN + AMERICAS + WORLD + yen + PAID)).toBe(true);
    // Nothing was paid.
    expect(await unfinished('Sweden (SEK),"0","0","0","0","0","0","0","0.10000","0","USD",\n')).toBe(false);
  });

  it('refuses estimates of a month that is not paid', async () => {
    const pending = '"App Store Connect - Payments and Financial Reports\t(October, 2026)",,,,,,,,,\n';
    expect((await problemsOf(read(pending + HEADER + EURO))).map(({ code }) => code)).toEqual(['pending-report']);
  });

  it('refuses a payment that is not the sum of the proceeds, and a title without a month', async () => {
    // 11880.00 alone.
    const [found] = await problemsOf(read(TITLE + HEADER + EURO + PAID));
    expect(found).toMatchObject({
      code: 'total-mismatch',
      place: { line: 6 },
      message: '11938.470000 USD were paid, and the proceeds above sum to 11880.000000',
    });
    const [unnamed] = await problemsOf(read(TITLE.replace('October', 'Oktrober') + HEADER + EURO));
    expect(unnamed?.code).toBe('not-a-month');
  });

  it.each([
    // 142 at 0.00667 is 0.94714; off by one of the last digit 0.00142, and a cent: 0.94856 + 0.01 = 0.95856 at most.
    ['what a rounded rate allows', '"142","0.00667","0.95","USD"', []],
    ['what it does not', '"142","0.00667","0.96","USD"', [['net-mismatch', 4]]],
    // 1420 at 0.00667 is 9.4714; 94.7 is a slip of the decimal point.
    [
      'proceeds that were edited, without the line that says what was paid',
      '"1420","0.00667","94.7","USD"',
      [['net-mismatch', 4]],
    ],
    ['an account in the same currency, to the last digit', '"1420","1.00000","1419","JPY"', [['net-mismatch', 4]]],
    ['no rate', '"1420","","9.47","USD"', []],
  ])('holds the proceeds against what was owed: %s', async (_, end, expected) => {
    const row = `Japan (JPY),"2","179","179","0","0","-37",${end},\n`;
    const found = await read(TITLE + HEADER + row).then(
      () => [],
      () => problemsOf(read(TITLE + HEADER + row)),
    );
    expect(found.map(({ code, place }) => [code, place.line])).toEqual(expected);
  });

  it('refuses a region without a currency', async () => {
    const [found] = await problemsOf(read(TITLE + HEADER + EURO.replace('(EUR)', '')));
    expect(found).toMatchObject({ code: 'not-a-currency', place: { line: 4, column: 1 } });
  });
});

describe('the month of a title', () => {
  it.each([
    ['(September, 2014)', '2014-09'],
    ['(septembre, 2014)', '2014-09'],
    ['(Août, 2026)', '2026-08'],
    ['(März, 2026)', '2026-03'],
    ['(febrero de 2026)', '2026-02'],
    ['(2026, Maggio)', '2026-05'],
    ['(2026年10月)', '2026-10'],
    ['(2026년 10월)', '2026-10'],
    ['(Março, 2026)', '2026-03'],
    ['(outubro de 2026)', '2026-10'],
  ])('%s is %s', (title, month) => {
    const found = fiscalLabel(`Payments\t${title}`);
    expect(found === null ? null : formatMonth(found)).toBe(month);
  });
});
