import { describe, expect, it } from 'vitest';
import { headOf } from '../../test/worlds/export-files.ts';
import { KINDS, sourceKinds } from './kinds.ts';
import { lackingColumns, nearMissRemedy } from './near-miss.ts';

const HAND_WRITTEN = Object.values(KINDS).flatMap(({ nearMisses }) =>
  nearMisses.flatMap((each) => ('columns' in each ? each : [])),
);

describe('a file that is nearly one that people write by hand', () => {
  it.each([
    ['provider,from,to', 'For coverage.csv write exactly this header: provider,from,to,note'],
    ['Provider,From,To,Comment', 'For coverage.csv write exactly this header: provider,from,to,note'],
    ['provider,first day,last day,note', 'For coverage.csv write exactly this header: provider,from,to,note'],
    [
      'Wallet,Enabled From,Enabled-Until',
      'For participation.csv write exactly this header: wallet,enabled_from,enabled_until',
    ],
    ['date,from,to,usd', 'For fx.csv write exactly this header: date,from,to,rate,source'],
    ['month,description,amount', 'For costs.csv write exactly this header: month,description,amount_usd,months'],
    ['account,provider', 'For subscribers.csv write exactly this header: account,provider,subscription'],
  ])('%s', (header, remedy) => {
    expect(sourceKinds(headOf(`${header}\n`))).toEqual([]);
    expect(nearMissRemedy(headOf(`${header}\n`))).toBe(remedy);
  });

  it.each(HAND_WRITTEN)('$name gets its header when one column of it is misspelt', ({ name, columns }) => {
    const names = columns.map((column) => column.name);
    const misspelt = names.map((column, index) => (index === names.length - 1 ? `${column}s` : column)).join(',');
    expect(nearMissRemedy(headOf(`${misspelt}\n`))).toBe(`For ${name} write exactly this header: ${names.join(',')}`);
  });

  it('gets nothing when it has less than half of any header', () => {
    expect(nearMissRemedy(headOf('provider,first day,last day,comment\n'))).toBeUndefined();
  });
});

describe('what a script saved in place of a file', () => {
  it.each([
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'web page'],
    [
      'an error of Google’s or Stripe’s API',
      '{\n  "error": {"code": 401, "message": "x"}\n}',
      'an error that a service answered',
    ],
    [
      'an error of Apple’s API',
      '{"errors":[{"status":"401","code":"NOT_AUTHORIZED"}]}',
      'an error that a service answered',
    ],
  ])('%s is told as that', (_, text, words) => {
    expect(sourceKinds(headOf(text))).toEqual([]);
    expect(nearMissRemedy(headOf(text))).toContain(words);
  });
});

describe('a file whose columns are separated by something else', () => {
  const costs = 'month,description,amount_usd,months\n2026-10,rent,1.00,1\n';
  const subscriber = `Event Date\tApp Name\tApp Apple ID\tSubscription Name\tSubscription Apple ID\n`;

  it.each([
    ['bars', costs.replaceAll(',', '|'), 'The columns are separated by bars (|): save it with commas.'],
    ['a line for Excel', `sep=,\n${costs}`, 'The line sep= is for Excel alone: take it out.'],
    [
      'a line for Excel, and semicolons',
      `sep=;\r\n${costs.replaceAll(',', ';')}`,
      'The line sep= is for Excel alone: take it out. The columns are separated by semicolons: save it with commas, and with dots in numbers.',
    ],
  ])('%s', (_, text, remedy) => {
    expect(nearMissRemedy(headOf(text))).toBe(remedy);
  });

  it('bars in place of a store’s tabs', () => {
    // Whatever else a reader takes for its own: here what begins as Apple's report does.
    const fits = (head: { text: string }): boolean => head.text === subscriber.trimEnd();
    expect(nearMissRemedy(headOf(subscriber.replaceAll('\t', '|')), fits)).toBe(
      'This is the right report, but its columns are separated by bars (|) instead of tabs: download it again, and leave it as it is.',
    );
  });
});

describe('an export that lacks a column by which it is known', () => {
  const STRIPE =
    'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id'.split(
      ',',
    );
  const APPLE =
    'Event Date,Subscription Apple ID,Standard Subscription Duration,Subscription Offer Type,Subscription Offer Duration,Customer Price,Customer Currency,Developer Proceeds,Proceeds Currency,Subscriber ID,Refund,Purchase Date,Units'.split(
      ',',
    );
  const GOOGLE =
    'Description,Transaction Date,Transaction Time,Transaction Type,Package ID,SKU ID,Merchant Currency,Amount (Merchant Currency)'.split(
      ',',
    );
  const INVOICES =
    'id,Subscription,Currency,Total,Tax,Status,Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC)'.split(
      ',',
    );
  const SUMMARY = ['reporting_category', 'currency', 'count', 'gross', 'fee', 'net'];
  const FINANCIAL =
    'Start Date,End Date,UPC,Quantity,Extended Partner Share,Partner Share Currency,Sales or Return,Apple Identifier,Product Type Identifier,Country Of Sale'.split(
      ',',
    );
  const FILES = [
    ['the ledger of Stripe', STRIPE, ',', 'with the columns balance_transaction_id, created_utc'],
    ['invoices of Stripe', INVOICES, ',', 'from the Dashboard with all columns'],
    ['a Subscriber report', APPLE, '\t', 'Download the daily Subscriber report'],
    ['an earnings report', GOOGLE, ',', 'Download the earnings report'],
    ['the summary of Stripe’s ledger', SUMMARY, ',', 'Download the summary again'],
    ['a financial report', FINANCIAL, '\t', 'Download the financial report again'],
  ] as const;

  it.each(FILES)('%s is told each that it lacks, and what to export', (_, columns, delimiter, remedy) => {
    for (const name of columns) {
      const head = headOf(`${columns.filter((each) => each !== name).join(delimiter)}\n`);
      if (sourceKinds(head).length > 0) continue;
      expect(lackingColumns(head)).toMatchObject({ missing: [name], remedy: expect.stringContaining(remedy) });
    }
  });

  it.each(FILES)('%s is known without, and a file with half of its columns is none', (_, columns, delimiter) => {
    const half = columns.slice(0, columns.length / 2).join(delimiter);
    expect(sourceKinds(headOf(`${columns.join(delimiter)}\n`))).toHaveLength(1);
    expect(lackingColumns(headOf(`${half}\n`))).toBeUndefined();
  });

  it('has its time in either column', () => {
    const header = STRIPE.filter((each) => each !== 'fee')
      .join(',')
      .replace('created_utc', 'created');
    expect(lackingColumns(headOf(`${header}\n`))?.missing).toEqual(['fee']);
  });

  it('is told three of ten, and not four', () => {
    expect(lackingColumns(headOf(`${STRIPE.slice(3).join(',')}\n`))?.missing.toSorted()).toEqual([
      'balance_transaction_id',
      'created_utc',
      'currency',
    ]);
    expect(lackingColumns(headOf(`${STRIPE.slice(4).join(',')}\n`))).toBeUndefined();
  });
});

describe('a statement of Stripe', () => {
  it.each([
    ['stripe-balance-summary', 'reporting_category,currency,count,gross,fee,net'],
    ['stripe-balance', 'category,description,net_amount,currency'],
  ])('%s may have more columns than are read, as any export', (kind, header) => {
    expect(sourceKinds(headOf(`${header}\n`))).toEqual([kind]);
    expect(sourceKinds(headOf(`account_name,${header},timezone\n`))).toEqual([kind]);
  });

  it('is none by what other tables have too', () => {
    expect(sourceKinds(headOf('date,category,net_amount,currency\n'))).toEqual([]);
  });
});
