import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { DayOrder } from '../../core/payout/ledger/receipt.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { printedAmount } from './rail-amounts.ts';
import { readRailReceipts } from './read-rail-receipts.ts';
import { walletStartIn } from './wallet-start.ts';

const SAFE = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const TO = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const TOKEN = '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB';
const HASH = `0x${'ab'.repeat(32)}`;

function read(text: string, order: DayOrder | null = null) {
  const input = { name: 'export.csv', open: () => Readable.from([Buffer.from(text)]) };
  return readRailReceipts(input, text, order);
}

async function codes(text: string): Promise<string[]> {
  const refused = await read(text).catch((error: unknown) => error);
  if (!(refused instanceof InvalidInput)) throw new Error('it was read');
  return refused.problems.map(({ code }) => code);
}

const ACTIVITY =
  '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Reference Txn ID"\n';
const payment = (date: string, gross: string, status = 'Completed', id = '1AB'): string =>
  `"${date}","02:30:00","PST","Ada","Mass Payment","${status}","EUR","${gross}","-0,25","${gross}","us@example.com","Ada@Example.org","${id}",""\n`;

describe('PayPal’s activity', () => {
  it('is read with its amounts and times exactly: what went out, with PayPal’s fee', async () => {
    const incoming =
      '"14/12/2026","03:00:00","PST","","General Payment","Completed","EUR","5,00","0,00","5,00","a@b.de","us@example.com","2CD",""\n';
    const { transfers, others } = await read(ACTIVITY + payment('14/12/2026', '-1.250,50') + incoming);
    expect(others).toBe(1);
    expect(transfers).toMatchObject([
      {
        destination: 'ada@example.org',
        amount: '1250.50',
        asset: 'EUR',
        reference: '1AB',
        // 02:30 at eight hours west of UTC.
        atMs: Date.UTC(2026, 11, 14, 10, 30),
        railFee: { amount: '0.25', asset: 'EUR' },
        outcome: 'paid',
      },
    ]);
  });

  it('a reversal takes back what it names, whatever that row’s own status says', async () => {
    const back =
      '"15/12/2026","02:30:00","PST","Ada","Mass Payment Reversal","Completed","EUR","12,00","0,00","12,00","","","9ZZ","1AB"\n';
    const { transfers } = await read(ACTIVITY + payment('14/12/2026', '-12,00') + back);
    expect(transfers).toMatchObject([{ reference: '1AB', outcome: 'came-back', amount: '0' }]);
    // Of a payment of an earlier export, too: nothing else tells.
    expect(await read(ACTIVITY + payment('14/12/2026', '-12,00', 'Completed', '2CD') + back)).toMatchObject({
      transfers: [{ reference: '2CD', outcome: 'paid' }],
      takenBack: [{ reference: '1AB', status: 'Mass Payment Reversal' }],
    });
  });

  it.each([
    ['Unclaimed', 'on-its-way'],
    ['Pending', 'on-its-way'],
    ['Returned', 'came-back'],
    ['Denied', 'came-back'],
  ])('%s is no payment', async (status, outcome) => {
    const { transfers } = await read(ACTIVITY + payment('14/12/2026', '-12,00', status));
    expect(transfers).toMatchObject([{ status, outcome }]);
  });

  it('a day that may be two is refused, unless a row or a person tells', async () => {
    expect(await codes(ACTIVITY + payment('05/12/2026', '-12,00'))).toEqual(['not-a-time']);
    const rows = payment('05/12/2026', '-12,00') + payment('14/12/2026', '-1,00', 'Completed', '2');
    const [told] = (await read(ACTIVITY + rows)).transfers;
    expect(told?.atMs).toBe(Date.UTC(2026, 11, 5, 10, 30));
    const [given] = (await read(ACTIVITY + payment('05/12/2026', '-12,00'), 'month-first')).transfers;
    expect(given?.atMs).toBe(Date.UTC(2026, 4, 12, 10, 30));
  });

  it('an unknown zone, an amount with three decimals and an unknown status are refused', async () => {
    const odd = payment('14/12/2026', '-12,000').replace('PST', 'XST').replace('Completed', 'Perhaps');
    expect(await codes(ACTIVITY + odd)).toEqual(['not-an-amount', 'unknown-receipt-status', 'not-a-time']);
  });
});

it.each(['', '\uFEFF', ' \n\r\n'])('a file of nothing (%j) holds no transfer, whatever its form', async (text) => {
  expect(await read(text)).toEqual({ transfers: [], others: 0 });
});

describe('an amount as it is printed', () => {
  it.each([
    ['1,250.00', '1250.00'],
    ['1.250,00', '1250.00'],
    ['-23,00', '-23.00'],
    ['1 234 567,89', '1234567.89'],
    ['1,250', null],
    ['1.250.00', null],
    ['12,34.56', null],
    ['1,2', null],
  ])('%s', (text, plain) => {
    expect(printedAmount(text, false)).toBe(plain);
  });

  it.each([
    ['1,250', '1250'],
    ['¥5', null],
    ['12,50', null],
  ])('%s of a currency without decimals', (text, plain) => {
    expect(printedAmount(text, true)).toBe(plain);
  });
});

describe('other rails', () => {
  const item = (id: string, status: string, given: object = {}): object => ({
    payout_item_id: id,
    transaction_status: status,
    payout_item_fee: { currency: 'USD', value: '0.25' },
    payout_item: {
      recipient_type: 'EMAIL',
      amount: { value: '12.00', currency: 'USD' },
      receiver: 'Ada@example.org',
      sender_item_id: '2026-10-5aaeb6053f3e94c9b9a09f',
    },
    time_processed: '2026-12-14T10:00:00Z',
    ...given,
  });

  it('a mass payment as PayPal’s API shows it: one transfer an item, told apart by our own ids', async () => {
    const paid = item('A', 'SUCCESS', { transaction_id: '1AB' });
    const { transfers } = await read(JSON.stringify({ batch_header: {}, items: [paid, item('B', 'UNCLAIMED')] }));
    expect(transfers).toMatchObject([
      {
        ...{ destination: 'ada@example.org', walletStart: '5aaeb6053f3e94c9b9a09f', atMs: Date.UTC(2026, 11, 14, 10) },
        ...{
          amount: '12.00',
          asset: 'USD',
          reference: '1AB',
          railFee: { amount: '0.25', asset: 'USD' },
          outcome: 'paid',
        },
      },
      { outcome: 'on-its-way', amount: '0', reference: 'B', status: 'UNCLAIMED', railFee: { amount: '' } },
    ]);
    // The pages of one batch, in one list.
    const pages = [{ items: [paid] }, { items: [item('C', 'RETURNED')] }];
    expect((await read(JSON.stringify(pages))).transfers.map(({ outcome }) => outcome)).toEqual(['paid', 'came-back']);
  });

  it.each([
    ['unknown-receipt-status', item('A', 'MAYBE', { transaction_id: '1AB' })],
    ['bad-json', item('A', 'SUCCESS')],
    ['bad-json', item('A', 'SUCCESS', { transaction_id: '1AB', time_processed: 'yesterday' })],
    ['bad-json', { payout_item_id: 'A', transaction_status: 'SUCCESS' }],
  ])('refuses with %s what PayPal’s API does not say so', async (code, wrong) => {
    await expect(read(JSON.stringify({ items: [wrong] }))).rejects.toMatchObject({ problems: [{ code }] });
  });

  it('refuses answers of PayPal’s API that are not all: what was paid on the others would be sent again', async () => {
    const items = [item('A', 'SUCCESS', { transaction_id: '1AB' })];
    const next = { items, links: [{ rel: 'self' }, { rel: 'next' }] };
    const first = { items, total_pages: 2 };
    // The same page twice is one.
    for (const answers of [next, [next, next], first, [first, first]]) {
      await expect(read(JSON.stringify(answers))).rejects.toMatchObject({ problems: [{ code: 'missing-page' }] });
    }
    const last = { items, total_pages: 2, links: [{ rel: 'self' }] };
    expect((await read(JSON.stringify([next, last]))).transfers).toHaveLength(2);
  });

  it('takes no table of a mass payment, whose header PayPal does not say', async () => {
    const guessed =
      'transaction_id,transaction_status,receiver,amount,currency,sender_item_id,time_processed\nA,SUCCESS,ada@example.org,1.00,USD,x,2026-12-14T10:00:00Z\n';
    await expect(read(guessed)).rejects.toMatchObject({ problems: [{ code: 'missing-column' }] });
  });

  it('knows the references that the files for PayPal and Wise give a line', () => {
    // 30 and 18 characters: month and as much of the wallet as there is room for.
    for (const reference of ['2026-10-5aaeb6053f3e94c9b9a09f', '2026-10-5aaeb6053f'])
      expect(walletStartIn(reference)).toBe(reference.slice(8));
    expect(walletStartIn('2026-10-5aaeb605')).toBe('');
  });

  it('Wise’s transfers: what the payee got, by the reference of the line', async () => {
    const header =
      'ID,Status,Direction,Created on,Finished on,Source fee amount,Source fee currency,Target fee amount,Target fee currency,Source name,Source amount (after fees),Source currency,Target name,Target amount (after fees),Target currency,Exchange rate,Reference,Batch\n';
    const { transfers, others } = await read(
      `${header}TRANSFER-1,COMPLETED,OUT,2026-12-14 09:00:00,2026-12-14 10:00:00,0.45,USD,,,Us,13.96,USD,Ada,12.00,EUR,0.86,2026-10-5aaeb6053f3e94c9b9a09f,B1\n` +
        'TRANSFER-2,REFUNDED,OUT,2026-12-14 09:00:00,,,,,,Us,13.96,USD,Ben,12.00,EUR,0.86,2026-10-d1220a0cf47c7b9be7a2e6,B1\n' +
        'TRANSFER-3,COMPLETED,IN,2026-12-14 09:00:00,2026-12-14 10:00:00,,,,,Them,1.00,USD,Us,1.00,USD,1,thanks,\n',
    );
    expect(others).toBe(1);
    expect(transfers).toMatchObject([
      { amount: '12.00', asset: 'EUR', atMs: Date.UTC(2026, 11, 14, 10), railFee: { amount: '0.45', asset: 'USD' } },
      { outcome: 'came-back', reference: 'TRANSFER-2' },
    ]);
  });

  it('ERC-20 transfers of an explorer: the token is told by its contract', async () => {
    const { transfers } = await read(
      '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","TokenValue","USDValueDayOfTx","ContractAddress","TokenName","TokenSymbol"\n' +
        `"${HASH}","1","1797000000","2026-12-11 10:00:00","${SAFE}","${TO}","1,012.5","$1,012.50","${TOKEN}","USD Coin","USDC"\n`,
    );
    expect(transfers).toMatchObject([
      {
        destination: TO.toLowerCase(),
        token: TOKEN.toLowerCase(),
        amount: '1012.5',
        reference: HASH,
        from: SAFE.toLowerCase(),
      },
    ]);
  });

  it('a Safe’s transactions: what left it; what is not executed is on its way', async () => {
    const header =
      'Safe Address,From Address,To Address,Transaction Hash,Contract Address,Amount,Asset,Created at,Executed at\n';
    const { transfers, others } = await read(
      `${header}${SAFE},${SAFE},${TO},${HASH},${TOKEN},12.5,USDC,2026-12-13T10:00:00Z,2026-12-14T10:00:00Z\n` +
        `${SAFE},${SAFE},${TO},,${TOKEN},3,USDC,2026-12-13T10:00:00Z,\n${SAFE},${TO},${SAFE},${HASH},${TOKEN},9,USDC,2026-12-13T10:00:00Z,2026-12-14T10:00:00Z\n`,
    );
    expect(others).toBe(1);
    expect(transfers.map(({ amount, outcome }) => [amount, outcome])).toEqual([
      ['12.5', 'paid'],
      ['0', 'on-its-way'],
    ]);
  });

  it('a Safe’s export of sixteen columns: a token transfer that does not say of which token is refused, never passed over', async () => {
    const header =
      'Nonce,Safe Address,From Address,To Address,Transaction Hash,Contract Address,Amount,Asset Type,Asset Symbol,' +
      'Created at,Executed at,Proposer Address,Executor Address,Note,Amount Gas,Gas token\n';
    const row = (contract: string, type: string): string =>
      `7,${SAFE},${SAFE},${TO},${HASH},${contract},12.5,${type},USDC,2026-12-13T10:00:00Z,2026-12-14T10:00:00Z,,,,0,\n`;
    const { transfers, others } = await read(`${header}${row(TOKEN, 'erc20')}${row('', 'native')}`);
    expect([transfers.map(({ amount, outcome }) => [amount, outcome]), others]).toEqual([[['12.5', 'paid']], 1]);
    expect(await codes(`${header}${row('', 'erc20')}`)).toEqual(['missing-value']);
  });

  it('the same as the transaction service’s JSON; what failed moved nothing', async () => {
    const moved = { from: SAFE, to: TO, value: '12500000', tokenAddress: TOKEN, tokenInfo: { decimals: 6 } };
    const done = { transactionHash: HASH, executionDate: '2026-12-14T10:00:00Z' };
    const results = [
      { safe: SAFE, isExecuted: true, isSuccessful: true, transfers: [{ ...moved, ...done }] },
      { safe: SAFE, isExecuted: true, isSuccessful: false, transactionHash: '0xdead', transfers: [] },
    ];
    const { transfers } = await read(JSON.stringify({ results }));
    expect(transfers).toMatchObject([
      { amount: '12.500000', token: TOKEN.toLowerCase(), outcome: 'paid' },
      { reference: '0xdead', outcome: 'came-back' },
    ]);
    // Pages that overlap, in one list: the transaction that both have is one, and another of its transfers is its own.
    const [first] = results;
    const more = { ...first, transfers: [{ ...moved, ...done, value: '1' }] };
    const overlapping = await read(JSON.stringify([first, more, first]));
    expect(overlapping.transfers.map(({ amount }) => amount)).toEqual(['12.500000', '0.000001']);
    expect(await read(JSON.stringify({ results, next: null }))).not.toHaveProperty('goesOnBeforeMs');
    expect(await codes('{"results": 3}')).toEqual(['bad-json']);
    expect(await codes('[')).toEqual(['bad-json']);
  });

  it('a page of a Safe’s transactions: until when it goes back, where another follows', async () => {
    const moved = { from: SAFE, to: TO, value: '1', tokenAddress: TOKEN, tokenInfo: { decimals: 6 } };
    const at = (executionDate: string) => ({ transfers: [{ ...moved, transactionHash: HASH, executionDate }] });
    const results = [{ executionDate: null }, at('2026-12-14T10:00:00Z'), at('2026-12-13T10:00:00Z')];
    const next = 'https://safe.example.com/?offset=20';
    expect((await read(JSON.stringify({ next, results }))).goesOnBeforeMs).toBe(Date.UTC(2026, 11, 13, 10));
    const failed = { executionDate: '2026-12-12T10:00:00Z', isSuccessful: false, transactionHash: '0xdead' };
    expect((await read(JSON.stringify({ next, results: [failed] }))).goesOnBeforeMs).toBe(Date.UTC(2026, 11, 12, 10));
    expect((await read(JSON.stringify({ next, results: [] }))).goesOnBeforeMs).toBe(Number.POSITIVE_INFINITY);
  });
});

it('a file of our own form says where something was sent: a token by its address, a chain by its number', async () => {
  const rows = [`${TOKEN},0x2105`, `usdc,base`, `,8453`].map(
    (sent) => `${TO},1,USDC,T-1,2026-12-14T10:00:00Z,${sent}\n`,
  );
  const { transfers } = await read(`wallet,amount,asset,reference,sent_at,token,chain_id\n${rows.join('')}`);
  expect(transfers.map(({ sentOn }) => sentOn)).toEqual([
    { token: TOKEN.toLowerCase(), chainId: '8453' },
    { token: '', chainId: '' },
    { token: '', chainId: '8453' },
  ]);
});
