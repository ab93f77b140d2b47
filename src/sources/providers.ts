import type { FxRate } from '../core/money/fx-rate.ts';
import type { Assembled, AssemblyRules, SourcedTransaction, StoredTransaction } from '../core/revenue/assembled.ts';
import type { ChargeEvent, RowAmount } from '../core/revenue/charge-history.ts';
import type { Provider } from '../core/revenue/provider.ts';
import { appleReduction, assembleAppleSales } from './apple/assemble-sales.ts';
import { assembleGoogleOrder } from './google/assemble-order.ts';
import { orderEvents } from './google/order-events.ts';
import { transactionType } from './google/transaction-type.ts';
import { assembleStripeCharge } from './stripe/assemble-charge.ts';
import { assembleStripeRest } from './stripe/assemble-rest.ts';
import { meaningOf } from './stripe/categories.ts';
import { chargeEvents } from './stripe/charge-events.ts';
import { readInvoice } from './stripe/invoice-body.ts';
import type { KnownInvoice } from './stripe/invoice-lines.ts';

/** What a provider's stored rows become. */
interface RowsOfProvider {
  /** The rows of one charge. */
  readonly assemble: (rows: readonly StoredTransaction[], rules: AssemblyRules) => Assembled;
  /** A row that names no charge. */
  readonly assembleLoose: (row: StoredTransaction, rules: AssemblyRules) => Assembled;
  /** Whether a row is a charge of its own, which beats an opening schedule for the same. */
  readonly isCharge: (row: SourcedTransaction) => boolean;
  /** What a row does to a charge that only an opening schedule knows; the fees that it carries itself, at a rate (R3). */
  readonly afterOpening: (opening: SourcedTransaction, row: SourcedTransaction, rate: FxRate) => AfterOpening;
  /** Whether such a charge's tax comes back in proportion of its gross, because no row says how much (R6). */
  readonly openingTaxFollowsGross: boolean;
}

interface AfterOpening {
  readonly events: readonly ChargeEvent[];
  readonly rowAmounts: readonly RowAmount[];
}

/** What becomes of stored rows is each provider's to say. */
export const ROWS_OF: Readonly<Record<Provider, RowsOfProvider>> = {
  stripe: {
    assemble: (rows, rules) => assembleStripeCharge(rows, invoiceOf(rows), rules),
    assembleLoose: assembleStripeRest,
    isCharge: ({ kind }) => meaningOf(kind) === 'charge',
    afterOpening: (opening, row, rate) => chargeEvents(opening, [row], rate),
    openingTaxFollowsGross: true,
  },
  apple: {
    assemble: assembleAppleSales,
    assembleLoose: (row, rules) => assembleAppleSales([row], rules),
    isCharge: ({ kind }) => kind === 'sale',
    afterOpening: (opening, row) => ({ events: [appleReduction(row, opening.group)], rowAmounts: [] }),
    openingTaxFollowsGross: false,
  },
  google: {
    assemble: assembleGoogleOrder,
    assembleLoose: (row, rules) => assembleGoogleOrder([row], rules),
    isCharge: ({ kind }) => {
      const type = transactionType(kind);
      return type?.component === 'gross' && type.effect === 'charge';
    },
    afterOpening: (_opening, row) => {
      const type = transactionType(row.kind);
      return { events: type === null ? [] : orderEvents([{ ...row, ...type }]), rowAmounts: [] };
    },
    openingTaxFollowsGross: false,
  },
};

function invoiceOf(rows: readonly StoredTransaction[]): KnownInvoice | null {
  for (const { invoiceBody, invoiceConflict, invoiceOverlapsPaidTerm, invoicesThatNameIt } of rows) {
    if (invoiceBody === null) continue;
    return {
      invoice: readInvoice(invoiceBody),
      conflict: invoiceConflict,
      overlapsPaidTerm: invoiceOverlapsPaidTerm,
      isAmbiguous: invoicesThatNameIt > 1,
    };
  }
  return null;
}
