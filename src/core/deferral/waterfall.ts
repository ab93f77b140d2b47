import { netOf } from '../money/components.ts';
import type { MicroUsd } from '../money/micro.ts';
import { addMonths, type Month } from '../month/month.ts';
import { compareText } from '../text/compare-text.ts';
import type { Movement } from './movement.ts';

/** What the charges of one month, provider and plan bring, by the month that recognises it; net, in micro-dollars. */
export interface WaterfallRow {
  readonly provider: Movement['provider'];
  readonly plan: string;
  readonly chargeMonth: Month;
  readonly charges: number;
  readonly billed: MicroUsd;
  /** What refunds, disputes and restorations up to the month changed of it, in all. */
  readonly changed: MicroUsd;
  /** From the charge's month on; months after the last are nothing. */
  readonly months: readonly MicroUsd[];
}

/** Adds schedules up by provider, plan and charge month. */
export class WaterfallSum {
  readonly #rows = new Map<string, { row: WaterfallRow; months: bigint[] }>();

  add(movement: Movement): void {
    const { provider, plan, month: chargeMonth } = movement;
    const key = `${provider}\t${plan}\t${chargeMonth}`;
    const known = this.#rows.get(key);
    const months = known?.months ?? [];
    let total = 0n;
    for (const [index, amounts] of movement.schedule.entries()) {
      const net = netOf(amounts);
      total += net;
      months[index] = (months[index] ?? 0n) + net;
    }
    const billed = netOf(movement.charged);
    const before = known?.row ?? { charges: 0, billed: 0n, changed: 0n };
    const row = {
      provider,
      plan,
      chargeMonth,
      charges: before.charges + 1,
      billed: before.billed + billed,
      changed: before.changed + total - billed,
      months,
    };
    this.#rows.set(key, { row, months });
  }

  result(): WaterfallRow[] {
    return [...this.#rows.values()]
      .map(({ row }) => row)
      .sort(
        (a, b) => compareText(a.provider, b.provider) || compareText(a.plan, b.plan) || a.chargeMonth - b.chargeMonth,
      );
  }
}

/** What a row recognises in a month. */
export function recognisedIn(row: WaterfallRow, month: Month): MicroUsd {
  return row.months[month - row.chargeMonth] ?? 0n;
}

/** What a row has recognised up to and with a month, and what remains after it. */
export function recognisedToDate(row: WaterfallRow, month: Month): { toDate: MicroUsd; remaining: MicroUsd } {
  let [toDate, remaining] = [0n, 0n];
  for (const [index, amount] of row.months.entries()) {
    if (addMonths(row.chargeMonth, index) <= month) toDate += amount;
    else remaining += amount;
  }
  return { toDate, remaining };
}
