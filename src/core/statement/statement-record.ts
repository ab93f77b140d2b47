import { type MicroUsd, microFromText } from '../money/micro.ts';
import type { StatementDay } from './job-days.ts';
import type { JobList } from './job-list.ts';
import type { MonthStatement } from './month-statement.ts';

/** Where a month's statement stands among the leaves of its manifest's root. */
export interface StatementProof {
  /** 64 hexadecimal digits. */
  readonly root: string;
  readonly leaves: number;
  readonly index: number;
  /** The hashes beside the way up. */
  readonly path: readonly string[];
}

/** A wallet's account of a month as the books know it now (R17); dollars as decimal text. */
export interface StatementAccount {
  readonly broughtForwardUsd: string;
  readonly earnedUsd: string;
  readonly adjustmentsUsd: string;
  readonly paidUsd: string;
  readonly feesUsd: string;
  readonly carriedForwardUsd: string;
  /** Of what is carried forward: in a batch. */
  readonly reservedUsd: string;
  /** Of that: on its way, by a release that has not lapsed; the rest is being prepared. Absent in statements of earlier versions, which called all of it so. */
  readonly onItsWayUsd?: string;
  /** Why it is not on its way; empty when it is, or nothing is left. */
  readonly reason: string;
  /** Months until the method's minimum at the pace of the last three; null: never at that pace, or no method. */
  readonly monthsToMinimum: number | null;
  /** Of the method that it is paid by; null without one. Absent in statements of earlier versions. */
  readonly minimumUsd?: string | null;
  /** What the balance that no batch holds lacks of it. */
  readonly missingUsd?: string | null;
  /** What is carried forward, by the month that earned it. */
  readonly ageing: readonly { readonly month: string; readonly amountUsd: string }[];
  readonly adjustments: readonly { readonly amountUsd: string; readonly reason: string }[];
}

/** Of what batches hold of an account: what is on its way, and what is being prepared. Before layout 8 all was on its way. */
export function heldByBatches({ reservedUsd, onItsWayUsd = reservedUsd }: StatementAccount): {
  readonly onItsWay: MicroUsd;
  readonly prepared: MicroUsd;
} {
  const onItsWay = microFromText(onItsWayUsd);
  return { onItsWay, prepared: microFromText(reservedUsd) - onItsWay };
}

/** One transfer that was sent. */
export interface StatementPayment {
  /** The month whose batch it belongs to. */
  readonly month: string;
  /** ISO instant. */
  readonly sentAt: string;
  readonly method: string;
  readonly destination: string;
  readonly currency: string;
  readonly amount: string;
  readonly paidUsd: string;
  readonly feeUsd: string;
  /** `SOGNI/USD 0.0123 2026-10-31`; empty where the asset is a dollar. */
  readonly rate: string;
  /** Transaction hash or transfer id. */
  readonly reference: string;
}

/** A month's statement with all that is needed to check it. */
export interface ProvenStatement {
  readonly statement: MonthStatement;
  readonly proof: StatementProof;
  /** SHA-256 of the manifest.json that holds the root. */
  readonly manifestSha256: string;
}

/** Who pays, and when. */
export interface StatementTerms {
  /** The day on which the month's payouts are due, `YYYY-MM-DD`. */
  readonly due: string;
  /** Both empty where the configuration names nobody. */
  readonly payer: string;
  readonly contact: string;
}

/** What a wallet earned in a month, as its books know it. */
export interface EarnedMonth {
  readonly month: string;
  readonly earnedUsd: string;
}

/** How many months a statement looks back, its own among them. */
export const MONTHS_OF_HISTORY = 12;

export interface MonthRecord extends ProvenStatement {
  readonly kind: 'month';
  /** Absent in statements of earlier versions. */
  readonly terms?: StatementTerms;
  /** Final months before it of the last twelve in which the wallet had Spark, then its own; each has a statement of its own. */
  readonly history: readonly EarnedMonth[];
  /** Null while the month is not final: nothing is on the books yet. */
  readonly account: StatementAccount | null;
  readonly payments: readonly StatementPayment[];
  /** Its credited jobs by day, without late ones of other months. Absent where no log that is there comes to what the month says. */
  readonly days?: readonly StatementDay[];
  /** Where it was asked for. */
  readonly jobs?: JobList;
}

/** A month in the list of a year. */
export interface YearMonth extends ProvenStatement {
  /** The day on which its payouts are due, `YYYY-MM-DD`. Absent in statements of earlier versions. */
  readonly due?: string;
  /** Where it was asked for. */
  readonly jobs?: JobList;
}

/** A year of one wallet: every month that has a statement, and what was sent in the year. */
export interface YearRecord {
  readonly kind: 'year';
  readonly year: string;
  readonly wallet: string;
  readonly months: readonly YearMonth[];
  /** By the instant at which they were sent. */
  readonly payments: readonly StatementPayment[];
}

/** What a statement in any form is written from, and carries within it. */
export type StatementRecord = MonthRecord | YearRecord;

/**
 * The layouts that can be read, by their numbers: what a record holds, and how its forms are written. A statement is written
 * again in its own. Pages of 2 did not say when and by whom they are paid, and none of 2 listed jobs; models of 2 and 3 have
 * no category, and where they have none nothing is said of it; before 5 only a list of jobs was summed by day; before 6
 * something was missing to a balance that had been paid, and part and account did not say of when they are; before 7 the page
 * said how the month stood when it was approved, whatever came of it, and nothing of what is on its way; before 8 what a
 * batch held was on its way, released or not; before 9 a year asked for files that stay inside; before 10 the page had payments in
 * one table that no screen or paper is wide enough for, a balance stayed for a reason in code, and the minimum was called otherwise.
 */
export const STATEMENT_LAYOUTS = [2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

export type StatementLayout = (typeof STATEMENT_LAYOUTS)[number];

/** How statements are written now. Another way needs another number. */
export const STATEMENT_LAYOUT: StatementLayout = 10;

/** The forms of a statement. */
export const STATEMENT_FORMS = ['text', 'csv', 'html', 'json'] as const;

export type StatementForm = (typeof STATEMENT_FORMS)[number];
