import { describe, expect, it } from 'vitest';
import { headOf, inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { sourceKinds } from '../kinds.ts';
import { readAppleFinancialReport } from './financial-report.ts';

const COLUMNS =
  'Start Date,End Date,UPC,ISRC/ISBN,Vendor Identifier,Quantity,Partner Share,Extended Partner Share,Partner Share Currency,Sales or Return,Apple Identifier,Artist/Show/Developer/Author,Title,Label/Studio/Network/Developer/Publisher,Grid,Product Type Identifier,ISAN/Other Identifier,Country Of Sale,Pre-order Flag,Promo Code,Customer Price,Customer Currency';
const HEADER = `${COLUMNS.replaceAll(',', '\t')}\n`;

function row(quantity: string, share: string, extended: string, type = 'IAY', currency = 'EUR'): string {
  const kind = quantity.startsWith('-') ? 'R' : 'S';
  return `09/27/2026\t10/31/2026\t\t\tunlimited\t${quantity}\t${share}\t${extended}\t${currency}\t${kind}\t6700000001\t\tUnlimited\t\t\t${type}\t\tDE\t\t\t22.99\t${currency}\n`;
}

// 3 x 14.00 = 42.00 and one return of 14.00: 28.00, 2 units net, 3 sold.
const ROWS = row('3', '14.00', '42.00') + row('-1', '14.00', '-14.00');

const DETAILED =
  'Vendor Name\tExample Ltd\nStart Date\t09/27/2026\nEnd Date\t10/31/2026\n' +
  'Transaction Date\tSettlement Date\tApple Identifier\tSKU\tTitle\tDeveloper Name\tProduct Type Identifier\tCountry of Sale\tQuantity\tPartner Share\tExtended Partner Share\tPartner Share Currency\tCustomer Price\tCustomer Currency\tSale or Return\tPromo Code\tOrder Type\tRegion\n' +
  '09/25/2026\t10/02/2026\t6700000001\tunlimited\tUnlimited\tExample Ltd\tIAY\tDE\t1\t14.00\t14.00\tEUR\t22.99\tEUR\tS\t\t\tEU\n' +
  '10/04/2026\t10/06/2026\t6700000001\tunlimited\tUnlimited\tExample Ltd\tIAY\tDE\t2\t14.00\t28.00\tEUR\t22.99\tEUR\tS\t\t\tEU\n';
const SUMMARY = 'Country Of Sale\tPartner Share Currency\tQuantity\tExtended Partner Share\nDE\tEUR\t3\t42.00\n';

const read = (text: string) => readAppleFinancialReport(inputOf(text, 'report.txt'), headOf(text));

describe('the financial report', () => {
  it('is told by its first line, in both forms', () => {
    expect(sourceKinds(headOf(HEADER + ROWS))).toEqual(['apple-financial']);
    expect(sourceKinds(headOf(DETAILED))).toEqual(['apple-financial']);
  });

  it('reads settled rows, returns negative, and its own days', async () => {
    const report = await read(`${HEADER}${ROWS}Total_Rows\t2\nTotal_Amount\t28.00\nTotal_Units\t2\n`);
    expect(report).toMatchObject({
      detailed: false,
      firstDayMs: Date.UTC(2026, 8, 27),
      lastDayMs: Date.UTC(2026, 9, 31),
    });
    expect(report.rows.map(({ row: each, line }) => [line, each.quantity, each.amount])).toEqual([
      [2, 3n, 42000000n],
      [3, -1n, -14000000n],
    ]);
  });

  it.each([
    ['any of the totals at its end', `${HEADER}${ROWS}Total_Rows\t2\n`, false],
    ['none of them', HEADER + ROWS, true],
    ['the countries of the detailed form', DETAILED + SUMMARY, false],
    ['no countries', DETAILED, true],
  ])('may have broken off where it lacks the totals: %s', async (_, text, unfinished) => {
    expect((await read(text)).unfinished).toBe(unfinished);
  });

  it('takes Total_Units as the net or as the sales alone', async () => {
    expect((await read(`${HEADER}${ROWS}Total_Units\t3\n`)).rows).toHaveLength(2);
  });

  it.each([
    ['Total_Rows\t3', 'Total_Rows is 3, and the rows make 2'],
    ['Total_Amount\t28.01', 'Total_Amount is 28.01, and the rows make 28.000000'],
    ['Total_Units\t4', 'Total_Units is 4, and the rows make 2'],
  ])('refuses %s', async (total, message) => {
    const [found] = await problemsOf(read(`${HEADER}${ROWS}${total}\n`));
    expect(found).toMatchObject({ code: 'total-mismatch', message, place: { line: 4, column: 1 } });
  });

  // A return printed positive would raise 28.00 to 56.00.
  it.each([
    [
      'a return printed positive',
      ['-1', '1'],
      ['-14.00', '14.00'],
      'net-mismatch',
      'Quantity 1 is that of a return (R), and is not negative',
    ],
    [
      'a return of a positive amount',
      ['', ''],
      ['-14.00', '14.00'],
      'net-mismatch',
      'Extended Partner Share 14.00 is that of a return (R), and is not negative',
    ],
    [
      'a sale printed negative',
      ['\tR\t', '\tS\t'],
      ['', ''],
      'net-mismatch',
      'Quantity -1 is that of a sale (S), and is negative',
    ],
    [
      'what is neither',
      ['\tR\t', '\tX\t'],
      ['', ''],
      'not-a-flag',
      'Sales or Return "X" is neither S (a sale) nor R (a return)',
    ],
  ] as const)('refuses %s', async (_, [a, b], [c, d], code, message) => {
    const changed = row('-1', '14.00', '-14.00').replace(a, b).replace(c, d);
    const [found] = await problemsOf(read(HEADER + row('3', '14.00', '42.00') + changed));
    expect(found).toMatchObject({ code, message, place: { line: 3 } });
  });

  it('refuses the same in the detailed form; a return of no unit has no sign', async () => {
    const [found] = await problemsOf(read(DETAILED.replace('\tS\t\t\tEU\n', '\tR\t\t\tEU\n')));
    expect(found).toMatchObject({ code: 'net-mismatch', place: { line: 5 } });
    expect((await read(HEADER + row('-0', '14.00', '0.00'))).rows).toHaveLength(1);
  });

  it('compares no amount over several currencies', async () => {
    const two = `${HEADER}${ROWS}${row('1', '9.00', '9.00', 'IAY', 'USD')}Total_Amount\t0.00\nTotal_Rows\t3\n`;
    expect((await read(two)).rows).toHaveLength(3);
  });

  it('reads the detailed form with days of sale and the sums of its countries', async () => {
    const report = await read(DETAILED + SUMMARY);
    expect(report).toMatchObject({
      detailed: true,
      firstDayMs: Date.UTC(2026, 8, 27),
      lastDayMs: Date.UTC(2026, 9, 31),
    });
    expect(report.rows.map(({ row: each }) => each.soldMs)).toEqual([Date.UTC(2026, 8, 25), Date.UTC(2026, 9, 4)]);
    const [found] = await problemsOf(read(DETAILED + SUMMARY.replace('42.00', '41.00')));
    expect(found).toMatchObject({
      code: 'total-mismatch',
      message: 'DE EUR has 3 units and 41.00, and the rows make 3 units and 42.000000',
    });
  });
});
