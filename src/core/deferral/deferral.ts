import { type Components, isNothing, netOf, subtractComponents } from '../money/components.ts';
import { formatMicro } from '../money/micro.ts';
import { isStill, type Movement } from './movement.ts';
import { type BookedDeferral, groupKey, type RollforwardRow, RollforwardSum, rolledForward } from './rollforward.ts';
import { type WaterfallRow, WaterfallSum } from './waterfall.ts';

/** What a month leaves for later ones to recognise, and how it came to it. */
export interface Deferral {
  readonly rollforward: readonly RollforwardRow[];
  readonly waterfall: readonly WaterfallRow[];
  /** Where the closing balance differs between the ledger, the remaining schedules and the roll-forward. */
  readonly mismatches: readonly string[];
}

const MOST_MISMATCHES = 20;

/** Takes the movements of a month, one by one, and hands each on. */
export class DeferralSum {
  readonly #onMovement: (movement: Movement) => void;
  readonly #rollforward = new RollforwardSum();
  readonly #waterfall = new WaterfallSum();
  readonly #mismatches: string[] = [];

  constructor(onMovement: (movement: Movement) => void) {
    this.#onMovement = onMovement;
  }

  /** @param inLedger the closing balance as the ledger has it (ledgerBalance); null where it is compared elsewhere */
  add(movement: Movement, inLedger: Components | null): void {
    if (inLedger !== null) this.compare(`${movement.provider} ${movement.charge}`, movement.closing, inLedger);
    if (isStill(movement)) return;
    this.#rollforward.add(movement);
    this.#waterfall.add(movement);
    this.#onMovement(movement);
  }

  /** Notes a closing balance on which the remaining schedules and the ledger differ. */
  compare(subject: string, scheduled: Components, inLedger: Components): void {
    if (isNothing(subtractComponents(scheduled, inLedger)) || this.#mismatches.length === MOST_MISMATCHES) return;
    this.#mismatches.push(
      `${subject}: ${formatMicro(netOf(scheduled))} remain scheduled, the ledger has ${formatMicro(netOf(inLedger))}`,
    );
  }

  result(booked: BookedDeferral | null): Deferral {
    const rollforward = this.#rollforward.result(booked);
    for (const row of rollforward) this.compare(`roll-forward of ${groupKey(row)}`, row.closing, rolledForward(row));
    return { rollforward, waterfall: this.#waterfall.result(), mismatches: this.#mismatches };
  }
}
