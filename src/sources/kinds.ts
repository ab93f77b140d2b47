import type { InputKind } from '../core/close/inputs/input-kind.ts';
import type { SmallRowKind, SmallRows } from '../core/close/inputs/small-rows.ts';
import { formatMonth } from '../core/month/month.ts';
import type { Transaction } from '../core/revenue/transaction.ts';
import { APPLE_FINANCIAL_FORM, isAppleFinancialReport, readAppleFinancialReport } from './apple/financial-report.ts';
import { ofOneDay } from './apple/one-day.ts';
import { isApplePayments, readApplePayments } from './apple/payments.ts';
import {
  appleFinancialOfName,
  appleFinancialPeriod,
  applePeriodOfName,
  applePeriodOfRow,
} from './apple/report-period.ts';
import {
  APPLE_SUBSCRIBER_FORM,
  isAppleSubscriberReport,
  readAppleSubscriberReport,
} from './apple/subscriber-report.ts';
import { GOOGLE_EARNINGS_FORM, isGoogleEarnings, readGoogleEarnings } from './google/earnings-report.ts';
import { googlePeriodOfName, googlePeriodOfRow } from './google/report-period.ts';
import { isVoidedPurchases, readVoidedPurchases } from './google/voided-purchases.ts';
import type { KindRecord, Reading, Replaced, SmallRowsRead, SourceKind } from './kind-record.ts';
import { neighbourOf } from './neighbour-list.ts';
import type { InputHead, SourceInput } from './reading/input.ts';
import { NOTHING_TOLD } from './reading/told-by-name.ts';
import { COSTS_FILE } from './small/costs-file.ts';
import { COVERAGE_FILE } from './small/coverage-file.ts';
import { FX_FILE } from './small/fx-file.ts';
import { openingTransaction } from './small/opening-charge.ts';
import { OPENING_FILE } from './small/opening-file.ts';
import { PAYEES_FILE } from './small/payees-file.ts';
import { SCREENING_FILE } from './small/screening-file.ts';
import { hasAllColumns, isSmallFile, readSmallFile, type SmallFile } from './small/small-file.ts';
import { SUBSCRIBERS_FILE } from './small/subscribers-file.ts';
import { USAGE_CONTROL_FILE } from './small/usage-control-file.ts';
import { PARTICIPATION_FILE, WALLET_LINKS_FILE } from './small/wallet-files.ts';
import { BALANCE } from './stripe/balance.ts';
import { BALANCE_SUMMARY } from './stripe/balance-summary.ts';
import { isStripeInvoicesCsv, readStripeInvoicesCsv, STRIPE_INVOICES_FORM } from './stripe/invoices-csv.ts';
import { isStripeInvoicesJson, readStripeInvoicesJson } from './stripe/invoices-json.ts';
import { isStripeLedger, readStripeLedger, STRIPE_LEDGER_FORM } from './stripe/ledger.ts';
import { ledgerSpanOfName, reconciliationWarning } from './stripe/ledger-range.ts';
import { localDaysWarning } from './stripe/ledger-zone.ts';
import { stripeStatementOfName } from './stripe/report-period.ts';

/** One record a kind: whoever takes, replaces or checks inputs asks it. */
export const KINDS: {
  readonly [Kind in SourceKind]: KindRecord<Kind extends SmallRowKind ? SmallRows[Kind] : never>;
} = {
  'stripe-ledger': {
    // The columns of Stripe's payouts report are the ledger's too, but for a time of booking.
    fits: (head) => isStripeLedger(head) && neighbourOf(head) === null,
    reading: { gives: 'transactions', read: readStripeLedger, isDated: true, periodOfRow: () => '' },
    toldByName: (name) => ({
      ...NOTHING_TOLD,
      warning: reconciliationWarning(name) ?? localDaysWarning(name),
      span: ledgerSpanOfName(name),
    }),
    replaces: { what: 'rows' },
    nearMisses: [{ table: STRIPE_LEDGER_FORM }],
  },
  'stripe-invoices-csv': {
    fits: isStripeInvoicesCsv,
    reading: { gives: 'invoices', read: readStripeInvoicesCsv },
    toldByName: () => NOTHING_TOLD,
    replaces: { what: 'rows' },
    nearMisses: [{ table: STRIPE_INVOICES_FORM }],
  },
  'stripe-invoices-json': {
    fits: isStripeInvoicesJson,
    reading: { gives: 'invoices', read: readStripeInvoicesJson },
    toldByName: () => NOTHING_TOLD,
    replaces: { what: 'rows' },
    nearMisses: [
      {
        header: /^\s*[[{]/,
        remedy:
          'A job log in JSON has one complete object a line (JSON Lines), each with a job id; Stripe invoices are objects as the API returns them.',
      },
    ],
  },
  'stripe-balance-summary': stripeStatement('stripe-balance-summary', BALANCE_SUMMARY),
  'stripe-balance': stripeStatement('stripe-balance', BALANCE),
  'apple-subscriber': {
    fits: isAppleSubscriberReport,
    reading: {
      gives: 'transactions',
      read: (input) => ofOneDay(input, readAppleSubscriberReport(input)),
      isDated: true,
      periodOfRow: applePeriodOfRow,
    },
    toldByName: applePeriodOfName,
    replaces: { what: 'report', versions: 'period' },
    nearMisses: [{ table: APPLE_SUBSCRIBER_FORM }],
  },
  'apple-payments': {
    fits: isApplePayments,
    reading: { gives: 'small-rows', kind: 'apple-payments', read: applePaymentRows, agreement: null },
    toldByName: () => NOTHING_TOLD,
    replaces: { what: 'report', versions: 'period' },
    nearMisses: [
      {
        header: /^"?Region \(Currency\)/i,
        remedy: 'The title of the payments file is missing, which names the month: download it again, as it is.',
      },
    ],
  },
  'apple-financial': {
    fits: isAppleFinancialReport,
    reading: { gives: 'small-rows', kind: 'apple-financial', read: appleFinancialRows, agreement: null },
    toldByName: appleFinancialOfName,
    replaces: { what: 'report', versions: 'shared-small-row' },
    nearMisses: [{ table: APPLE_FINANCIAL_FORM }],
  },
  'google-earnings': {
    fits: isGoogleEarnings,
    reading: { gives: 'transactions', read: readGoogleEarnings, isDated: true, periodOfRow: googlePeriodOfRow },
    toldByName: googlePeriodOfName,
    replaces: { what: 'report', versions: 'shared-transaction' },
    nearMisses: [{ table: GOOGLE_EARNINGS_FORM }],
  },
  'google-voided': {
    fits: isVoidedPurchases,
    reading: { gives: 'small-rows', kind: 'google-voided', read: voidedRows, agreement: null },
    toldByName: () => NOTHING_TOLD,
    // The API answers of 30 days at most.
    replaces: { what: 'files', ofWindow: true },
    nearMisses: [],
  },
  fx: handWritten('fx', FX_FILE),
  costs: handWritten('costs', COSTS_FILE),
  'wallet-links': handWritten('wallet-links', WALLET_LINKS_FILE),
  participation: handWritten('participation', PARTICIPATION_FILE),
  coverage: handWritten('coverage', COVERAGE_FILE),
  opening: {
    ...byHand('opening', OPENING_FILE),
    // Among the transactions of its charge, where its refunds find it (R8).
    reading: { gives: 'transactions', read: openingTransactions, isDated: false, periodOfRow: () => '' },
  },
  subscribers: handWritten('subscribers', SUBSCRIBERS_FILE),
  payees: handWritten('payees', PAYEES_FILE),
  'usage-control': handWritten('usage-control', USAGE_CONTROL_FILE),
  screening: handWritten('screening', SCREENING_FILE),
};

/** The kinds that a file may be that begins like this; exactly one must. */
export function sourceKinds(head: InputHead): SourceKind[] {
  return (Object.keys(KINDS) as SourceKind[]).filter((kind) => KINDS[kind].fits(head));
}

/** What gives way to an input of a kind. Of job logs no file does: the lake tells repeated jobs. */
export function replacedBy(kind: InputKind): Replaced {
  return kind === 'job-log' ? { what: 'rows' } : KINDS[kind].replaces;
}

/** A file that people write: what is there replaces what was there. */
function byHand(kind: SourceKind, file: SmallFile<unknown>): Omit<KindRecord, 'reading'> {
  return {
    fits: (head) => isSmallFile(file, head),
    toldByName: () => NOTHING_TOLD,
    replaces: { what: 'files' },
    nearMisses: [{ name: `${kind}.csv`, columns: file.columns }],
  };
}

function handWritten<Kind extends SmallRowKind & SourceKind>(
  kind: Kind,
  file: SmallFile<SmallRows[Kind] | null>,
): KindRecord<SmallRows[Kind]> {
  return { ...byHand(kind, file), reading: smallRowsOf(kind, file) };
}

/** What Stripe states of whole days: its name tells which. */
function stripeStatement<Kind extends SmallRowKind>(
  kind: Kind,
  file: SmallFile<SmallRows[Kind]>,
): KindRecord<SmallRows[Kind]> {
  return {
    // As an export of a store it may have more columns than are read.
    fits: (head) => isSmallFile(file, head) || hasAllColumns(file, head),
    reading: smallRowsOf(kind, file),
    toldByName: stripeStatementOfName,
    replaces: { what: 'report', versions: 'period' },
    nearMisses: [{ table: { delimiter: ',', columns: file.columns, remedy: 'Download the summary again, as it is.' } }],
  };
}

function smallRowsOf<Kind extends SmallRowKind>(
  kind: Kind,
  file: SmallFile<SmallRows[Kind] | null>,
): Reading<SmallRows[Kind]> {
  return {
    gives: 'small-rows',
    kind,
    read: async (input) => ({ rows: await readSmallFile(file, input), firstMs: null, lastMs: null, period: '' }),
    agreement: file.agreement ?? null,
  };
}

async function* openingTransactions(input: SourceInput): AsyncGenerator<Transaction & { line: number }> {
  for (const { row, line } of await readSmallFile(OPENING_FILE, input)) yield { ...openingTransaction(row), line };
}

async function voidedRows(input: SourceInput): Promise<SmallRowsRead<SmallRows['google-voided']>> {
  return { rows: await readVoidedPurchases(input), firstMs: null, lastMs: null, period: '' };
}

async function applePaymentRows(input: SourceInput): Promise<SmallRowsRead<SmallRows['apple-payments']>> {
  const { label, rows, unfinished } = await readApplePayments(input);
  return { rows, firstMs: null, lastMs: null, period: formatMonth(label), unfinished };
}

async function appleFinancialRows(
  input: SourceInput,
  head: InputHead,
): Promise<SmallRowsRead<SmallRows['apple-financial']>> {
  const report = await readAppleFinancialReport(input, head);
  return {
    rows: report.rows,
    firstMs: report.firstDayMs,
    lastMs: report.lastDayMs,
    period: appleFinancialPeriod(report),
    unfinished: report.unfinished,
  };
}
