import { describe, expect, it } from 'vitest';
import { appleRefund, appleRow, readApple } from '../../../test/worlds/apple-exports.ts';
import { short } from '../../../test/worlds/charges.ts';
import { all, headOf, inputOf, problemsOf, tableOf } from '../../../test/worlds/export-files.ts';
import { isAppleSubscriberReport, readAppleSubscriberReport } from './subscriber-report.ts';
import { readAppleTerms } from './terms.ts';

async function read(row: Record<string, string>) {
  const [first] = await readApple([row]);
  if (first === undefined) throw new Error('a row is a transaction');
  return { ...first, money: [first.kind, short(first.gross), short(first.fee)] };
}

describe('rows of Apple’s Subscriber report', () => {
  it('are sales of the day as printed', async () => {
    expect(await read(appleRow())).toMatchObject({
      group: '5500000000001-6700000001-2026-10-25',
      kind: 'sale',
      atMs: Date.UTC(2026, 9, 25),
      currency: 'USD',
      product: '6700000001',
      money: ['sale', '20.00', '6.00'],
    });
  });

  it.each([
    // money = |amount| x (Units = 0 ? 1 : |Units|); the proceeds are per unit.
    ['Units 3', { Units: '3' }, ['sale', '60.00', '18.00']],
    ['Units 0', { Units: '0' }, ['sale', '20.00', '6.00']],
    ['Refund Yes', { Refund: 'Yes', Units: '1' }, ['refund', '-20.00', '-6.00']],
    ['a negative price', { 'Customer Price': '-20.00' }, ['refund', '-20.00', '-6.00']],
    ['negative Units', { Units: '-1' }, ['refund', '-20.00', '-6.00']],
    [
      'all three',
      { Refund: 'Yes', 'Customer Price': '-20.00', 'Developer Proceeds': '-14.00', Units: '-2' },
      ['refund', '-40.00', '-12.00'],
    ],
    // The prorated refund of an upgrade: negative price, positive proceeds, Units 0.
    [
      'an upgrade',
      { 'Customer Price': '-5.00', 'Developer Proceeds': '3.50', Units: '0' },
      ['refund', '-5.00', '-1.50'],
    ],
    ['a free trial', { 'Customer Price': '0.00', 'Developer Proceeds': '0.00', Units: '0' }, ['sale', '0.00', '0.00']],
  ])('%s', async (_what, row, money) => {
    expect((await read(appleRow(row))).money).toEqual(money);
  });

  it('where the currencies differ, gross is the proceeds', async () => {
    const row = await read(appleRow({ 'Customer Currency': 'SEK', 'Customer Price': '229.00' }));
    expect([row.currency, ...row.money]).toEqual(['USD', 'sale', '14.00', '0.00']);
  });

  it('a customer’s currency that is none is refused: the price would count as that of another one', async () => {
    const problems = await problemsOf(readApple([appleRow({ 'Customer Currency': 'VSD' })]));
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['not-a-currency', 'Customer Currency "VSD" is no currency of ISO 4217'],
    ]);
  });

  it('a refund belongs to the purchase date’s sale and counts on its own day', async () => {
    const refund = await read(appleRefund());
    expect([refund.group, refund.atMs]).toEqual(['5500000000001-6700000001-2026-10-25', Date.UTC(2026, 9, 27)]);
    expect((await read(appleRefund({ 'Purchase Date': ' ' }))).group).toBe('5500000000001-6700000001-unknown');
    expect((await read(appleRefund({ 'Purchase Date': '10/25/2026' }))).group).toBe(refund.group);
  });

  it('reads the headers of versions 1_2 and 1_3, and the older names', async () => {
    const text = tableOf([appleRow()], '\t');
    expect(isAppleSubscriberReport(headOf(text))).toBe(true);
    const older = Object.fromEntries(
      Object.entries(appleRow()).map(([name, value]) => [
        name
          .replace('Standard Subscription Duration', 'Subscription Duration')
          .replace('Subscription Offer Type', 'Introductory Price Type')
          .replace('Subscription Offer Duration', 'Introductory Price Duration'),
        value,
      ]),
    );
    expect(await readApple([older])).toEqual(await readApple([appleRow()]));
    expect(isAppleSubscriberReport(headOf(text.replace('Developer Proceeds', 'Proceeds')))).toBe(false);
  });

  it('knows an offer by its first words, and tells of one that it does not know', async () => {
    const told: string[] = [];
    const types = [
      'Free Trial',
      'Pay as you go',
      'Pay Up Front Intro Offer',
      'Pay-Up-Front',
      'Win-Back Offer',
      'Payback',
    ];
    const rows = [...types, 'Payback', ' '].map((type) => appleRow({ 'Subscription Offer Type': type }));
    const input = { ...inputOf(tableOf(rows, '\t'), 'Subscriber.txt'), warn: (what: string) => told.push(what) };
    const read = await all(readAppleSubscriberReport(input));
    expect(read.map(({ terms }) => readAppleTerms(terms).offerType)).toEqual([
      ...['free trial', 'pay as you go', 'pay up front', 'pay up front'],
      ...['win-back offer', 'payback', 'payback', ''],
    ]);
    expect(told).toEqual([
      'has 1 row(s) with the offer type "win-back offer", which is not known: they count for the standard duration',
      'has 2 row(s) with the offer type "payback", which is not known: they count for the standard duration',
    ]);
  });

  it('tells of sales of which no proceeds are left in another currency', async () => {
    const told: string[] = [];
    const rupees = { 'Customer Price': '1999.00', 'Customer Currency': 'INR' };
    const rows = [
      appleRow({ ...rupees, 'Developer Proceeds': '0.00' }),
      appleRow({ ...rupees, 'Developer Proceeds': '14.00' }),
      appleRow({ ...rupees, 'Customer Price': '0.00', 'Developer Proceeds': '0.00' }),
    ];
    const input = { ...inputOf(tableOf(rows, '\t'), 'Subscriber.txt'), warn: (what: string) => told.push(what) };
    expect((await all(readAppleSubscriberReport(input))).map(({ gross }) => short(gross))).toEqual([
      '0.00',
      '14.00',
      '0.00',
    ]);
    expect(told).toEqual([
      'has 1 sale(s) with a Customer Price and, in another currency, Developer Proceeds of 0: nothing of them counts',
    ]);
  });

  it('takes a quote as a character like any other', async () => {
    expect((await read(appleRow({ 'App Name': '"Spark" 5" app' }))).money).toEqual(['sale', '20.00', '6.00']);
  });

  it.each(['Yes\u00b4', 'Y', 'Ja', 'TRUE', '1', '"Yes"', 'Yes Yes'])(
    'takes no other word for a refund: %s',
    async (Refund) => {
      const [found] = await problemsOf(readAppleSubscriberReport(inputOf(tableOf([appleRow({ Refund })], '\t'))));
      expect(found).toMatchObject({ code: 'not-a-flag', place: { line: 2 } });
    },
  );

  it.each([
    ['yes', 'refund'],
    ['No', 'sale'],
    [' ', 'sale'],
    ['', 'sale'],
  ])('Refund "%s" is a %s', async (Refund, kind) => {
    expect((await read(appleRow({ Refund }))).kind).toBe(kind);
  });

  it.each([
    ['a Purchase Date', { 'Purchase Date': '2026-10-20' }, 'not-a-flag'],
    ['a Purchase Date and the flag No', { 'Purchase Date': '2026-10-20', Refund: 'No' }, 'not-a-flag'],
    ['negative proceeds', { 'Developer Proceeds': '-14.00' }, 'net-mismatch'],
    ['proceeds beyond its price', { 'Developer Proceeds': '20.01' }, 'net-mismatch'],
    ['proceeds and no price', { 'Customer Price': '0.00' }, 'net-mismatch'],
  ])('takes no row with %s for a sale', async (_what, cells, code) => {
    const found = await problemsOf(readAppleSubscriberReport(inputOf(tableOf([appleRow(cells)], '\t'))));
    expect(found.map((each) => [each.code, each.place.line])).toEqual([[code, 2]]);
  });

  it('compares price and proceeds in one currency only, also of refunds', async () => {
    expect((await read(appleRow({ 'Customer Price': '5.00', 'Customer Currency': 'KWD' }))).money).toEqual([
      'sale',
      '14.00',
      '0.00',
    ]);
    const [found] = await problemsOf(
      readAppleSubscriberReport(inputOf(tableOf([appleRefund({ 'Developer Proceeds': '20.01' })], '\t'))),
    );
    expect(found?.code).toBe('net-mismatch');
  });

  it('says what is no date, count or amount, all at once', async () => {
    const rows = [
      appleRow({ 'Event Date': '2026-02-30' }),
      appleRow({ Units: '1.5' }),
      appleRow({ 'Customer Price': '$20' }),
    ];
    const problems = await problemsOf(readAppleSubscriberReport(inputOf(tableOf(rows, '\t'))));
    expect(problems.map(({ code, place }) => [code, place.line])).toEqual([
      ['not-a-date', 2],
      ['not-a-count', 3],
      ['not-an-amount', 4],
    ]);
  });
});
