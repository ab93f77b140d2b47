import type { MicroUnit } from '../../core/money/micro.ts';

/** The amount that the customer saw, in the currency of the presentment. */
export interface CustomerFacing {
  readonly currency: string;
  readonly amount: MicroUnit;
}

/** As kept with a ledger row. */
export function writeCustomerFacing({ currency, amount }: CustomerFacing): string {
  return `${currency} ${amount}`;
}

export function readCustomerFacing(terms: string): CustomerFacing | null {
  const [currency, amount] = terms.split(' ');
  return currency === undefined || amount === undefined ? null : { currency, amount: BigInt(amount) };
}
