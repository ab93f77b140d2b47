import { causeOf, type Finding } from '../../core/close/finding.ts';
import { convertComponents, convertHalfEven, type FxRate } from '../../core/money/fx-rate.ts';
import { monthOfInstant, monthStartMs } from '../../core/month/month.ts';
import {
  type Assembled,
  AssembledGroup,
  type AssemblyRules,
  type SourcedTransaction,
  type StoredTransaction,
} from '../../core/revenue/assembled.ts';
import {
  type ChargeEvent,
  type ChargeHistory,
  eventsOfCharge,
  type RowAmount,
} from '../../core/revenue/charge-history.ts';
import { coverageFrom } from '../../core/revenue/coverage.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';
import { quoted } from '../../problems/quoted.ts';
import { exclude } from '../fates/exclude.ts';
import { ROWS_OF } from '../providers.ts';
import type { OpeningRow } from './opening-file.ts';

export const OPENING_KIND = 'opening';

/** A row of opening.csv as a transaction of its charge. */
export function openingTransaction(row: OpeningRow): Transaction {
  return {
    provider: row.provider,
    rowId: null,
    group: row.charge,
    kind: OPENING_KIND,
    atMs: monthStartMs(row.firstMonth),
    currency: 'USD',
    gross: row.gross,
    fee: row.fee,
    sourceId: '',
    invoice: '',
    paymentIntent: '',
    product: '',
    terms: `${row.months} ${row.tax} ${row.plan}`,
  };
}

/** The months that a row of opening.csv pays for, from its terms. */
export function monthsOfOpening(terms: string): number {
  return Number(terms.split(' ')[0]);
}

/** A charge of no plan is nobody's subscription (R4): with its rows it waits until opening.csv or revshare.yaml is right. */
function ofUnknownPlan(opening: SourcedTransaction, rows: readonly StoredTransaction[], plan: string): AssembledGroup {
  const group = new AssembledGroup();
  const { group: subject, atMs, source } = opening;
  const what = `charge ${subject} of opening.csv is of the plan ${quoted(plan)}, which revshare.yaml does not name`;
  const finding = {
    code: 'unknown-product',
    subject,
    month: monthOfInstant(atMs),
    what,
    source,
    cause: causeOf(plan),
  } as const;
  group.report(finding, [opening, ...rows]);
  return group;
}

/**
 * A charge older than the exports, from its opening schedule and the rows that came after it (R8). Its refunds and
 * disputes take their own date's rate, because the charge's is not known. Rows that change nothing of it are what they
 * would be without a charge: exceptions, or left out.
 */
export function assembleOpening(
  opening: SourcedTransaction,
  rows: readonly StoredTransaction[],
  rules: AssemblyRules,
): AssembledGroup {
  const [, tax = '0', ...words] = opening.terms.split(' ');
  const plan = words.join(' ');
  if (!rules.catalogue.hasPlan(plan)) return ofUnknownPlan(opening, rows, plan);
  const group = new AssembledGroup();
  const ofProvider = ROWS_OF[opening.provider];
  const month = monthOfInstant(opening.atMs);
  const inDollars: ChargeEvent[] = [];
  const ownAmounts: RowAmount[] = [];
  const booked: Pick<SourcedTransaction, 'source'>[] = [opening];
  const beside: StoredTransaction[] = [];
  for (const atOnce of ofProvider.atOnce(ofProvider.countedOnce(group, rows, rules))) {
    const [{ currency, atMs }] = atOnce;
    const rate = rules.fx.rateOn(currency, atMs);
    const { events, rowAmounts } = ofProvider.afterOpening(opening, atOnce, rate ?? null);
    if (events.length === 0 && rowAmounts.length === 0) beside.push(...atOnce);
    else if (rate !== undefined) {
      inDollars.push(...events.map((event) => converted(event, rate)));
      ownAmounts.push(...rowAmounts);
      booked.push(...atOnce);
    } else for (const event of events) group.report(withoutRate(opening, event, currency), atOnce);
  }
  if (beside.length > 0) {
    const others = ofProvider.assemble(beside, rules);
    group.takeBeside(others);
    ownAmounts.push(...others.charges.flatMap(({ rowAmounts }) => rowAmounts));
  }
  const charge: ChargeHistory = {
    provider: opening.provider,
    id: opening.group,
    subscription: '',
    atMs: opening.atMs,
    month,
    currency: 'USD',
    rate: null,
    printed: { gross: opening.gross, tax: BigInt(tax) },
    planWeight: { part: 1n, whole: 1n },
    lines: [
      {
        id: '',
        plan,
        coverage: coverageFrom(month, monthsOfOpening(opening.terms)),
        amounts: { gross: opening.gross, tax: BigInt(tax), fee: opening.fee },
      },
    ],
    taxFollowsGross: ofProvider.openingTaxFollowsGross,
    events: eventsOfCharge(opening.atMs, inDollars),
    rowAmounts: ownAmounts,
    source: opening.source,
  };
  group.book(charge, booked);
  return group;
}

/** Leaves out rows of opening.csv that an export's charge, or another row of the file, stands for. */
export function withReplacedOpenings(
  openings: readonly SourcedTransaction[],
  judged: Assembled,
  rules: AssemblyRules,
): Assembled {
  if (openings.length === 0) return judged;
  const group = new AssembledGroup();
  group.takeBeside(judged);
  group.charges.push(...judged.charges);
  for (const row of openings) exclude(group, 'opening-replaced', row, rules.fx);
  return group;
}

function withoutRate({ group }: SourcedTransaction, event: ChargeEvent, currency: string): Finding {
  return rateMissing(`${event.sourceId} of charge ${group}`, event.sourceId, { ...event, currency });
}

function converted(event: ChargeEvent, rate: FxRate): ChargeEvent {
  if (event.type === 'reduction') return { ...event, amounts: convertComponents(event.amounts, rate) };
  const { taxAndFee } = event;
  const gross = convertHalfEven(event.gross, rate);
  if (taxAndFee === undefined) return { ...event, gross };
  const [tax, fee] = [convertHalfEven(taxAndFee.tax, rate), convertHalfEven(taxAndFee.fee, rate)];
  return { ...event, gross, taxAndFee: { tax, fee } };
}
