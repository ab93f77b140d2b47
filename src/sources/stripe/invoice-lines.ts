import { causeOf, type Finding } from '../../core/close/finding.ts';
import type { Components } from '../../core/money/components.ts';
import { convertComponents, type FxRate } from '../../core/money/fx-rate.ts';
import { formatMicro, type MicroUsd } from '../../core/money/micro.ts';
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

export type LineFault = Pick<Finding, 'code' | 'what' | 'cause'>;

/** An invoice as the store knows it. */
export interface KnownInvoice {
  readonly invoice: Invoice;
  /** Versions that could count contradict each other. */
  readonly conflict: boolean;
  /** Those, as a person chooses from them; empty where an earlier version of this program did not keep one of them. */
  readonly versions?: readonly Invoice[];
  /** They do so only where one from CSV states no tax (`differInUnstatedTax`). */
  readonly unstatedTax?: boolean;
  /** Its span begins inside a term of its subscription that was paid before. */
  readonly overlapsPaidTerm: boolean;
  /** Several invoices name the charge as their payment, and its row names none. */
  readonly isAmbiguous: boolean;
}

/**
 * R5: the ledger row is the money, the invoice only says how to spread it and how much of it is tax. The charge's
 * components are divided over the invoice's lines, sorted by line id, in proportion to their weights.
 *
 * What a person may accept (`acceptableFaults`) is for the caller to judge before.
 */
export function invoiceLines(
  charge: SourcedTransaction,
  known: KnownInvoice,
  rate: FxRate,
  catalogue: ProductCatalogue,
): InvoiceLines | LineFault {
  const { invoice } = known;
  const unusable = unusableInvoice(charge, invoice);
  if (unusable !== null) return unusable;
  const printedTax = truncatedProportion(invoice.tax, charge.gross, invoice.total);
  const amounts = convertComponents({ gross: charge.gross, tax: printedTax, fee: charge.fee }, rate);
  const month = monthOfInstant(charge.atMs);
  const divided =
    invoice.from === 'csv' ? oneLine(invoice, month, amounts) : linesOfJson(invoice, month, amounts, catalogue);
  return 'code' in divided ? divided : { ...divided, printedTax };
}

/** Why an invoice can spread nothing, whatever is accepted. */
function unusableInvoice(charge: SourcedTransaction, invoice: Invoice): LineFault | null {
  if (!invoice.complete) {
    return { code: 'incomplete-invoice', what: `the JSON of invoice ${invoice.id} does not hold all of its lines` };
  }
  if (invoice.total <= 0n) {
    return {
      code: 'weights-not-positive',
      what: `charge ${charge.group} belongs to invoice ${invoice.id} with a total of zero or less`,
    };
  }
  return null;
}

/**
 * What is wrong with an invoice and a person may accept, each by itself: mixed periods let it post as one line over its span, lines that
 * do not add up by their weights.
 */
export function acceptableFaults(charge: SourcedTransaction, known: KnownInvoice): LineFault[] {
  const { invoice } = known;
  if (unusableInvoice(charge, invoice) !== null) return [];
  const faults = invoice.from === 'csv' ? [mixedPeriods(known), taxFault(invoice)] : [sumFault(invoice)];
  return faults.filter((each) => each !== null);
}

type DividedLines = Omit<InvoiceLines, 'printedTax'>;

/** The CSV knows one span: it must be one term, and lie in no term that was paid before, else it hides several lines. */
function mixedPeriods({ invoice, overlapsPaidTerm }: KnownInvoice): LineFault | null {
  const days = daysOf(invoice);
  const isOneTerm = (days >= 28 && days <= 31) || (days >= 364 && days <= 366);
  if (isOneTerm && !overlapsPaidTerm) return null;
  const why = isOneTerm
    ? 'begin inside a term of the subscription that was paid before: a change of plan has several'
    : `span ${Math.round(days)} days, which is no single term`;
  return { code: 'mixed-periods', what: `the lines of invoice ${invoice.id} ${why}` };
}

/** The CSV has no lines: what its total without tax has beyond its subtotal is a tax that it does not state. */
function taxFault({ id, subtotal, total, tax, currency }: Invoice): LineFault | null {
  const net = total - tax;
  // Without the column nothing can be said. Discounts and grants take from the subtotal, inclusive tax is in it.
  if (subtotal === 0n || net <= subtotal) return null;
  const [beyond, before] = [net, subtotal].map((amount) => `${formatMicro(amount)} ${currency}`);
  return {
    code: 'invoice-does-not-add-up',
    what: `the total of invoice ${id} without tax is ${beyond}, more than its subtotal ${before}: a tax may be missing`,
  };
}

function daysOf({ span }: Invoice): number {
  return span === null ? 0 : (span.endMs - span.startMs) / DAY_MS;
}

/** R4: the weights of the lines are the total without tax, but for inclusive tax that was rounded for the whole invoice. */
function sumFault(invoice: Invoice): LineFault | null {
  const ofLines = sumOfWeights(invoice);
  // Nothing can be divided by it: that is told when it is tried.
  if (ofLines <= 0n) return null;
  const expected = invoice.total - invoice.tax;
  const missed = ofLines > expected ? ofLines - expected : expected - ofLines;
  if (missed <= invoice.lineRounding) return null;
  const [sum, net] = [ofLines, expected].map((amount) => `${formatMicro(amount)} ${invoice.currency}`);
  return {
    code: 'invoice-does-not-add-up',
    what: `the lines of invoice ${invoice.id} sum to ${sum} without tax, its total to ${net}`,
  };
}

function sumOfWeights({ lines }: Invoice): bigint {
  return lines.reduce((sum, line) => sum + line.weight, 0n);
}

/** A CSV invoice as one line over its span; one without a span cannot be spread, whatever a person accepts. */
function oneLine(invoice: Invoice, month: Month, amounts: Components): DividedLines | LineFault {
  const { span } = invoice;
  if (span === null || span.endMs <= span.startMs) {
    return { code: 'mixed-periods', what: `invoice ${invoice.id} names no span of time that its lines cover` };
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
  const whole = sumOfWeights(invoice);
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
        cause: causeOf(line.price),
      };
    }
    if (verdict === 'other-product') {
      otherGross += part.gross;
      continue;
    }
    if (line.endMs < line.startMs) {
      return { code: 'incomplete-invoice', what: `line ${line.id} of invoice ${invoice.id} ends before it begins` };
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
