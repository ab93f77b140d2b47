import { exampleWorld, type World } from './world.ts';

/**
 * The example world and more of what makes an order visible where one is kept by mistake: rows that differ in one
 * value only, equal rows, events of one instant, job copies in several files.
 */
export function richWorld(): World {
  const world = exampleWorld();
  world.write('stripe/ledger-ties.csv', csv(LEDGER_TIES));
  world.write('stripe/invoices-ties.csv', csv(INVOICE_TIES));
  world.write('apple/Subscriber_89990001_20261012.txt', APPLE_TIES.map((row) => `${row.join('\t')}\n`).join(''));
  world.write('google/PlayApps_202610.csv', csv(GOOGLE_TIES));
  world.write('costs.csv', world.read('costs.csv') + csv(COST_TIES));
  world.write('jobs/ties.csv', csv(JOB_TIES));
  return world;
}

function csv(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

/** Two refunds and a dispute of one second that carry fees, two account fees of one second, two unknown rows. */
const LEDGER_TIES = [
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id',
  'txn_t1,2026-10-02 08:00:00,usd,199.00,6.07,192.93,charge,ch_t1,ch_t1,in_t1',
  'txn_t2,2026-10-20 08:00:00,usd,-10.00,0.30,-10.30,refund,re_t2,ch_t1,in_t1',
  'txn_t3,2026-10-20 08:00:00,usd,-10.00,0.20,-10.20,refund,re_t3,ch_t1,in_t1',
  'txn_t4,2026-10-20 08:00:00,usd,-30.00,15.00,-45.00,dispute,du_t4,ch_t1,in_t1',
  'txn_t5,2026-10-25 08:00:00,usd,-0.50,0.00,-0.50,fee,,,',
  'txn_t6,2026-10-25 08:00:00,usd,-0.70,0.00,-0.70,fee,,,',
  'txn_t7,2026-10-26 08:00:00,usd,1.00,0.00,1.00,other_adjustment,adj_1,,',
  'txn_t8,2026-10-26 08:00:00,usd,2.00,0.00,2.00,other_adjustment,adj_2,,',
];

const INVOICE_TIES = [
  'id,Subscription,Currency,Subtotal,Tax,Total,Amount Due,Status,Paid At (UTC),Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC)',
  'in_t1,sub_t1,usd,199.00,,199.00,199.00,paid,2026-10-02 08:00,2026-10-02 08:00,2027-10-02 08:00',
  'in_t2,sub_t2,usd,0.00,,0.00,0.00,paid,2026-10-03 08:00,2026-10-03 08:00,2026-10-06 08:00',
  'in_t3,sub_t3,usd,20.00,,0.00,0.00,paid,2026-10-03 08:00,2026-10-03 08:00,2026-11-03 08:00',
];

/** Equal sales are separate; their refunds of one day differ in proceeds. */
const APPLE_TIES = [
  [
    ...['Event Date', 'App Name', 'App Apple ID', 'Subscription Name', 'Subscription Apple ID'],
    ...['Subscription Group ID', 'Standard Subscription Duration', 'Subscription Offer Name', 'Promotional Offer ID'],
    ...['Subscription Offer Type', 'Subscription Offer Duration', 'Marketing Opt-In Duration', 'Customer Price'],
    ...['Customer Currency', 'Developer Proceeds', 'Proceeds Currency', 'Preserved Pricing', 'Proceeds Reason'],
    ...['Client', 'Device', 'Country', 'Subscriber ID', 'Subscriber ID Reset', 'Refund', 'Purchase Date', 'Units'],
  ],
  appleSale('199.99', '169.99'),
  appleSale('199.99', '169.99'),
  appleSale('199.99', '139.99'),
  appleRefund('-50.00', '42.50'),
  appleRefund('-50.00', '40.00'),
  appleRefund('-199.99', '169.99'),
];

function appleSale(price: string, proceeds: string): string[] {
  return appleRow(price, proceeds, '', '', '1');
}

function appleRefund(price: string, proceeds: string): string[] {
  return appleRow(price, proceeds, 'Yes', '2026-10-12', '0');
}

function appleRow(price: string, proceeds: string, refund: string, purchase: string, units: string): string[] {
  return [
    ...['2026-10-12', 'Example Render', '6600000000', 'unlimited.annual', '6700000002', '21500001', '1 Year'],
    ...['', '', '', '', '', price, 'USD', proceeds, 'USD', ' ', ' ', ' ', 'iPhone', 'US', '5500000000099', ''],
    ...[refund, purchase, units],
  ];
}

/** An order with equal fee rows and a partial refund of one second, and two equal rows without an order. */
const GOOGLE_TIES = [
  'Description,Transaction Date,Transaction Time,Tax Type,Transaction Type,Refund Type,Product Title,Package ID,Product Type,SKU ID,Merchant Currency,Amount (Merchant Currency),Base Plan ID',
  googleRow('"Oct 4, 2026",1:00:00 AM PDT', 'Charge', '199.99'),
  googleRow('"Oct 4, 2026",1:00:00 AM PDT', 'Google fee', '-15.00'),
  googleRow('"Oct 4, 2026",1:00:00 AM PDT', 'Google fee', '-15.00'),
  googleRow('"Oct 9, 2026",1:00:00 AM PDT', 'Charge partial refund', '-40.00'),
  googleRow('"Oct 9, 2026",1:00:00 AM PDT', 'Google fee partial refund', '3.00'),
  googleRow('"Oct 9, 2026",1:00:00 AM PDT', 'Google fee partial refund', '3.00'),
  ',"Oct 31, 2026",,,Adjustment,,,,,,USD,-0.27,',
  ',"Oct 31, 2026",,,Adjustment,,,,,,USD,-0.27,',
];

function googleRow(time: string, type: string, amount: string): string {
  return `GPA.3300-1000-2000-10099,${time},,${type},,Unlimited,ai.example.render,Subscription,unlimited,USD,${amount},annual`;
}

/** Costs that only their amount or their months tell apart. */
const COST_TIES = [
  '2026-10,Hosting,3.00,',
  '2026-10,Hosting,1.00,',
  '2026-10,Hosting,2.00,2',
  '2026-10,Hosting,1.00,3',
  '2026-09,Hosting,2.00,2',
];

const KILN = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
const ADA = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';

/** Copies with the same content, with another content, and with accounts that show a self-match in one copy only. */
const JOB_TIES = [
  'job_id,completed_at,status,payment_model,worker_wallet,subscriber_wallet,worker_account,subscriber_account,model_id,render_spark',
  `job-t-1,2026-10-11T10:00:00Z,completed,subscription,${KILN},${ADA},,,flux,4`,
  `job-t-1,2026-10-11T12:00:00+02:00,completed,subscription,${KILN.toLowerCase()},${ADA},,,FLUX,4.000000`,
  `job-t-2,2026-10-11T10:00:00Z,completed,subscription,${KILN},${ADA},acct_1,acct_2,flux,5`,
  `job-t-2,2026-10-11T10:00:00Z,completed,subscription,${KILN},${ADA},acct_1,acct_1,flux,5`,
  `job-t-3,2026-10-11T10:00:00Z,completed,subscription,${KILN},${ADA},,,flux,6`,
  `job-t-3,2026-10-11T10:00:00Z,completed,subscription,${KILN},${ADA},,,flux,7`,
  `job-t-4,2026-10-11T10:00:00Z,completed,subscription,${KILN},${ADA},,,seedance-2,8`,
  `job-t-5,2026-10-11T10:00:00Z,completed,subscription,${KILN},,,,flux,9`,
];
