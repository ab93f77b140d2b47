import { compareAmounts } from '../../core/money/compare-amounts.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { NamedField } from '../../core/text/differences.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import { writeInvoice } from './invoice-body.ts';

/** Which of several versions of one invoice counts, and whether those that could count contradict each other. */
export interface VersionInForce<Version> {
  readonly version: Version;
  readonly conflict: boolean;
}

/**
 * The version of an invoice that counts (R15): its content decides, never the order of the versions. The status comes
 * first, then whether all lines are there, then JSON over CSV. Versions of one status that state different money, and
 * versions of one rank whose lines differ, contradict each other; a draft states no money yet. What is left equal tells
 * the same money: the latest state of it counts.
 */
export function versionInForce<Version extends { readonly invoice: Invoice }>(
  versions: readonly [Version, ...Version[]],
): VersionInForce<Version> {
  const [first, ...others] = versions;
  const version = others.reduce((best, each) => (precedence(each.invoice, best.invoice) > 0 ? each : best), first);
  const rivals = versions.map((each) => each.invoice).filter((each) => standing(each) === standing(version.invoice));
  const equals = rivals.filter((each) => each.from === version.invoice.from);
  const isContradicted = haveDifferent(rivals, moneyOf) || haveDifferent(equals, spreadOf);
  return { version, conflict: version.invoice.status !== 'draft' && isContradicted };
}

/**
 * The versions that contradict each other, as a person chooses from them: each that could count, the best of those that tell
 * the same, in the order of total, tax and lines. Empty where none do.
 */
export function contradictingVersions(versions: readonly [Invoice, ...Invoice[]]): Invoice[] {
  const { version, conflict } = versionInForce(wrapped(versions));
  if (!conflict) return [];
  // The one that counts of those that tell the same comes first; JSON beats CSV where both state the same money.
  const rivals = versions
    .filter((each) => standing(each) === standing(version.invoice))
    .sort((a, b) => precedence(b, a));
  const fromOf = new Map([...rivals].reverse().map((each) => [moneyOf(each), each.from]));
  const choices = new Map<string, Invoice>();
  for (const each of rivals) {
    const told = `${moneyOf(each)}\n${spreadOf(each)}`;
    if (each.from === fromOf.get(moneyOf(each)) && !choices.has(told)) choices.set(told, each);
  }
  return [...choices.values()].sort(
    (a, b) => compareAmounts(a.total, b.total) || compareAmounts(a.tax, b.tax) || compareText(spreadOf(a), spreadOf(b)),
  );
}

/** What a person sees of an invoice in its export. */
export const FIELDS_OF_INVOICE: readonly NamedField<Invoice>[] = [
  { name: 'currency', textOf: ({ currency }) => currency },
  { name: 'total', textOf: ({ total }) => formatMicro(total) },
  { name: 'tax', textOf: ({ tax }) => formatMicro(tax) },
  { name: 'as', textOf: ({ from }) => from.toUpperCase() },
  { name: 'livemode', textOf: ({ liveMode }) => String(liveMode) },
  { name: 'over', textOf: ({ span }) => (span === null ? '(no period)' : periodText(span)) },
  {
    name: 'lines',
    textOf: ({ lines }) =>
      lines
        .map((line) => `${line.price} ${formatMicro(line.weight)} over ${periodText(line)}`)
        .sort(compareText)
        .join(' and '),
  },
];

function periodText({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }): string {
  return `${new Date(startMs).toISOString()} to ${new Date(endMs).toISOString()}`;
}

/**
 * Whether versions that contradict each other do so only because those from CSV state no tax, and the JSON that counts does: many exports
 * leave the column empty. With its tax they are the same invoice.
 */
export function differInUnstatedTax(versions: readonly [Invoice, ...Invoice[]]): boolean {
  const {
    version: { invoice: counts },
  } = versionInForce(wrapped(versions));
  if (counts.from !== 'json') return false;
  const [first, ...others] = versions.map((each) =>
    each.from === 'csv' && each.tax === 0n ? { ...each, tax: counts.tax } : each,
  );
  return first !== undefined && !versionInForce(wrapped([first, ...others])).conflict;
}

function wrapped([first, ...others]: readonly [Invoice, ...Invoice[]]): [
  { invoice: Invoice },
  ...{ invoice: Invoice }[],
] {
  return [{ invoice: first }, ...others.map((invoice) => ({ invoice }))];
}

const STATUS_RANK: Readonly<Record<string, number>> = { draft: 0, open: 1, uncollectible: 2, paid: 3, void: 3 };
/** A status that Stripe does not know yet says no more than that the invoice was made. */
const UNKNOWN_STATUS = 1;

/** The rank before JSON beats CSV. */
function standing({ status, complete }: Invoice): number {
  return (STATUS_RANK[status] ?? UNKNOWN_STATUS) * 2 + (complete ? 1 : 0);
}

/** Positive when `a` counts rather than `b`. */
function precedence(a: Invoice, b: Invoice): number {
  return (
    standing(a) - standing(b) ||
    Number(a.from === 'json') - Number(b.from === 'json') ||
    a.atMs - b.atMs ||
    Number(a.subscription !== '') - Number(b.subscription !== '') ||
    Number(a.paidOutOfBand) - Number(b.paidOutOfBand) ||
    Number(a.deniesOutOfBand === true) - Number(b.deniesOutOfBand === true) ||
    // Credit notes only ever take from what is due.
    Number(a.amountDue < b.amountDue) - Number(b.amountDue < a.amountDue) ||
    a.payments.length - b.payments.length ||
    // They differ in nothing that money depends on.
    compareText(writeInvoice(b), writeInvoice(a))
  );
}

function haveDifferent(invoices: readonly Invoice[], content: (invoice: Invoice) => string): boolean {
  return new Set(invoices.map(content)).size > 1;
}

/** The money an invoice states. */
function moneyOf({ currency, total, tax }: Invoice): string {
  return [currency, total, tax].join(' ');
}

/** Over what an invoice spreads its money, whatever its lines are called. */
function spreadOf({ liveMode, span, lines }: Invoice): string {
  const spans = span === null ? [] : [`${span.startMs} ${span.endMs}`];
  return [liveMode, ...spans, ...lines.map(contentOfLine).sort(compareText)].join('\n');
}

function contentOfLine({ price, startMs, endMs, proration, weight }: InvoiceLine): string {
  return [price, startMs, endMs, proration, weight].join(' ');
}
