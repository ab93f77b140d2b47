import type { MicroUnit } from '../../core/money/micro.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';

/** The amount that the customer saw, in the currency of the presentment. */
export interface CustomerFacing {
  readonly currency: string;
  readonly amount: MicroUnit;
}

/** What the customer saw of a row: where it is settled in the customer's own currency, what it is printed with. */
export function seenByCustomer({
  terms,
  currency,
  gross,
}: Pick<Transaction, 'terms' | 'currency' | 'gross'>): CustomerFacing {
  return readCustomerFacing(terms) ?? { currency, amount: gross };
}

/** As kept with a ledger row. */
export function writeCustomerFacing({ currency, amount }: CustomerFacing): string {
  return `${currency} ${amount}`;
}

export function readCustomerFacing(terms: string): CustomerFacing | null {
  const [currency, amount] = terms.split(' ');
  return currency === undefined || amount === undefined ? null : { currency, amount: BigInt(amount) };
}
