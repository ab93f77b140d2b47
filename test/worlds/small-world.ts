import { emptyWorld, type World } from './world.ts';

/** A world of one job: all of October's pool goes to one wallet, so that net revenue is what there is to see. */

export const WORKER = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
export const SUBSCRIBER = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';

const CONFIG = `version: 1
first_month: 2026-10
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_month], apple: ["6700000001"], google: [app/unlimited/monthly, app/unlimited.monthly/] }
  - { id: unlimited, term: annual, list_price_usd: 199.00, stripe: [price_year], apple: ["6700000002"], google: [app/unlimited/annual, app/unlimited.annual/] }
`;

/** The configuration and one job; `first_month` is October 2026. */
export function smallWorld(): World {
  const world = emptyWorld();
  world.write('revshare.yaml', CONFIG);
  world.write(
    'jobs.csv',
    lines([
      'job_id,completed_at,status,payment_model,worker_wallet,subscriber_wallet,model_id,render_spark',
      `job-1,2026-10-05T12:00:00Z,completed,subscription,${WORKER},${SUBSCRIBER},flux,1`,
    ]),
  );
  return world;
}

export function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

/** A row of the Stripe ledger; `net` is computed by hand at the call. */
export function ledger(...rows: readonly string[]): string {
  const header =
    'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id';
  return lines([header, ...rows]);
}

/** The Dashboard's invoices; a row: id, subscription, subtotal, tax, total, status, paid at, period start, period end. */
export function invoices(...rows: readonly string[]): string {
  const header =
    'id,Subscription,Currency,Subtotal,Tax,Total,Status,Paid At (UTC),' +
    'Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC)';
  return lines([header, ...rows]);
}

/** The columns of Apple's Subscriber report, version 1_3. */
export const APPLE_COLUMNS = [
  ...['Event Date', 'App Name', 'App Apple ID', 'Subscription Name', 'Subscription Apple ID', 'Subscription Group ID'],
  ...['Standard Subscription Duration', 'Subscription Offer Name', 'Promotional Offer ID', 'Subscription Offer Type'],
  ...['Subscription Offer Duration', 'Marketing Opt-In Duration', 'Customer Price', 'Customer Currency'],
  ...['Developer Proceeds', 'Proceeds Currency', 'Preserved Pricing', 'Proceeds Reason', 'Client', 'Device'],
  ...['Country', 'Subscriber ID', 'Subscriber ID Reset', 'Refund', 'Purchase Date', 'Units'],
] as const;

type AppleColumn = (typeof APPLE_COLUMNS)[number];

/** A monthly sale of 19.99, proceeds 16.99, on 12 October; what is given replaces its fields. */
export function appleRow(fields: Partial<Record<AppleColumn, string>> = {}): Record<AppleColumn, string> {
  const sale: Partial<Record<AppleColumn, string>> = {
    'Event Date': '2026-10-12',
    'App Name': 'Example Render',
    'App Apple ID': '6600000000',
    'Subscription Name': 'unlimited.monthly',
    'Subscription Apple ID': '6700000001',
    'Subscription Group ID': '21500001',
    'Standard Subscription Duration': '1 Month',
    'Customer Price': '19.99',
    'Customer Currency': 'USD',
    'Developer Proceeds': '16.99',
    'Proceeds Currency': 'USD',
    'Preserved Pricing': ' ',
    'Proceeds Reason': ' ',
    Client: ' ',
    Device: 'iPhone',
    Country: 'US',
    'Subscriber ID': '5500000000001',
    Units: '1',
    ...fields,
  };
  return Object.fromEntries(APPLE_COLUMNS.map((name) => [name, sale[name] ?? ''])) as Record<AppleColumn, string>;
}

/** Apple's file, with the columns called as `headers` says (by default as they are). */
export function appleFile(
  rows: readonly Record<AppleColumn, string>[],
  headers: Partial<Record<AppleColumn, string>> = {},
): string {
  const header = APPLE_COLUMNS.map((name) => headers[name] ?? name);
  return lines([header, ...rows.map((row) => APPLE_COLUMNS.map((name) => row[name]))].map((row) => row.join('\t')));
}

/** The earnings report of 2026; a row: order, day of October, type, amount in dollars. */
export function earnings(
  ...rows: readonly (readonly [order: string, day: number, type: string, amount: string])[]
): string {
  const header =
    'Description,Transaction Date,Transaction Time,Tax Type,Transaction Type,Refund Type,Product Title,Package ID,' +
    'Product Type,SKU ID,Merchant Currency,Amount (Merchant Currency),Base Plan or Purchase Option ID,Sales Channel';
  const shown = rows.map(
    ([order, day, type, amount]) =>
      `${order},"Oct ${day}, 2026",1:02:03 PM PDT,,${type},,Unlimited,app,Subscription,unlimited,USD,${amount},monthly,In-app`,
  );
  return lines([header, ...shown]);
}
