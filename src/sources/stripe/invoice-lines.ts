import type { Finding } from '../../core/close/finding.ts';
import type { Components } from '../../core/money/components.ts';
import { convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import type { MicroUsd } from '../../core/money/micro.ts';
import { cumulativeParts, partAt, truncatedProportion } from '../../core/money/proportion.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { type Month, monthOfInstant } from '../../core/month/month.ts';
import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { ScheduleLine } from '../../core/revenue/charge-history.ts';
import { coverageFrom, monthsOfPeriod } from '../../core/revenue/coverage.ts';
import type { ProductCatalogue } from '../../core/revenue/plan.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';

/** A charge divided over its invoice's lines. */
export interface InvoiceLines {
  readonly lines: readonly ScheduleLine[];
  /** Gross of the lines of other products. */
  readonly otherGross: MicroUsd;
  readonly planWeight: { readonly part: bigint; readonly whole: bigint };
  /** The charge's share of the invoice's tax, in millionths of its currency. */
  readonly printedTax: bigint;
}

type LineFault = Pick<Finding, 'code' | 'what' | 'cause'>;

/**
 * R5: the ledger row is the money, the invoice only says how to spread it and how much of it is tax. The charge's
 * components are divided over the invoice's lines, sorted by line id, in proportion to their weights.
 */
export function invoiceLines(
  charge: SourcedTransaction,
  invoice: Invoice,
  rate: FxRate,
  catalogue: ProductCatalogue,
  acceptSpan: boolean,
): InvoiceLines | LineFault {
  if (!invoice.complete) {
    return { code: 'incomplete-invoice', what: `the JSON of invoice ${invoice.id} does not hold all of its lines` };
  }
  if (invoice.total <= 0n) {
    return {
      code: 'weights-not-positive',
      what: `charge ${charge.group} belongs to invoice ${invoice.id} with a total of zero or less`,
    };
  }
  const printedTax = truncatedProportion(invoice.tax, charge.gross, invoice.total);
  const amounts: Components = {
    gross: convertHalfEven(charge.gross, rate),
    tax: convertHalfEven(printedTax, rate),
    fee: convertHalfEven(charge.fee, rate),
  };
  const month = monthOfInstant(charge.atMs);
  const divided =
    invoice.from === 'csv'
      ? oneLine(invoice, month, amounts, acceptSpan)
      : linesOfJson(invoice, month, amounts, catalogue);
  return 'code' in divided ? divided : { ...divided, printedTax };
}

type DividedLines = Omit<InvoiceLines, 'printedTax'>;

/** The CSV knows one span: it must be one term, else it hides several lines; a person may accept it as one line. */
function oneLine(invoice: Invoice, month: Month, amounts: Components, acceptSpan: boolean): DividedLines | LineFault {
  const { span } = invoice;
  const days = span === null ? 0 : (span.endMs - span.startMs) / DAY_MS;
  const isOneTerm = (days >= 28 && days <= 31) || (days >= 364 && days <= 366);
  if (span === null || !(isOneTerm || (acceptSpan && days > 0))) {
    return {
      code: 'mixed-periods',
      what: `the lines of invoice ${invoice.id} span ${Math.round(days)} days, which is no single term`,
    };
  }
  const months = monthsOfPeriod(monthOfInstant(span.startMs), monthOfInstant(span.endMs));
  return {
    lines: [{ id: '', plan: '', coverage: coverageFrom(month, months), amounts }],
    otherGross: 0n,
    planWeight: { part: 1n, whole: 1n },
  };
}

function linesOfJson(
  invoice: Invoice,
  month: Month,
  amounts: Components,
  catalogue: ProductCatalogue,
): DividedLines | LineFault {
  const weights = invoice.lines.map((line) => line.weight);
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole <= 0n) {
    return { code: 'weights-not-positive', what: `the lines of invoice ${invoice.id} sum to zero or less` };
  }
  const gross = cumulativeParts(amounts.gross, weights);
  const tax = cumulativeParts(amounts.tax, weights);
  const fee = cumulativeParts(amounts.fee, weights);
  const lines: ScheduleLine[] = [];
  let otherGross = 0n;
  let planPart = 0n;
  for (const [index, line] of invoice.lines.entries()) {
    const part: Components = { gross: partAt(gross, index), tax: partAt(tax, index), fee: partAt(fee, index) };
    if (line.weight === 0n) continue;
    const verdict = catalogue.verdict('stripe', line.price);
    if (verdict === 'unknown-product') {
      const price = line.price === '' ? 'without a price' : `of price ${line.price}`;
      return {
        code: 'unknown-product',
        what: `invoice ${invoice.id} has a line ${price}, which no plan and no other product names`,
        cause: line.price,
      };
    }
    if (verdict === 'other-product') {
      otherGross += part.gross;
      continue;
    }
    planPart += line.weight;
    lines.push({ id: line.id, plan: verdict.plan.id, coverage: lineCoverage(line, month), amounts: part });
  }
  return { lines, otherGross, planWeight: { part: planPart, whole } };
}

/** A proration line covers its own months; any other the months from the charge's month on (R5). */
function lineCoverage(line: InvoiceLine, chargeMonth: Month): ScheduleLine['coverage'] {
  const start = monthOfInstant(line.startMs);
  const months = monthsOfPeriod(start, monthOfInstant(line.endMs));
  return line.proration ? { first: start, months, postsFrom: chargeMonth } : coverageFrom(chargeMonth, months);
}
