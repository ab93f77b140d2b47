import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headOf } from '../../test/worlds/export-files.ts';
import { scratch } from '../../test/worlds/world.ts';
import { unpack } from '../files/unpack.ts';
import { KINDS, sourceKinds } from './kinds.ts';
import { NEIGHBOURS, neighbourOf } from './neighbour-list.ts';
import { isNeighbour } from './neighbours.ts';
import { firstLine } from './reading/input.ts';

const tabs = (columns: string): string => columns.replaceAll(',', '\t');

/** Headers as they stand in files of each neighbour, whole or as far as they tell something. */
const SAMPLES: readonly (readonly [what: string, beginning: string])[] = [
  [
    'Apple’s Sales summary',
    tabs(
      'Provider,Provider Country,SKU,Developer,Title,Version,Product Type Identifier,Units,Developer Proceeds,Begin Date,End Date,' +
        'Customer Currency,Country Code,Currency of Proceeds,Apple Identifier,Customer Price,Promo Code,Parent Identifier,' +
        'Subscription,Period,Category,CMB,Device,Supported Platforms,Proceeds Reason,Preserved Pricing,Client,Order Type',
    ),
  ],
  [
    'Apple’s Pre-Order report',
    tabs(
      'Provider,Provider Country,Title,SKU,Developer,Pre-Order Start Date,Pre-Order End Date,Ordered,Canceled,Device',
    ),
  ],
  [
    'Apple’s Subscription Event report',
    tabs(
      'Event Date,Event,App Name,App Apple ID,Subscription Name,Subscription Apple ID,Subscription Group ID,' +
        'Standard Subscription Duration,Subscription Offer Name,Original Start Date,Client,Device,State,Country,Quantity',
    ),
  ],
  [
    'Apple’s Subscription report',
    tabs(
      'App Name,App Apple ID,Subscription Name,Subscription Apple ID,Standard Subscription Duration,Customer Price,' +
        'Customer Currency,Developer Proceeds,Proceeds Currency,Device,State,Country,Active Standard Price Subscriptions,' +
        'Active Free Trial Introductory Offer Subscriptions,Billing Retry,Grace Period,Subscribers',
    ),
  ],
  [
    'Apple’s report of offer code redemptions',
    tabs(
      'Date,App Name,App Apple ID,Subscription Name,Subscription Apple ID,Offer Reference Name,Promo Code,Territory',
    ),
  ],
  [
    'Apple’s Transaction Tax report',
    tabs(
      'ISO Country Code,Country/Territory,State,Tax Category,Tax Type,Currency,Tax Exclusive Amount,Tax Rate,Taxes Paid',
    ),
  ],
  [
    'Apple’s Analytics report of purchases',
    tabs(
      'Date,App Name,App Apple Identifier,Purchase Type,Content Name,Payment Method,Device,Purchases,Proceeds in USD',
    ),
  ],
  ['an Analytics report of Apple', tabs('Date,App Name,App Apple Identifier,Download Type,Device,Territory,Counts')],
  [
    'Apple’s answer that a day has no sales',
    '{"errors":[{"id":"1","status":"404","code":"NOT_FOUND","title":"x","detail":"There were no sales for the date specified."}]}',
  ],
  [
    'transactions or notifications of Apple’s App Store Server',
    '{"revision":"1_2","bundleId":"ai.example","signedTransactions":["eyJhbGciOiJFUzI1NiJ9.e30.x"],"hasMore":false}',
  ],
  ['transactions or notifications of Apple’s App Store Server', '{"signedPayload":"eyJhbGciOiJFUzI1NiJ9.e30.x"}'],
  [
    'Google’s estimated sales report',
    'Order Number,Order Charged Date,Order Charged Timestamp,Financial Status,Device Model,Product Title,Product ID,' +
      'Product Type,SKU ID,Currency of Sale,Item Price,Taxes Collected,Charged Amount,Country of Buyer,Base Plan ID,Offer ID',
  ],
  [
    'Google’s subscription statistics',
    'Start Date,Package Name,Product ID,Country,New Subscriptions,Cancelled Subscriptions,Active Subscriptions',
  ],
  [
    'a statistics report of the Play Console',
    'Date,Package Name,Country,Daily Device Installs,Daily Device Uninstalls,Daily User Installs,Active Device Installs',
  ],
  ['a statistics report of the Play Console', 'Date,Package Name,Daily Average Rating,Total Average Rating'],
  [
    'the reviews of the Play Console',
    'Package Name,App Version Code,Reviewer Language,Review Submit Date and Time,Star Rating,Review Title,Review Text',
  ],
  ['Google’s report of payouts', 'Payment Date,Payment ID,Merchant Currency,Amount'],
  [
    'orders of Google’s Developer API',
    '{\n "orders": [\n  {\n   "orderId": "GPA.3333-1000-2000-00001",\n   "lineItems": [{ "productId": "unlimited" }]\n  }\n ]\n}',
  ],
  ['orders of Google’s Developer API', '{"orders":[{"orderId":"GPA.3333-1000-2000-00001","state":"REFUNDED"}]}'],
  [
    'purchases or products of Google’s Developer API',
    '{"kind":"androidpublisher#subscriptionPurchaseV2","latestOrderId":"GPA.3333-1000-2000-00001"}',
  ],
  ['purchases or products of Google’s Developer API', '{"version":"1.0","subscriptionNotification":{"version":"1.0"}}'],
  [
    'Stripe’s Payments export',
    'id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Decline Reason,Description,Fee,' +
      'Refunded date (UTC),Statement Descriptor,Status,Seller Message,Taxes On Fee,Card ID,Customer ID,Invoice ID,Transfer',
  ],
  ['Stripe’s Payments export', '"id","Created (UTC)","Amount","Amount Refunded","Currency","Fee","Tax","Invoice ID"'],
  [
    'Stripe’s Balance history',
    'id,Type,Source,Amount,Fee,Destination Platform Fee,Net,Currency,Created (UTC),Available On (UTC),Description,Transfer',
  ],
  [
    'Stripe’s payouts',
    'id,Amount,Created (UTC),Currency,Livemode,Arrival Date (UTC),Source Type,Destination,Status,Type,Method,Description',
  ],
  [
    'Stripe’s payouts report',
    'payout_id,effective_at,currency,gross,fee,net,reporting_category,balance_transaction_id,description,' +
      'payout_expected_arrival_date,payout_status',
  ],
  [
    'Stripe’s list of subscriptions',
    'id,Customer ID,Customer Email,Plan,Product,Quantity,Currency,Interval,Amount,Status,Current Period Start (UTC)',
  ],
  ['Stripe’s list of customers', 'id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Currency,Total Spend'],
  [
    'Stripe’s report of all fees',
    'balance_transaction_id,fee_transaction_id,incurred_at,incurred_by,incurred_by_type,fee_description,amount,currency',
  ],
  [
    'Stripe’s report of tax',
    'id,line_item_id,type,currency,transaction_date,subtotal,total,taxable_amount,tax_amount,jurisdiction_level',
  ],
  ['a Revenue Recognition report of Stripe', 'accounting_period,currency,debit,credit,amount,invoice_id,charge_id'],
  [
    'a RevenueCat export',
    'rc_original_app_user_id;rc_last_seen_app_user_id_alias;country;product_identifier;start_time;end_time;store;price',
  ],
  [
    'a RevenueCat event',
    '{"api_version":"1.0","event":{"type":"RENEWAL","app_user_id":"a","product_id":"unlimited","price":19.99}}',
  ],
  [
    'an Adapty export',
    'profile_id,event_type,event_datetime,vendor_product_id,transaction_id,original_transaction_id,price_usd,proceeds_usd',
  ],
  ['an empty answer', '{}'],
  ['an empty answer', ' [ ]\n'],
];

/** Exports that are read, with every column that their versions have had. */
const REAL_HEADERS = [
  'balance_transaction_id,created_utc,created,available_on_utc,available_on,currency,gross,fee,net,reporting_category,source_id,' +
    'description,customer_facing_amount,customer_facing_currency,regulatory_tag,automatic_payout_id,automatic_payout_effective_at_utc,' +
    'automatic_payout_effective_at,customer_id,customer_email,customer_name,charge_id,payment_intent_id,charge_created_utc,' +
    'charge_created,invoice_id,invoice_number,subscription_id,payment_method_type,is_link,card_brand,card_funding,card_country,' +
    'statement_descriptor,dispute_reason,connected_account_id,payout_id,payout_status,payout_expected_arrival_date,trace_id',
  'id,Number,Customer Name,Amount Due,Billing,Charge,Closed,Currency,Customer,Date (UTC),Created (UTC),Due Date (UTC),Ending Balance,' +
    'Forgiven,Paid,Paid At (UTC),Marked Uncollectible At (UTC),Voided At (UTC),Finalized At (UTC),' +
    'Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC),Period Start (UTC),Period End (UTC),Starting Balance,' +
    'Subscription,Subtotal,Total Discount Amount,Applied Coupons,Tax,Tax Percent,Total,Amount Paid,Status,Description',
  'reporting_category,currency,count,gross,fee,net',
  'category,description,net_amount,currency',
  tabs(
    'Event Date,App Name,App Apple ID,Subscription Name,Subscription Apple ID,Subscription Group ID,Subscription Duration,' +
      'Standard Subscription Duration,Promotional Offer Name,Subscription Offer Name,Promotional Offer ID,Subscription Offer Type,' +
      'Introductory Price Type,Subscription Offer Duration,Introductory Price Duration,Marketing Opt-In Duration,Customer Price,' +
      'Customer Currency,Developer Proceeds,Proceeds Currency,Preserved Pricing,Proceeds Reason,Client,Device,State,Country,' +
      'Subscriber ID,Subscriber ID Reset,Refund,Purchase Date,Units',
  ),
  tabs(
    'Start Date,End Date,UPC,ISRC/ISBN,Vendor Identifier,Quantity,Partner Share,Extended Partner Share,Partner Share Currency,' +
      'Sales or Return,Apple Identifier,Artist/Show/Developer/Author,Title,Label/Studio/Network/Developer/Publisher,Grid,' +
      'Product Type Identifier,ISAN/Other Identifier,Country Of Sale,Pre-order Flag,Promo Code,Customer Price,Customer Currency',
  ),
  tabs(
    'Transaction Date,Settlement Date,Apple Identifier,SKU,Title,Developer Name,Product Type Identifier,Country of Sale,Quantity,' +
      'Partner Share,Extended Partner Share,Partner Share Currency,Customer Price,Customer Currency,Sale or Return,Promo Code,' +
      'Order Type,Region',
  ),
  'Region (Currency),Units Sold,Earned,Pre-Tax Subtotal,Input Tax,Adjustments,Withholding Tax,Total Owed,Exchange Rate,Proceeds',
  'Description,Transaction Date,Transaction Time,Tax Type,Transaction Type,Refund Type,Product Title,Product id,Package ID,' +
    'Product Type,Sku Id,Hardware,Buyer Country,Buyer State,Buyer Postal Code,Buyer Currency,Amount (Buyer Currency),' +
    'Currency Conversion Rate,Merchant Currency,Amount (Merchant Currency),Base Plan ID,Offer ID,Group ID,' +
    'First USD 1M Eligible,Service Fee %,Fee Description,Promotion ID,Sales Channel',
  ...Object.values(KINDS).flatMap(({ nearMisses }) =>
    nearMisses.flatMap((each) => ('columns' in each ? each.columns.map(({ name }) => name).join(',') : [])),
  ),
];

describe('files that are known and not used', () => {
  it.each(SAMPLES)('%s', (what, beginning) => {
    const head = headOf(`${beginning}\n`);
    expect(sourceKinds(head)).toEqual([]);
    expect(NEIGHBOURS.filter((each) => isNeighbour(each, head)).map((each) => each.what)).toEqual([what]);
    expect(neighbourOf(head)?.what).toBe(what);
  });

  it('each has a sample', () => {
    expect([...new Set(SAMPLES.map(([what]) => what))]).toEqual(NEIGHBOURS.map(({ what }) => what));
  });

  it('are told also when a spreadsheet has changed what stands between the columns', () => {
    const event = SAMPLES.find(([what]) => what === 'Apple’s Subscription Event report')?.[1] ?? '';
    for (const delimiter of [',', ';', '\t']) {
      expect(neighbourOf(headOf(`${event.replaceAll('\t', delimiter)}\n`))?.what).toBe(
        'Apple’s Subscription Event report',
      );
    }
  });
});

/**
 * A neighbour needs columns, and a file with fewer columns has none the more: so it is enough that the widest header of
 * an export, with whatever between its columns, is no neighbour, and no part of that export is one.
 */
describe('an export that is read is no neighbour', () => {
  it('nor is a list of voided purchases, which names orders as well', () => {
    const voided =
      '{"voidedPurchases":[{"kind":"androidpublisher#voidedPurchase","orderId":"GPA.3333-1","orders":[]}]}';
    expect(neighbourOf(headOf(voided))).toBeNull();
  });

  it.each(REAL_HEADERS)('%s', (header) => {
    for (const delimiter of [',', ';', '\t']) {
      const text = header.replaceAll(/[,\t]/g, delimiter);
      expect(neighbourOf(headOf(`${text}\n`))).toBeNull();
    }
  });

  it('neither is any file of the example world, nor one with errors that is of a known kind', async () => {
    const root = join(import.meta.dirname, '..', '..', 'fixtures');
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    let known = 0;
    for (const { parentPath, name } of files) {
      const file = { path: join(parentPath, name), shown: name, name };
      const inputs = await unpack(file, scratch()).catch(() => []);
      for (const { head } of inputs) {
        if (head.text.trim() === '{}') continue;
        if (sourceKinds(head).length > 0) known += 1;
        expect(neighbourOf(head), `${parentPath}/${name}: ${firstLine(head.text)}`).toBeNull();
      }
    }
    expect(known).toBeGreaterThan(50);
  });
});
