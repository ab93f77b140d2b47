import type { MoneyExclusion } from '../../core/close/exclusion.ts';
import type { Finding } from '../../core/close/finding.ts';
import { convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import { truncatedProportion } from '../../core/money/proportion.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { type ChargeEvent, type ChargeHistory, eventsOfCharge } from '../../core/revenue/charge-history.ts';
import { rateOfRow } from '../../core/revenue/fx-table.ts';
import { groupedRows, subjectOfRows } from '../fates/asked-rows.ts';
import { exclude } from '../fates/exclude.ts';
import { meaningOf, meaningOfRow } from './categories.ts';
import { chargeEvents, isEvent } from './charge-events.ts';
import { type ChargeFault, judgeCharge, type Recognisable } from './charge-verdict.ts';
import { readCustomerFacing, seenByCustomer } from './customer-facing.ts';
import type { InvoiceLines, KnownInvoice } from './invoice-lines.ts';
import { assembleOrphans } from './orphans.ts';
import { acceptedOfCharge, bookUnknown } from './unknown-rows.ts';

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
    assembleOrphans(group, rows, rules);
    return group;
  }
  const currencies = [...new Set(chargeRows.map(({ currency }) => currency))].sort();
  if (currencies.length > 1) {
    const what = `charge ${first.group} has rows in ${currencies.join(' and ')}`;
    group.report(findingOf(first, { code: 'mixed-currencies', what }), rows);
    return group;
  }
  const charge =
    chargeRows.length === 1 ? first : { ...first, gross: sumOf(chargeRows, 'gross'), fee: sumOf(chargeRows, 'fee') };
  const verdict = judgeCharge(charge, known, rules);
  if ('excluded' in verdict || 'finding' in verdict) {
    // What nobody knows is no part of a charge that does not count: a person says what it is.
    const ofUnknown = rows.filter(({ kind }) => meaningOf(kind) === 'unknown');
    const own = rows.filter((row) => !ofUnknown.includes(row));
    for (const row of ofUnknown) bookUnknown(group, row, rules);
    if ('finding' in verdict) group.report(findingOf(charge, verdict.finding), own);
    else for (const row of own) exclude(group, verdict.excluded, row, rules.fx);
  } else {
    for (const fault of verdict.accepted) group.report(findingOf(charge, fault), []);
    recognise(group, charge, rows, { ...verdict, rules });
  }
  notePrintedGross(group, charge, rules);
  return group;
}

function findingOf(charge: SourcedTransaction, fault: ChargeFault): Finding {
  return { subject: charge.group, ...fault, month: monthOfInstant(charge.atMs), source: charge.source };
}

function recognise(
  group: AssembledGroup,
  charge: SourcedTransaction,
  rows: readonly SourcedTransaction[],
  {
    lines: { lines, otherGross, planWeight, printedTax },
    rate,
    invoice,
    rules,
  }: Recognisable & { readonly rules: AssemblyRules },
): void {
  const month = monthOfInstant(charge.atMs);
  const foreign = rows.filter((row) => isEvent(row) && rateOfEvent(charge, row, rules) === undefined);
  const own = rows.filter((row) => !foreign.includes(row));
  if (planWeight.part !== planWeight.whole) {
    group.leaveOut({ reason: 'other-product', provider: 'stripe', month, amount: otherGross }, []);
  }
  const {
    events,
    rowAmounts: ofEvents,
    fxDifferences,
    unpresented,
  } = chargeEvents(
    charge,
    own,
    { ofCharge: rate, ofRow: (row) => rateOfEvent(charge, row, rules) ?? rate },
    invoice.currency,
  );
  reportUnpresented(group, charge, unpresented, rules);
  for (const part of [...fxDifferences, ...otherPartsOfEvents(events, planWeight, rate)]) group.leaveOut(part, []);
  const unknown = rows.filter((row) => meaningOfRow(row) === 'unknown');
  const rowAmounts = [...ofEvents, ...unknown.flatMap((row) => acceptedOfCharge(group, row, charge, rules))];
  const history: ChargeHistory = {
    provider: 'stripe',
    id: charge.group,
    subscription: invoice.subscription,
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
    ...(invoice.currency === charge.currency ? { invoice: { id: invoice.id, due: invoice.amountDue } } : {}),
    source: charge.source,
  };
  group.book(history, [...rows.filter(isOfChargeItself), ...events, ...rowAmounts]);
  assembleOrphans(group, foreign, rules, charge);
}

/**
 * The rate of a refund, dispute or restoration (R3). Undefined where it is settled in another currency than its charge and
 * nothing says which part of the charge it is, or what its own currency is worth: its amount is then none of the charge's.
 */
function rateOfEvent(charge: SourcedTransaction, row: SourcedTransaction, { fx }: AssemblyRules): FxRate | undefined {
  const isComparable =
    row.currency === charge.currency || seenByCustomer(row).currency === readCustomerFacing(charge.terms)?.currency;
  return isComparable ? rateOfRow(fx, row, charge) : undefined;
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

function isOfChargeItself(row: SourcedTransaction): boolean {
  return meaningOfRow(row) === 'charge';
}

/** R6: rows that count as they were settled, because they do not say what the customer saw. One exception a refund or dispute and month. */
function reportUnpresented(
  group: AssembledGroup,
  charge: SourcedTransaction,
  unpresented: readonly SourcedTransaction[],
  rules: AssemblyRules,
): void {
  for (const rows of groupedRows(unpresented, ({ atMs, sourceId }) => `${monthOfInstant(atMs)} ${sourceId}`)) {
    const [{ sourceId, atMs, source }] = rows;
    const [month, once] = [monthOfInstant(atMs), `${charge.group} ${sourceId}`];
    const full = subjectOfRows(once, rows);
    const finding: Finding = {
      code: 'presentment-missing',
      subject: rules.decisions.subjectOf('presentment-missing', month, { full, once }),
      month,
      what:
        `the customer of charge ${charge.group} paid in another currency than ${charge.currency}; the rows of it and of ${sourceId} ` +
        'lack customer_facing_amount or customer_facing_currency',
      source,
    };
    group.report(finding, []);
  }
}

function sumOf(rows: readonly SourcedTransaction[], amount: 'gross' | 'fee'): bigint {
  return rows.reduce((sum, row) => sum + row[amount], 0n);
}
