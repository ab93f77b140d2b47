import type { Month } from '../../month/month.ts';
import type { PayoutMethod } from '../ledger/method.ts';

/** How a wallet is paid from a month on (R17); one row of payees.csv. */
export interface Payee {
  /** The wallet that earned, lower case. */
  readonly wallet: string;
  /** Null: the default method of the configuration. */
  readonly method: PayoutMethod | null;
  /** Address, account, e-mail, IBAN or recipient; empty: the wallet itself. */
  readonly destination: string;
  /** `USDC`, `SOGNI`, `SPARK`, or the ISO code of a fiat transfer; empty: the method's own. */
  readonly currency: string;
  /** Why nothing is sent for now; empty when nothing is held. */
  readonly hold: string;
  readonly fromMonth: Month;
  /** Of the receiver, for rails that ask for it. */
  readonly name?: string;
  /** ISO 3166 code of two letters. */
  readonly country?: string;
  /** For people. */
  readonly note?: string;
  /** What the payee wants at least, decimal text in dollars; a greater minimum of the method or the country stands. */
  readonly minimumUsd?: string;
  /** Which tax form is there, such as W-8BEN; absent: none. */
  readonly taxForm?: string;
}

/** The rows in force for a month: of each wallet the latest with `fromMonth` not after it. */
export function payeesInForce(payees: readonly Payee[], month: Month): Map<string, Payee> {
  const inForce = new Map<string, Payee>();
  for (const payee of payees) {
    if (payee.fromMonth > month) continue;
    const other = inForce.get(payee.wallet);
    if (other === undefined || other.fromMonth < payee.fromMonth) inForce.set(payee.wallet, payee);
  }
  return inForce;
}
