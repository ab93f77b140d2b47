import { Exact, exactFromMicro, formatExact } from '../../money/exact-decimal.ts';
import { formatMicro, type MicroSpark, type MicroUsd } from '../../money/micro.ts';

/** What an explained figure counts: a currency by its code, `Spark`, `jobs`, `rows`, `charges`; `share` is a bare number. */
export type Unit = string;

/** A figure with its unit, exact; `text` is how the reports write it. */
export interface Amount {
  readonly value: Exact;
  readonly unit: Unit;
  readonly text: string;
}

/** Micro-dollars as a figure. */
export function usd(amount: MicroUsd): Amount {
  return { value: exactFromMicro(amount), unit: 'USD', text: formatMicro(amount) };
}

/** An exact amount in dollars as a figure. */
export function exactUsd(amount: Exact): Amount {
  return { value: amount, unit: 'USD', text: formatExact(amount) };
}

/** Millionths of a unit of somebody else's, a currency by its code say, as a figure. */
export function millionths(amount: bigint, unit: Unit): Amount {
  return { value: exactFromMicro(amount), unit, text: formatMicro(amount) };
}

/** Micro-Spark as a figure. */
export function spark(points: MicroSpark): Amount {
  return { value: exactFromMicro(points), unit: 'Spark', text: formatMicro(points) };
}

/** A number of jobs, rows or charges as a figure. */
export function counted(count: number, unit: 'jobs' | 'rows' | 'charges'): Amount {
  return { value: new Exact(count), unit, text: String(count) };
}

/** A share as it is written, e.g. 0.51. */
export function shareAmount(share: string): Amount {
  return { value: new Exact(share), unit: 'share', text: share };
}
