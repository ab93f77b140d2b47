import { isAppleFinancialReport } from './apple/financial-report.ts';
import { isApplePayments } from './apple/payments.ts';
import { isAppleSubscriberReport } from './apple/subscriber-report.ts';
import { isGoogleEarnings } from './google/earnings-report.ts';
import { firstLine, headerCells, type InputHead } from './input.ts';
import { COSTS_FILE } from './small/costs-file.ts';
import { COVERAGE_FILE } from './small/coverage-file.ts';
import { FX_FILE } from './small/fx-file.ts';
import { OPENING_FILE } from './small/opening-file.ts';
import { PAYEES_FILE } from './small/payees-file.ts';
import { isSmallFile } from './small/small-file.ts';
import { SUBSCRIBERS_FILE } from './small/subscribers-file.ts';
import { PARTICIPATION_FILE, WALLET_LINKS_FILE } from './small/wallet-files.ts';
import { BALANCE } from './stripe/balance.ts';
import { BALANCE_SUMMARY } from './stripe/balance-summary.ts';
import { isStripeInvoicesCsv } from './stripe/invoices-csv.ts';
import { isStripeInvoicesJson } from './stripe/invoices-json.ts';
import { isStripeLedger } from './stripe/ledger.ts';

/** Kinds of input with money or rules in them. Job logs are told by the lake. */
export const SOURCE_KINDS = {
  'stripe-ledger': isStripeLedger,
  'stripe-invoices-csv': isStripeInvoicesCsv,
  'stripe-invoices-json': isStripeInvoicesJson,
  'stripe-balance-summary': (head: InputHead) => isSmallFile(BALANCE_SUMMARY, head),
  'stripe-balance': (head: InputHead) => isSmallFile(BALANCE, head),
  'apple-subscriber': isAppleSubscriberReport,
  'apple-payments': isApplePayments,
  'apple-financial': isAppleFinancialReport,
  'google-earnings': isGoogleEarnings,
  fx: (head: InputHead) => isSmallFile(FX_FILE, head),
  costs: (head: InputHead) => isSmallFile(COSTS_FILE, head),
  'wallet-links': (head: InputHead) => isSmallFile(WALLET_LINKS_FILE, head),
  participation: (head: InputHead) => isSmallFile(PARTICIPATION_FILE, head),
  coverage: (head: InputHead) => isSmallFile(COVERAGE_FILE, head),
  opening: (head: InputHead) => isSmallFile(OPENING_FILE, head),
  subscribers: (head: InputHead) => isSmallFile(SUBSCRIBERS_FILE, head),
  payees: (head: InputHead) => isSmallFile(PAYEES_FILE, head),
} as const satisfies Record<string, (head: InputHead) => boolean>;

export type SourceKind = keyof typeof SOURCE_KINDS;

/** The kinds whose signature a head fits; exactly one must. */
export function sourceKinds(head: InputHead): SourceKind[] {
  return (Object.keys(SOURCE_KINDS) as SourceKind[]).filter((kind) => SOURCE_KINDS[kind](head));
}

/** Exports that look right and are not: what to download instead. */
const NEIGHBOURS: readonly { readonly header: RegExp; readonly remedy: string }[] = [
  {
    header: /^"?id"?,"?(Created date \(UTC\)|Type|Description)"?,/i,
    remedy:
      'This is Stripe’s Payments or Balance history export. Use Reports > Balance > Balance change from activity, itemized.',
  },
  {
    header: /^\s*[[{]/,
    remedy:
      'A job log in JSON has one complete object a line (JSON Lines), each with a job id; Stripe invoices are objects as the API returns them.',
  },
  {
    header: /^Provider\tProvider Country\t/i,
    remedy: 'This is Apple’s Sales summary. Use the daily Subscriber report (detailed).',
  },
  {
    header: /^"?Region \(Currency\)/i,
    remedy: 'The title of the payments file is missing, which names the month: download it again, as it is.',
  },
  {
    header: /^Event Date\tEvent\t/i,
    remedy:
      'This is Apple’s Subscription Event report, which has no money. Use the daily Subscriber report (detailed).',
  },
  {
    header: /^"?Order Number"?,"?Order Charged Date/i,
    remedy: 'This is Google’s estimated sales report. Use the earnings report (earnings_YYYYMM_*.zip).',
  },
];

/** What to do about a file of no known kind, where its header tells. */
export function neighbourRemedy(head: InputHead): string | undefined {
  const line = firstLine(head.text);
  return (
    NEIGHBOURS.find((neighbour) => neighbour.header.test(line))?.remedy ?? wrongSeparator(line) ?? nearSmallFile(line)
  );
}

/** A spreadsheet writes semicolons where the comma is the decimal separator. */
function wrongSeparator(line: string): string | undefined {
  if (!line.includes(';') || sourceKinds(headOf(line.replaceAll(';', ','))).length === 0) return undefined;
  return 'The columns are separated by semicolons: save it with commas, and with dots in numbers.';
}

function headOf(text: string): InputHead {
  return { text, bytes: Buffer.from(text) };
}

const SMALL_FILES = {
  'fx.csv': FX_FILE,
  'costs.csv': COSTS_FILE,
  'wallet-links.csv': WALLET_LINKS_FILE,
  'participation.csv': PARTICIPATION_FILE,
  'opening.csv': OPENING_FILE,
  'subscribers.csv': SUBSCRIBERS_FILE,
  'payees.csv': PAYEES_FILE,
};

/** People write the small files by hand: the one whose header has the most columns of this line, at least half. */
function nearSmallFile(line: string): string | undefined {
  const cells = headerCells(line, ',').map((cell) => cell.toLowerCase());
  const near = Object.entries(SMALL_FILES)
    .map(([name, { columns }]) => {
      const names = columns.map((column) => column.name);
      return { name, names, shared: names.filter((each) => cells.includes(each)).length };
    })
    .filter(({ names, shared }) => shared * 2 >= Math.max(names.length, cells.length))
    .sort((a, b) => b.shared / b.names.length - a.shared / a.names.length);
  const [best] = near;
  return best === undefined ? undefined : `For ${best.name} write exactly this header: ${best.names.join(',')}`;
}
