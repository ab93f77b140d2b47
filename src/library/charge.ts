import { type Components, NOTHING } from '../core/money/components.ts';
import { monthOfInstant } from '../core/month/month.ts';
import { type ChargeEvent, type ChargeHistory, eventsOfCharge } from '../core/revenue/charge-history.ts';
import { coverageFrom } from '../core/revenue/coverage.ts';
import type { SourceLine } from '../core/revenue/provider.ts';
import { type Dollars, type Instant, InvalidValue, instantOf, monthCountOf, positiveMicroOf } from './written.ts';

/** A charge for a subscription and what became of it later, in dollars (R3). */
export interface Charge {
  /** The store's own id, unique within the store. */
  readonly id: string;
  readonly store: 'stripe' | 'apple' | 'google';
  readonly chargedAt: Instant;
  /** What the customer paid, tax included. */
  readonly gross: Dollars;
  /** The part of it that is tax. Left out: none. */
  readonly tax?: Dollars;
  /** What the store keeps. Left out: nothing. */
  readonly fee?: Dollars;
  /** How many months it pays for, its own UTC month the first: 1 or 12 (R5). */
  readonly months: number;
  /** Refunds, disputes and what came back of them, in any order. */
  readonly changes?: readonly ChargeChange[];
}

/** Something that takes money of a charge back, or returns what was taken (R6, R7). Amounts are positive. */
export interface ChargeChange {
  readonly kind: 'refund' | 'dispute' | 'restoration';
  /** Of a refund or dispute its own id; of a restoration the id of what it brings back. */
  readonly id: string;
  readonly at: Instant;
  readonly gross: Dollars;
  /** Of a refund or dispute: the tax in it. Left out by all of a charge: it follows the gross in proportion. */
  readonly tax?: Dollars;
  /** Of a refund or dispute: what the store gives back of its fee. Left out: nothing. */
  readonly fee?: Dollars;
}

const HERE: SourceLine = { input: '', line: 0 };

/**
 * The charge as the core knows it. Throws InvalidValue.
 *
 * @internal
 */
export function chargeHistory(field: string, charge: Charge): ChargeHistory {
  const atMs = instantOf(`${field}.chargedAt`, charge.chargedAt);
  const month = monthOfInstant(atMs);
  const amounts = componentsOf(field, charge);
  const coverage = coverageFrom(month, monthCountOf(`${field}.months`, charge.months));
  const changes = charge.changes ?? [];
  return {
    provider: charge.store,
    id: charge.id,
    subscription: '',
    atMs,
    month,
    currency: 'USD',
    rate: null,
    printed: { gross: amounts.gross, tax: amounts.tax },
    planWeight: { part: 1n, whole: 1n },
    lines: [{ id: '', plan: '', coverage, amounts }],
    taxFollowsGross: taxFollowsGross(field, changes),
    events: eventsOfCharge(
      atMs,
      changes.map((change, index) => eventOf(`${field}.changes[${index}]`, change)),
    ),
    rowAmounts: [],
    source: HERE,
  };
}

function taxFollowsGross(field: string, changes: readonly ChargeChange[]): boolean {
  const reductions = changes.filter(({ kind }) => kind !== 'restoration');
  const named = reductions.filter(({ tax }) => tax !== undefined).length;
  if (named === 0 || named === reductions.length) return named === 0;
  throw new InvalidValue(`${field}.changes`, 'either every refund and dispute names its tax, or none does');
}

function eventOf(field: string, change: ChargeChange): ChargeEvent {
  const atMs = instantOf(`${field}.at`, change.at);
  const amounts = componentsOf(field, change);
  const common = { atMs, sourceId: change.id, source: HERE };
  switch (change.kind) {
    case 'refund':
    case 'dispute':
      return { ...common, type: 'reduction', kind: change.kind, amounts };
    case 'restoration':
      return { ...common, type: 'restoration', gross: amounts.gross };
    default:
      throw new InvalidValue(`${field}.kind`, `${String(change.kind)} is not refund, dispute or restoration`);
  }
}

function componentsOf(
  field: string,
  { gross, tax, fee }: { readonly gross: Dollars; readonly tax?: Dollars; readonly fee?: Dollars },
): Components {
  return {
    gross: positiveMicroOf(`${field}.gross`, gross),
    tax: tax === undefined ? NOTHING.tax : positiveMicroOf(`${field}.tax`, tax),
    fee: fee === undefined ? NOTHING.fee : positiveMicroOf(`${field}.fee`, fee),
  };
}
