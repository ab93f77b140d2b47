import { addComponents, type Components, NOTHING, subtractComponents } from '../money/components.ts';
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
