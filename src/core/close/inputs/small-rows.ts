import type { BookedGroup } from '../../deferral/rollforward.ts';
import type { Payee } from '../../payout/payees/payee.ts';
import type { Screening } from '../../payout/payees/screening.ts';
import type { FinancialRow, PaymentRow } from '../../reconciliation/apple-settlement.ts';
import type { BalanceRow, CategoryTotal } from '../../reconciliation/stripe-lines.ts';
import type { FxRow } from '../../revenue/fx-table.ts';
import type { SourceLine } from '../../revenue/provider.ts';
import type { Participation, WalletLink } from '../../usage/month-usage.ts';
import type { CoverageRow } from '../checks/gate.ts';
import type { CostRow } from '../costs.ts';
import type { JobDay } from '../job-day.ts';
import type { Subscriber } from '../warnings/two-stores.ts';

/** What a row of each kind says: of the files that people write, and of what providers state of whole months. */
export interface SmallRows {
  readonly fx: FxRow;
  readonly costs: CostRow;
  readonly 'wallet-links': WalletLink;
  readonly participation: Participation;
  readonly coverage: CoverageRow;
  readonly subscribers: Subscriber;
  readonly payees: Payee;
  readonly 'usage-control': JobDay;
  readonly screening: Screening;
  readonly 'stripe-balance-summary': CategoryTotal;
  readonly 'stripe-balance': BalanceRow;
  readonly 'apple-payments': PaymentRow;
  readonly 'apple-financial': FinancialRow;
  readonly 'google-voided': VoidedPurchase;
}

/** An order that Google voided. */
export interface VoidedPurchase {
  readonly order: string;
  readonly atMs: number;
  /** The API's number: 7 is a chargeback. */
  readonly reason: number;
}

export type SmallRowKind = keyof SmallRows;

/** A row and the line that it was read from. */
export interface SmallRow<Kind extends SmallRowKind> {
  readonly row: SmallRows[Kind];
  readonly source: SourceLine;
}

/** What a final month used and what it leaves to the next one, beside its postings and points. */
export interface FinalRows extends Pick<SmallRows, 'wallet-links' | 'participation' | 'fx' | 'payees'> {
  /** SHA-256 of a job log that was known. */
  readonly 'job-log': string;
  /** SHA-256 of a provider's statement that it was compared with. */
  readonly controls: string;
  readonly deferred: BookedGroup;
  /** The kind of a list that was there without a row, which says another thing than no list. */
  readonly 'empty-list': 'participation';
}

export type FinalRowKind = keyof FinalRows;
