import type { Decision } from '../close/decision.ts';
import type { Finding } from '../close/finding.ts';
import { convertHalfEven, type FxRate } from '../money/fx-rate.ts';
import { formatMicro, type MicroUnit, type MicroUsd } from '../money/micro.ts';
import { halfEvenProportion } from '../money/proportion.ts';
import { formatMonth, type Month } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';
import type { SourceLine } from '../revenue/provider.ts';

/** Why a settlement shows another amount than the rows (R9). */
export const SETTLEMENT_CAUSES = {
  'withholding-tax': 'withheld tax',
  'input-tax': 'input tax',
  adjustments: 'adjustments',
  'uncollected-sales': 'sales that were not collected, or settled in another fiscal month',
} as const;

export type SettlementCause = keyof typeof SETTLEMENT_CAUSES;

/** How the settlement converted a currency into dollars: what was paid for what was owed. Null: by fx.csv. */
export type EffectiveRate = { readonly proceeds: MicroUsd; readonly owed: MicroUnit } | null;

/** What a settlement shows beyond the rows: one per provider, period, currency and cause. */
export interface SettlementDifference {
  readonly provider: 'apple';
  /** The month that the fiscal month is named after: an accepted difference posts in it. */
  readonly label: Month;
  readonly currency: string;
  readonly cause: SettlementCause;
  /** As it moves what is paid out: a deduction is negative. */
  readonly amount: MicroUnit;
  readonly rate: EffectiveRate;
  /** The last instant of the fiscal month's last day: the date of its rate in fx.csv. */
  readonly atMs: number;
  readonly source: SourceLine;
}

/** What an accepted difference is booked under; a later download of the same statement changes it by R16. */
export function entryOf({ provider, label, currency, cause }: SettlementDifference): string {
  return `${provider} ${formatMonth(label)} ${currency} ${cause}`;
}

/** What a decision is about: with the amount, so that accepting one amount never accepts another. */
export function subjectOf(difference: SettlementDifference): string {
  return `${entryOf(difference)} ${formatMicro(difference.amount)}`;
}

export function settlementFinding(difference: SettlementDifference): Finding {
  const { label, currency, cause, amount, source } = difference;
  return {
    code: 'settlement-difference',
    subject: subjectOf(difference),
    month: label,
    what: `Apple’s settlement of ${formatMonth(label)} has ${formatMicro(amount)} ${currency} beyond the rows: ${SETTLEMENT_CAUSES[cause]}`,
    source,
    cause: SETTLEMENT_CAUSES[cause],
    amount: { micro: amount, unit: currency },
  };
}

/** Why a line is settled by a decision; null without one. */
export function acceptanceOf(decision: Decision | null): string | null {
  if (decision === null) return null;
  const what = decision.decision === 'accept' ? 'accepted' : 'left out';
  return decision.note === '' ? what : `${what} (${decision.note})`;
}

/**
 * R9: what an accepted difference posts, as the provider’s own cost in the month that its fiscal month is named after.
 * Half-even at the effective rate when it was paid in dollars, else at fx.csv; undefined when that has no rate.
 */
export function trueUpPosting(difference: SettlementDifference, fxRate: FxRate | undefined): Posting | undefined {
  const amount = inDollars(difference, fxRate);
  if (amount === undefined) return undefined;
  return {
    month: difference.label,
    originalMonth: difference.label,
    entry: 'cost',
    provider: difference.provider,
    charge: entryOf(difference),
    line: '',
    kind: 'provider-true-up',
    event: difference.cause,
    plan: '',
    coverage: null,
    scheduled: false,
    amounts: { gross: 0n, tax: 0n, fee: -amount },
    currency: 'USD',
    rate: null,
    source: difference.source,
  };
}

function inDollars({ amount, rate }: SettlementDifference, fxRate: FxRate | undefined): MicroUsd | undefined {
  if (rate !== null) return halfEvenProportion(amount, rate.proceeds, rate.owed);
  return fxRate === undefined ? undefined : convertHalfEven(amount, fxRate);
}
