import { addComponents, type Components, NOTHING, netOf, subtractComponents } from '../money/components.ts';
import type { MicroUsd } from '../money/micro.ts';
import { knownProvider } from '../revenue/provider.ts';
import { compareText } from '../text/compare-text.ts';
import { deferredChange, directChange, type Movement } from './movement.ts';

/** Charges of one provider, currency and plan; costs of costs.csv have the provider `costs` and no plan. */
export interface DeferralGroup {
  readonly provider: Movement['provider'];
  readonly currency: string;
  readonly plan: string;
}

/**
 * How the deferred amounts of a group move through a month, in micro-dollars:
 * `opening + late + billed - recognised + refunds + disputes + restorations + fx = closing`, per component.
 */
export interface RollforwardRow extends DeferralGroup {
  /** As the final month before closed with it; else as now known. */
  readonly opening: Components;
  /** What rows that came after the close before change of it. */
  readonly late: Components;
  readonly billed: Components;
  readonly recognised: Components;
  /** Taken from what was deferred: zero or negative. */
  readonly refunds: Components;
  readonly disputes: Components;
  /** Put back into what is deferred. */
  readonly restorations: Components;
  /** R3 converts a charge once and keeps its rate: what is deferred is never revalued. */
  readonly fx: Components;
  readonly closing: Components;
  /** Beside the deferred amounts: claw-backs of what was recognised before, and what restorations catch up of it. */
  readonly clawedBack: Components;
  readonly caughtUp: Components;
}

/**
 * The amounts of a row by their columns in rollforward.csv, in order, each with the sign by which it moves what is deferred:
 * those up to `fx_usd` sum to `closing_usd`; the last two stand beside the deferred amounts.
 */
export const ROLLFORWARD_AMOUNTS = {
  opening_usd: (row) => row.opening,
  late_usd: (row) => row.late,
  billed_usd: (row) => row.billed,
  recognised_usd: (row) => subtractComponents(NOTHING, row.recognised),
  refunds_from_deferred_usd: (row) => row.refunds,
  disputes_from_deferred_usd: (row) => row.disputes,
  restorations_usd: (row) => row.restorations,
  fx_usd: (row) => row.fx,
  closing_usd: (row) => row.closing,
  check_usd: (row) => subtractComponents(row.closing, rolledForward(row)),
  clawed_back_usd: (row) => row.clawedBack,
  caught_up_usd: (row) => row.caughtUp,
} as const satisfies Readonly<Record<string, (row: RollforwardRow) => Components>>;

export type RollforwardAmount = keyof typeof ROLLFORWARD_AMOUNTS;

/** What each of a group's four rows takes of an amount: deductions are negative, as in pool.csv, so that three sum to net. */
export const ROLLFORWARD_COMPONENTS: Readonly<Record<string, (amounts: Components) => MicroUsd>> = {
  gross: ({ gross }) => gross,
  customer_tax: ({ tax }) => -tax,
  provider_fee: ({ fee }) => -fee,
  net: netOf,
};

/** What a final month closed a group with. */
export interface BookedGroup extends Components {
  /** Its `groupKey`. */
  readonly group: string;
}

/** What a final month closed with, by `groupKey`. */
export type BookedDeferral = ReadonlyMap<string, Components>;

/** Adds movements up by group. */
export class RollforwardSum {
  readonly #rows = new Map<string, RollforwardRow>();

  add(movement: Movement): void {
    const row = this.#rowOf(movement);
    const [refunds, disputes] = [deferredChange(movement, 'refund'), deferredChange(movement, 'dispute')];
    const clawedBack = addComponents(directChange(movement, 'refund'), directChange(movement, 'dispute'));
    this.#rows.set(groupKey(movement), {
      ...row,
      opening: addComponents(row.opening, movement.opening),
      billed: addComponents(row.billed, movement.billed),
      recognised: addComponents(row.recognised, movement.recognised),
      refunds: addComponents(row.refunds, refunds),
      disputes: addComponents(row.disputes, disputes),
      restorations: addComponents(row.restorations, deferredChange(movement, 'restoration')),
      closing: addComponents(row.closing, movement.closing),
      clawedBack: addComponents(row.clawedBack, clawedBack),
      caughtUp: addComponents(row.caughtUp, directChange(movement, 'restoration')),
    });
  }

  /** @param booked what the final month before closed with; null when the month before is open, or there is none */
  result(booked: BookedDeferral | null): RollforwardRow[] {
    for (const key of booked?.keys() ?? []) this.#rowOf(groupOfKey(key));
    return [...this.#rows]
      .map(([key, row]) => {
        if (booked === null) return row;
        const opening = booked.get(key) ?? NOTHING;
        return { ...row, opening, late: subtractComponents(row.opening, opening) };
      })
      .sort((a, b) => compareText(groupKey(a), groupKey(b)));
  }

  #rowOf(group: DeferralGroup): RollforwardRow {
    const known = this.#rows.get(groupKey(group));
    if (known !== undefined) return known;
    const { provider, currency, plan } = group;
    const row = { provider, currency, plan, ...STILL };
    this.#rows.set(groupKey(group), row);
    return row;
  }
}

const STILL = {
  opening: NOTHING,
  late: NOTHING,
  billed: NOTHING,
  recognised: NOTHING,
  refunds: NOTHING,
  disputes: NOTHING,
  restorations: NOTHING,
  fx: NOTHING,
  closing: NOTHING,
  clawedBack: NOTHING,
  caughtUp: NOTHING,
};

/** What the row's own movements lead to: it must be its closing balance. */
export function rolledForward(row: RollforwardRow): Components {
  const { opening, late, billed, recognised, refunds, disputes, restorations, fx } = row;
  const added = [opening, late, billed, refunds, disputes, restorations, fx].reduce(addComponents, NOTHING);
  return subtractComponents(added, recognised);
}

/** A group as a text: as a key, and for sorting. */
export function groupKey({ provider, currency, plan }: DeferralGroup): string {
  return `${provider}\t${currency}\t${plan}`;
}

function groupOfKey(key: string): DeferralGroup {
  const [provider = '', currency = '', plan = ''] = key.split('\t');
  return { provider: provider === 'costs' ? 'costs' : knownProvider(provider), currency, plan };
}
