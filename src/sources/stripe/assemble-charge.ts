import type { MoneyExclusion, MoneyExclusionReason } from '../../core/close/exclusion.ts';
import type { Finding } from '../../core/close/finding.ts';
import { convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import { truncatedProportion } from '../../core/money/proportion.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { type ChargeEvent, type ChargeHistory, eventsOfCharge } from '../../core/revenue/charge-history.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { type OrphanAmount, withAcceptedOrphans } from '../accepted-orphans.ts';
import { exclude } from '../exclude.ts';
import { meaningOf } from './categories.ts';
import { chargeEvents } from './charge-events.ts';
import type { Invoice } from './invoice.ts';
import { type InvoiceLines, invoiceLines } from './invoice-lines.ts';

/** An invoice as the store knows it: `conflict` when two exports state different money. */
export interface KnownInvoice {
  readonly invoice: Invoice;
  readonly conflict: boolean;
}

/**
 * Turns the ledger rows of one charge and its invoice into the charge's history (docs/inputs.md, Stripe ledger; R3 to R8):
 * left out with a reason, an exception, or recognised.
 */
export function assembleStripeCharge(
  rows: readonly SourcedTransaction[],
  known: KnownInvoice | null,
  rules: AssemblyRules,
): AssembledGroup {
  const group = new AssembledGroup();
  const chargeRows = rows.filter(isOfChargeItself);
  const [first] = chargeRows;
  if (first === undefined) {
    for (const row of rows) reportOrphan(group, row);
    return withAcceptedOrphans(group, rows.map(stripeOrphan), rules);
  }
  const charge = { ...first, gross: sumOf(chargeRows, 'gross'), fee: sumOf(chargeRows, 'fee') };
  const verdict = judge(charge, known, rules);
  if ('excluded' in verdict) {
    for (const row of rows) exclude(group, verdict.excluded, row, rules.fx);
  } else if ('finding' in verdict) {
    group.report(findingOf(charge, verdict.finding), rows);
  } else {
    if (verdict.accepted !== undefined) group.report(findingOf(charge, verdict.accepted), []);
    recognise(group, charge, rows, verdict);
  }
  notePrintedGross(group, charge, rules);
  return group;
}

/** A finding about a charge, but for where and when the charge is. */
type ChargeFault = Omit<Finding, 'subject' | 'month' | 'source'>;

type Verdict = { readonly excluded: MoneyExclusionReason } | { readonly finding: ChargeFault } | Recognisable;

/** A charge that posts, by the lines of its invoice. */
interface Recognisable {
  readonly lines: InvoiceLines;
  readonly rate: FxRate;
  readonly subscription: string;
  /** An exception in spite of which a person let it post. */
  readonly accepted?: ChargeFault;
}

function findingOf(charge: SourcedTransaction, fault: ChargeFault): Finding {
  return { ...fault, subject: charge.group, month: monthOfInstant(charge.atMs), source: charge.source };
}

/** What the invoice makes of the charge (R4). */
function judge(charge: SourcedTransaction, known: KnownInvoice | null, rules: AssemblyRules): Verdict {
  if (charge.invoice === '') return { excluded: 'not-subscription' };
  if (known === null) {
    return {
      finding: {
        code: 'missing-invoice',
        what: `charge ${charge.group} belongs to invoice ${charge.invoice}, which is not in the data`,
      },
    };
  }
  const { invoice, conflict } = known;
  if (!invoice.liveMode) return { excluded: 'test-mode' };
  if (invoice.subscription === '') return { excluded: 'not-subscription' };
  if (conflict) {
    return {
      finding: { code: 'conflicting-invoice', what: `two versions of invoice ${invoice.id} state different money` },
    };
  }
  const rate = rules.fx.rateOn(charge.currency, charge.atMs);
  if (rate === undefined) {
    return { finding: rateMissing(`charge ${charge.group}`, charge.currency, charge.atMs) };
  }
  const lines = invoiceLines(charge, invoice, rate, rules.catalogue, false);
  if (!('code' in lines)) {
    return lines.lines.length === 0
      ? { excluded: 'other-product' }
      : { lines, rate, subscription: invoice.subscription };
  }
  return asOneLine(charge, invoice, rate, lines, rules) ?? { finding: lines };
}

/** Mixed periods that a person accepted as one line over their span (docs/inputs.md); null when nobody did, or none is known. */
function asOneLine(
  charge: SourcedTransaction,
  invoice: Invoice,
  rate: FxRate,
  accepted: ChargeFault,
  rules: AssemblyRules,
): Verdict | null {
  if (accepted.code !== 'mixed-periods') return null;
  const decision = rules.decisions.on('mixed-periods', charge.group, monthOfInstant(charge.atMs));
  if (decision?.decision !== 'accept') return null;
  const lines = invoiceLines(charge, invoice, rate, rules.catalogue, true);
  return 'code' in lines ? null : { lines, rate, subscription: invoice.subscription, accepted };
}

function recognise(
  group: AssembledGroup,
  charge: SourcedTransaction,
  rows: readonly SourcedTransaction[],
  { lines: { lines, otherGross, planWeight, printedTax }, rate, subscription }: Recognisable,
): void {
  const month = monthOfInstant(charge.atMs);
  if (planWeight.part !== planWeight.whole) {
    group.leaveOut({ reason: 'other-product', provider: 'stripe', month, amount: otherGross }, []);
  }
  const { events, rowAmounts, fxDifferences } = chargeEvents(charge, rows, rate);
  for (const part of [...fxDifferences, ...otherPartsOfEvents(events, planWeight, rate)]) group.leaveOut(part, []);
  const history: ChargeHistory = {
    provider: 'stripe',
    id: charge.group,
    subscription,
    atMs: charge.atMs,
    month,
    currency: charge.currency,
    rate,
    printed: { gross: charge.gross, tax: printedTax },
    planWeight,
    lines,
    taxFollowsGross: true,
    events: eventsOfCharge(charge.atMs, events),
    rowAmounts,
    source: charge.source,
  };
  group.book(history, [...rows.filter(isOfChargeItself), ...events, ...rowAmounts]);
  for (const row of rows.filter(({ source }) => !group.fates.has(source))) reportUnknown(group, row);
}

/** Of refunds and disputes only the plan lines' proportion counts (R6); the rest is of other products. */
function otherPartsOfEvents(
  events: readonly ChargeEvent[],
  { part, whole }: InvoiceLines['planWeight'],
  rate: FxRate,
): MoneyExclusion[] {
  if (part === whole) return [];
  return events.map((event) => {
    const gross = convertHalfEven(event.type === 'reduction' ? -event.amounts.gross : event.gross, rate);
    const amount = gross - truncatedProportion(gross, part, whole);
    return { reason: 'other-product', provider: 'stripe', month: monthOfInstant(event.atMs), amount };
  });
}

/** What R9's proportion is taken of: gross as printed, tax included. */
function notePrintedGross(group: AssembledGroup, charge: SourcedTransaction, rules: AssemblyRules): void {
  const [history] = group.charges;
  const rate = rules.fx.rateOn(charge.currency, charge.atMs);
  const grossUsd = rate === undefined ? null : convertHalfEven(charge.gross, rate);
  const { part, whole } = history?.planWeight ?? { part: 0n, whole: 1n };
  const proportion = (gross: bigint): bigint => truncatedProportion(gross, part, whole);
  group.printedCharges.push({
    provider: 'stripe',
    month: monthOfInstant(charge.atMs),
    currency: charge.currency,
    gross: charge.gross,
    subscriptionGross: proportion(charge.gross),
    grossUsd,
    subscriptionGrossUsd: grossUsd === null ? null : proportion(grossUsd),
  });
}

function isOfChargeItself({ kind }: SourcedTransaction): boolean {
  return meaningOf(kind) === 'charge';
}

/** A row that names the charge and is of a category that no rule knows. */
function reportUnknown(group: AssembledGroup, row: SourcedTransaction): void {
  const subject = row.rowId ?? row.sourceId;
  const what = `transaction ${subject} of charge ${row.group} is of category ${row.kind}`;
  const month = monthOfInstant(row.atMs);
  group.report({ code: 'unknown-category', subject, month, what, source: row.source, cause: row.kind }, [row]);
}

/** R8: a refund or dispute whose charge is not in the data posts nothing. */
function reportOrphan(group: AssembledGroup, row: SourcedTransaction): void {
  const restoration = meaningOf(row.kind) === 'restoration';
  const finding: Finding = {
    code: restoration ? 'orphan-restoration' : 'orphan',
    subject: row.rowId ?? row.sourceId,
    month: monthOfInstant(row.atMs),
    what: `${row.kind} ${row.sourceId} is of charge ${row.group === '' ? '(none)' : row.group}, which is not in the data`,
    source: row.source,
    cause: row.kind,
  };
  group.report(finding, [row]);
}

/** An orphan as a reduction of its own month: Stripe names no tax, and the row's fee is its own. */
export function stripeOrphan(row: SourcedTransaction): OrphanAmount {
  return {
    row,
    subject: row.rowId ?? row.sourceId,
    kind: meaningOf(row.kind) === 'dispute' ? 'dispute' : 'refund',
    amounts: { gross: row.gross, tax: 0n, fee: 0n },
    ownFee: row.fee,
  };
}

function sumOf(rows: readonly SourcedTransaction[], amount: 'gross' | 'fee'): bigint {
  return rows.reduce((sum, row) => sum + row[amount], 0n);
}
