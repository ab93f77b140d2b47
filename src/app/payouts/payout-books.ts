import type { Policy } from '../../config/policy.ts';
import { addMonths, formatMonth, lastDayOf, type Month, monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { PayoutLine, PayoutRate } from '../../core/payout/ledger/batch.ts';
import type { KeptAdjustment, KeptBatch, PayoutAct } from '../../core/payout/ledger/kept-payouts.ts';
import type { Ledger } from '../../core/payout/ledger/ledger.ts';
import type { PayoutTerms } from '../../core/payout/ledger/method.ts';
import { type Payee, payeesInForce } from '../../core/payout/payees/payee.ts';
import { goneHits, latestScreenings } from '../../core/payout/payees/screening.ts';
import { type PayeeChange, payeeChanges } from '../../core/payout/preparation/payee-changes.ts';
import type { RateOf, SettlementRules } from '../../core/payout/preparation/settle.ts';
import { fxTable } from '../../core/revenue/fx-table.ts';
import type { Database } from '../../store/database/open-store.ts';
import { activeSmallRows, replacedSmallRows } from '../../store/inputs/small-rows.ts';
import { listDecisions } from '../../store/months/decisions.ts';
import { finalEarned, finalEarnedBefore } from '../../store/months/final-earned.ts';
import { listFinalMonths } from '../../store/months/final-months.ts';
import { finalSmallRows } from '../../store/months/final-small-rows.ts';
import { listAdjustments, listBatches } from '../../store/payouts/payouts.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';

/** Everything that moves balances, with who did it and when. */
export interface PayoutBooks extends Ledger {
  readonly batches: readonly KeptBatch[];
  readonly adjustments: readonly KeptAdjustment[];
}

/** The payout books through a month. @param earned `summed`: what was earned as one entry a wallet, for its balance alone */
export async function readPayoutBooks(
  db: Database,
  through: Month,
  earned: 'by month' | 'summed' = 'by month',
): Promise<PayoutBooks> {
  return {
    earned: await (earned === 'summed' ? finalEarnedBefore(db, addMonths(through, 1)) : finalEarned(db, through)),
    adjustments: await listAdjustments(db),
    batches: await listBatches(db),
  };
}

/** When a month's balances are settled: without an instant by what is in force for the month itself. */
export interface SettledAt {
  /** The day whose rates convert, `YYYY-MM-DD`; by default the month's last day. */
  readonly rateDate?: string;
  /** When something is sent: the payees of its month count (R17), and no screening of a later day. */
  readonly asOfMs?: number;
}

/** How wallets are paid for a month, by what is in force now. */
export async function settlementRules(
  db: Database,
  terms: PayoutTerms,
  month: Month,
  { rateDate = lastDayOf(month), asOfMs }: SettledAt = {},
): Promise<SettlementRules> {
  const withheld = (await listDecisions(db)).filter((each) => each.code === 'wallet' && each.month === month);
  const screenings = (await activeSmallRows(db, 'screening')).map(({ row }) => row);
  const today = asOfMs === undefined ? null : utcDate(asOfMs);
  return {
    terms,
    payees: await currentPayees(db, asOfMs === undefined ? month : monthOfInstant(asOfMs)),
    withheld: new Map(withheld.map(({ subject, note }) => [subject.toLowerCase(), note])),
    rateOf: await ratesOn(db, rateDate),
    screening: latestScreenings(screenings, today),
    ...(today === null ? {} : { goneHits: goneHits(screenings, await replacedSmallRows(db, 'screening'), today) }),
  };
}

/** The books, the terms and the instant by which something is sent. */
export interface PayoutsNow {
  readonly db: Database;
  readonly policy: Pick<Policy, 'payouts'>;
  readonly asOfMs: number;
}

/** How wallets are paid for a month when something is sent (R17). */
export function rulesNow({ db, policy, asOfMs }: PayoutsNow, month: Month): Promise<SettlementRules> {
  return settlementRules(db, policy.payouts, month, { asOfMs });
}

/** The payees in force for a month, by the payees.csv that is in force now. */
async function currentPayees(db: Database, month: Month): Promise<Map<string, Payee>> {
  const rows = await activeSmallRows(db, 'payees');
  return payeesInForce(
    rows.map(({ row }) => row),
    month,
  );
}

/** R17: what of the lines of a batch is not as it was when its month was approved, by the payees and screenings of now. */
export async function changesSinceApproval(
  { db, month, asOfMs }: Pick<PayoutRequest, 'db' | 'month' | 'asOfMs'>,
  lines: readonly PayoutLine[],
  rules: SettlementRules,
): Promise<PayeeChange[]> {
  const approved = await approvedPayees(db, month, monthOfInstant(asOfMs));
  return payeeChanges(lines, approved, rules, rules.goneHits ?? new Map());
}

/** The payees in force in a month, as payees.csv stood when another one was approved. */
async function approvedPayees(db: Database, approved: Month, payeesIn: Month): Promise<Map<string, Payee>> {
  return payeesInForce(await finalSmallRows(db, approved, 'payees'), payeesIn);
}

/** Dollars for one unit of an asset on a day, found as R3 finds them; USDC is a dollar. */
async function ratesOn(db: Database, date: string): Promise<RateOf> {
  const table = fxTable((await activeSmallRows(db, 'fx')).map(({ row }) => row));
  const atMs = Date.parse(`${date}T00:00:00Z`);
  const found = new Map<string, PayoutRate | null | undefined>();
  return (currency) => {
    if (currency === 'USDC') return null;
    if (found.has(currency)) return found.get(currency);
    const rate = table.rateOn(currency, atMs);
    const value = rate == null ? rate : { pair: `${currency}/USD`, date, value: rate.toFixed() };
    found.set(currency, value);
    return value;
  };
}

/** An act of now, for the books. */
export async function actNow(db: Database, by: string, asOfMs: number): Promise<PayoutAct> {
  const last = (await listFinalMonths(db)).at(-1);
  return { by, at: new Date(asOfMs).toISOString(), afterMonth: last === undefined ? '' : formatMonth(last.month) };
}

/** The batch of a month that is neither voided nor replaced; null when there is none. */
export function standingBatch(batches: readonly KeptBatch[], month: Month): KeptBatch | null {
  return batches.find((each) => each.batch.month === month && !each.voided) ?? null;
}

/** What a payout command needs. */
export interface PayoutRequest {
  readonly db: Database;
  /** Where the evidence of the books lies. */
  readonly data: DataDirectory;
  readonly policy: Policy;
  readonly month: Month;
  readonly asOfMs: number;
  /** The output directory, usually `reports`. */
  readonly out: string;
  readonly by: string;
  /** Is told what a person should see of the books beside what is done; an act that shows it by itself has none. */
  readonly warn?: (sentence: string) => void;
}

/** Sentences why something was not done. */
export interface PayoutRefusal {
  readonly done: 'refused';
  readonly reasons: readonly string[];
}

export function refusal(...reasons: readonly string[]): PayoutRefusal {
  return { done: 'refused', reasons };
}
