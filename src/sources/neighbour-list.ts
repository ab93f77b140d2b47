import { isNeighbour, type Neighbour } from './neighbours.ts';
import type { InputHead } from './reading/input.ts';

const SUBSCRIBER_REPORT =
  'The daily Subscriber report (detailed) of Sales and Trends has each sale and refund: get that one.';
const EARNINGS_REPORT = 'The earnings report (earnings_YYYYMM_*.zip) has what was charged and kept: get that one.';
const LEDGER =
  'Reports > Balance > Balance change from activity, itemized, has what was charged, refunded and kept: get that one.';
const OF_STORES = 'What the stores paid stands in their own exports: get those.';

/** What lies in the folders of App Store Connect. */
const APPLE: readonly Neighbour[] = [
  {
    what: 'Apple’s Sales summary',
    instead: `It sums up a day and names no subscriber. ${SUBSCRIBER_REPORT}`,
    told: { columns: [['Provider'], ['Provider Country'], ['Product Type Identifier'], ['Developer Proceeds']] },
  },
  {
    what: 'Apple’s Pre-Order report',
    instead: `It has no sales. ${SUBSCRIBER_REPORT}`,
    told: { columns: [['Provider'], ['Provider Country'], ['Cumulative Ordered', 'Pre-Order Start Date']] },
  },
  {
    what: 'Apple’s Subscription Event report',
    instead: `It counts events and has no money. ${SUBSCRIBER_REPORT}`,
    told: { columns: [['Event Date'], ['Event'], ['Subscription Apple ID']] },
  },
  {
    what: 'Apple’s Subscription report',
    instead: `It counts who is subscribed and has no sales. ${SUBSCRIBER_REPORT}`,
    told: { columns: [['Subscription Apple ID'], ['Active Standard Price Subscriptions']] },
  },
  {
    what: 'Apple’s report of offer code redemptions',
    instead: `It counts redemptions and has no money. ${SUBSCRIBER_REPORT}`,
    told: {
      columns: [
        ['Date'],
        ['Subscription Apple ID'],
        ['Offer Reference Name', 'Offer Name', 'Subscription Offer Name'],
        ['Promo Code', 'Offer Code', 'Count', 'Redemptions'],
      ],
      without: ['Event Date', 'Developer Proceeds'],
    },
  },
  {
    what: 'Apple’s Transaction Tax report',
    instead: 'Proceeds are after this tax already, so that nothing of it is missing.',
    told: { columns: [['ISO Country Code'], ['Tax Category'], ['Tax Exclusive Amount'], ['Taxes Paid']] },
  },
  {
    what: 'Apple’s Analytics report of purchases',
    instead: `It has rounded sums in dollars. ${SUBSCRIBER_REPORT}`,
    told: { columns: [['App Apple Identifier'], ['Purchase Type'], ['Proceeds in USD', 'Sales in USD']] },
  },
  {
    what: 'an Analytics report of Apple',
    instead: `It counts downloads and use and has no money. ${SUBSCRIBER_REPORT}`,
    told: { columns: [['Date'], ['App Apple Identifier']], without: ['Purchase Type'] },
  },
  {
    what: 'Apple’s answer that a day has no sales',
    instead: 'There is no report of that day: mark it in coverage.csv (apple).',
    told: { json: [/^\s*\{\s*"errors"\s*:/, /"code"\s*:\s*"NOT_FOUND"/, /"There were no sales for the date/] },
  },
  {
    what: 'transactions or notifications of Apple’s App Store Server',
    instead: `They have neither proceeds nor commission. ${SUBSCRIBER_REPORT}`,
    told: {
      json: [
        /"(signedTransactions?|signedPayload|signedTransactionInfo|originalTransactionId|latest_receipt_info)"\s*:/,
      ],
    },
  },
];

/** What lies in the bucket of the Play Console, and what the Developer API answers. */
const GOOGLE: readonly Neighbour[] = [
  {
    what: 'Google’s estimated sales report',
    instead: `It has neither fees nor what was paid out. ${EARNINGS_REPORT}`,
    told: { columns: [['Order Number'], ['Order Charged Date'], ['Financial Status']] },
  },
  {
    what: 'Google’s subscription statistics',
    instead: `They count subscriptions and have no money. ${EARNINGS_REPORT}`,
    told: {
      columns: [
        ['Package Name', 'Package ID'],
        ['New Subscriptions', 'Cancelled Subscriptions', 'Canceled Subscriptions'],
        ['Active Subscriptions'],
      ],
    },
  },
  {
    what: 'a statistics report of the Play Console',
    instead: `It counts installs, visits or ratings and has no money. ${EARNINGS_REPORT}`,
    told: {
      columns: [
        ['Date'],
        ['Package Name'],
        [
          ...(['Daily Device Installs', 'Daily User Installs', 'Active Device Installs', 'Install Events'] as const),
          ...(['Daily Average Rating', 'Daily Crashes', 'Daily ANRs', 'Store Listing Visitors'] as const),
          ...(['Store Listing Acquisitions', 'Retained Installers'] as const),
        ],
      ],
    },
  },
  {
    what: 'the reviews of the Play Console',
    instead: `They have no money. ${EARNINGS_REPORT}`,
    told: { columns: [['Package Name'], ['Star Rating'], ['Review Submit Date and Time', 'Review Text']] },
  },
  {
    what: 'Google’s report of payouts',
    instead: `It has what went to the bank, not what was charged. ${EARNINGS_REPORT}`,
    told: {
      columns: [
        ['Payment Date', 'Payout Date'],
        ['Payment ID', 'Payment Number', 'Payout ID'],
        ['Amount', 'Payment Amount', 'Payout Amount'],
      ],
    },
  },
  {
    what: 'orders of Google’s Developer API',
    instead: `They have neither the fees nor the rates that were paid by. ${EARNINGS_REPORT}`,
    told: {
      json: [/"orderId"\s*:/, /"(orders|lineItems|orderHistory|orderDetails|developerRevenueInBuyerCurrency)"\s*:/],
      without: [/"voidedPurchases?"/],
    },
  },
  {
    what: 'purchases or products of Google’s Developer API',
    instead: `They have no money that was paid. ${EARNINGS_REPORT}`,
    told: {
      json: [/"kind"\s*:\s*"androidpublisher#|"(basePlans|acknowledgementState|subscriptionNotification)"\s*:/],
      without: [/voidedPurchase/],
    },
  },
];

/** What the Dashboard and the reports of Stripe hold besides. */
const STRIPE: readonly Neighbour[] = [
  {
    what: 'Stripe’s Payments export',
    instead: `It changes with later refunds and lacks fees of disputes. ${LEDGER}`,
    told: {
      columns: [
        ['id'],
        ['Created date (UTC)', 'Created (UTC)'],
        ['Amount'],
        // The name of the time alone tells newer ones.
        ['Amount Refunded', 'Captured', 'Created date (UTC)'],
      ],
    },
  },
  {
    what: 'Stripe’s Balance history',
    instead: `It names no invoices. ${LEDGER}`,
    told: { columns: [['id'], ['Type'], ['Source'], ['Net'], ['Available On (UTC)']] },
  },
  {
    what: 'Stripe’s payouts',
    instead: `They have what went to the bank, not what was charged. ${LEDGER}`,
    told: { columns: [['id'], ['Arrival Date (UTC)'], ['Amount'], ['Destination', 'Balance Transaction']] },
  },
  {
    what: 'Stripe’s payouts report',
    instead: `It has what went to the bank, not what was charged. ${LEDGER}`,
    told: {
      columns: [['payout_id'], ['payout_status'], ['payout_expected_arrival_date'], ['effective_at']],
      without: ['created', 'created_utc', 'charge_id'],
    },
  },
  {
    what: 'Stripe’s list of subscriptions',
    instead: 'It has what is subscribed now, not what was charged; the invoices have the periods: get those.',
    told: { columns: [['Customer ID'], ['Plan'], ['Interval'], ['Current Period End (UTC)', 'Status']] },
  },
  {
    what: 'Stripe’s list of customers',
    instead: 'It has no charges, and nobody’s name is needed: take it out.',
    told: { columns: [['id'], ['Email'], ['Delinquent', 'Total Spend']] },
  },
  {
    what: 'Stripe’s report of all fees',
    instead: `The ledger has every fee already. ${LEDGER}`,
    told: { columns: [['fee_transaction_id'], ['incurred_by'], ['fee_category', 'fee_description']] },
  },
  {
    what: 'Stripe’s report of tax',
    instead: 'The tax of a charge is read from its invoice: get the invoices.',
    told: { columns: [['line_item_id'], ['taxable_amount'], ['jurisdiction_level', 'jurisdiction_name']] },
  },
  {
    what: 'a Revenue Recognition report of Stripe',
    instead: `It spreads by rules of its own. ${LEDGER}`,
    told: { columns: [['accounting_period'], ['debit'], ['credit']] },
  },
];

/** Exports of tools that watch the stores. */
const TOOLS: readonly Neighbour[] = [
  {
    what: 'a RevenueCat export',
    instead: `Its prices and proceeds are estimates. ${OF_STORES}`,
    told: {
      columns: [['rc_original_app_user_id', 'rc_last_seen_app_user_id_alias'], ['product_identifier'], ['store']],
    },
  },
  {
    what: 'a RevenueCat event',
    instead: `Its prices are estimates. ${OF_STORES}`,
    told: { json: [/"app_user_id"\s*:/, /"(product_id|entitlement_ids?|original_app_user_id)"\s*:/] },
  },
  {
    what: 'an Adapty export',
    instead: `Its prices and proceeds are estimates. ${OF_STORES}`,
    told: {
      columns: [['profile_id'], ['vendor_product_id'], ['original_transaction_id', 'vendor_original_transaction_id']],
    },
  },
];

/** What no export is, and a script that saves answers leaves all the same. */
const EMPTY: Neighbour = {
  what: 'an empty answer',
  instead: 'It holds nothing. Voided purchases of which there are none are {"voidedPurchases":[]}.',
  told: { json: [/^\s*(\{\s*\}|\[\s*\])\s*$/] },
};

/** Every neighbour. Each file is told as one of them at most. */
export const NEIGHBOURS: readonly Neighbour[] = [...APPLE, ...GOOGLE, ...STRIPE, ...TOOLS, EMPTY];

/** The neighbour that a file is which begins like this; null for any other, a real export above all. */
export function neighbourOf(head: InputHead): Neighbour | null {
  return NEIGHBOURS.find((each) => isNeighbour(each, head)) ?? null;
}
