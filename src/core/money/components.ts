import type { MicroUsd } from './micro.ts';

/** A charge's three components (R3). Each has its own schedule; net = gross - tax - fee. */
export interface Components {
  /** What the customer paid, tax included. */
  readonly gross: MicroUsd;
  /** The part of it that is customer tax or withheld tax. */
  readonly tax: MicroUsd;
  /** What the provider keeps. */
  readonly fee: MicroUsd;
}

export const COMPONENT_NAMES = ['gross', 'tax', 'fee'] as const;

export const NOTHING: Components = { gross: 0n, tax: 0n, fee: 0n };

export function addComponents(a: Components, b: Components): Components {
  return { gross: a.gross + b.gross, tax: a.tax + b.tax, fee: a.fee + b.fee };
}

export function sumOfComponents(all: readonly Components[]): Components {
  return all.reduce(addComponents, NOTHING);
}

export function subtractComponents(a: Components, b: Components): Components {
  return { gross: a.gross - b.gross, tax: a.tax - b.tax, fee: a.fee - b.fee };
}

/** net = gross - tax - fee. */
export function netOf(amounts: Components): MicroUsd {
  return amounts.gross - amounts.tax - amounts.fee;
}

export function isNothing(amounts: Components): boolean {
  return amounts.gross === 0n && amounts.tax === 0n && amounts.fee === 0n;
}
