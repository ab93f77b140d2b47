import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { InvalidInput } from '../../problems/problem.ts';
import { readRailReceipts } from './read-rail-receipts.ts';

function read(text: string) {
  return readRailReceipts({ name: 'export.csv', open: () => Readable.from([Buffer.from(text)]) }, text, null);
}

async function problemsOf(text: string) {
  const refused = await read(text).catch((error: unknown) => error);
  if (!(refused instanceof InvalidInput)) throw new Error('it was read');
  return refused.problems;
}

const ACTIVITY =
  '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Reference Txn ID"\n';
const payment = (date: string, gross: string, status = 'Completed', id = '1AB'): string =>
  `"${date}","02:30:00","PST","Ada","Mass Payment","${status}","EUR","${gross}","-0,25","${gross}","us@example.com","Ada@Example.org","${id}",""\n`;

const back = (gross: string, more: { type?: string; status?: string; currency?: string } = {}): string =>
  `"15/12/2026","02:30:00","PST","Ada","${more.type ?? 'Payment Refund'}","${more.status ?? 'Completed'}","${more.currency ?? 'EUR'}","${gross}","0,00","${gross}","","","9ZZ","1AB"\n`;

it('of a payment that came back in part the rest was paid (R17)', async () => {
  const sent = payment('14/12/2026', '-12,00');
  const read1 = async (...rows: string[]) => (await read(ACTIVITY + sent + rows.join(''))).transfers[0];
  // 12.00 - 5.00
  expect(await read1(back('5,00'))).toMatchObject({ outcome: 'paid', amount: '7.00', cameBack: '5.00 EUR' });
  // 12.00 - 5.00 - 7.00
  expect(await read1(back('5,00'), back('7,00'))).toMatchObject({ outcome: 'came-back', amount: '0' });
  expect(await read1(back('5,00'), back('6,99'))).toMatchObject({ amount: '0.01', cameBack: '11.99 EUR' });
  // What came back in another currency cannot be taken off.
  expect(await read1(back('5,00', { currency: 'USD' }))).toMatchObject({ outcome: 'came-back' });
  // It may not come: nothing is recorded, and nothing is said to have come back.
  expect(await read1(back('12,00', { status: 'Pending' }))).toMatchObject({
    ...{ outcome: 'on-its-way', status: 'Payment Refund (Pending)', amount: '0' },
  });
  for (const none of [
    back('12,00', { status: 'Denied' }),
    back('12,00', { type: 'Reversal of General Account Hold' }),
  ]) {
    expect(await read1(none)).toMatchObject({ outcome: 'paid', amount: '12.00' });
    expect(await read(ACTIVITY + none)).toMatchObject({ others: 1, takenBack: [] });
  }
  expect(await read(ACTIVITY + back('5,00'))).toMatchObject({
    takenBack: [{ reference: '1AB', amount: '5.00', asset: 'EUR' }],
  });
});

it('says of a header that nothing is told of what to do: separate it by commas, or write our own form', async () => {
  const remedyOf = async (text: string) => (await problemsOf(text)).map(({ code, remedy }) => `${code}: ${remedy}`);
  const wise =
    'ID,Status,Direction,Finished on,Source fee amount,Source fee currency,Target name,Target amount (after fees),Target currency,Reference';
  expect(await remedyOf(wise.replaceAll(',', ';'))).toEqual([
    expect.stringMatching(/^missing-column: .*semicolons: save it/),
  ]);
  expect(await remedyOf(ACTIVITY.replaceAll(',', '\t'))).toEqual([
    expect.stringMatching(/^missing-column: .*tabs: save it/),
  ]);
  for (const bank of [
    'Date,Description,Debit,Credit,Balance\n',
    'Buchungstag;Valuta;Soll;Haben;Währung\n',
    ':20:START\n',
  ]) {
    expect(await remedyOf(bank)).toEqual([
      expect.stringMatching(/^missing-column: .*wallet,amount,asset,reference,sent_at/),
    ]);
  }
  // An answer of Wise's API, and the head of one of PayPal's without its items.
  for (const json of ['{"id":1,"status":"outgoing_payment_sent"}', '[{"id":1}]', '{"batch_header":{}}', '3']) {
    expect((await problemsOf(json))[0]?.code).toBe(json === '3' ? 'missing-column' : 'bad-json');
  }
  expect((await read('[]')).transfers).toEqual([]);
});
