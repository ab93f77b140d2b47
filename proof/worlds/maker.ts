import type { Chance } from '../chance.ts';

/** What rows are made with: chance, a counter for ids, and a stage for each row. */
export interface Maker {
  readonly chance: Chance;
  /** A number that no other id of the world has. */
  readonly fresh: () => number;
  /** `gone`: after so many closes a new version of its file lacks it. */
  readonly put: (file: string, line: string, known?: number, gone?: number) => void;
  /** When a row becomes known: mostly on time. */
  readonly stage: () => number;
  /** How many months are closed. */
  readonly closes: number;
}

/** An instant of a whole second between two days; now and then the very border of a month. */
export function instant({ chance }: Maker, from: string, until: string): number {
  const [low, high] = [Date.parse(from), Date.parse(until)];
  const at = low + chance.int(0, Math.floor((high - low) / 1000)) * 1000;
  if (!chance.percent(12)) return at;
  const date = new Date(at);
  const border = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return chance.percent(50) ? border : border - 1000;
}

/** An amount in cents as a decimal; mostly a price, sometimes anything. */
export function price(
  { chance }: Maker,
  prices: readonly string[] = ['20.00', '19.99', '199.00', '498.00', '50.00', '120.00'],
): string {
  return chance.percent(70) ? chance.pick(prices) : cents(chance.int(1, 60_000));
}

/** Cents as a decimal with two places. */
export function cents(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The cents of a decimal with two places. */
export const centsOf = (text: string): number => Math.round(Number(text) * 100);

export const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
