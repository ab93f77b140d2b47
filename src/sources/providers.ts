import type { FxRate } from '../core/money/fx-rate.ts';
import {
  type Assembled,
  AssembledGroup,
  type AssemblyRules,
  type SourcedTransaction,
  type StoredTransaction,
} from '../core/revenue/assembled.ts';
import type { ChargeEvent, RowAmount } from '../core/revenue/charge-history.ts';
import type { Provider } from '../core/revenue/provider.ts';
import { appleReduction, assembleAppleSales } from './apple/assemble-sales.ts';
import { byPurchaseDay, subscriberAndProduct } from './apple/purchase-days.ts';
import { assembleGoogleLoose, assembleGoogleOrder } from './google/assemble-order.ts';
import { orderEvents, rowsAtOnce } from './google/order-events.ts';
import { withoutRepeats } from './google/repeated-rows.ts';
import { isCharge, transactionType, typedRow } from './google/transaction-type.ts';
import { assembleStripeCharge } from './stripe/assemble-charge.ts';
import { assembleStripeRest } from './stripe/assemble-rest.ts';
import { CATEGORIES_OF_CHANGES, meaningOf } from './stripe/categories.ts';
import { chargeEvents } from './stripe/charge-events.ts';
import type { Invoice } from './stripe/invoice.ts';
import { readInvoice } from './stripe/invoice-body.ts';
import type { KnownInvoice } from './stripe/invoice-lines.ts';
import { contradictingVersions, differInUnstatedTax } from './stripe/invoice-versions.ts';

/** What a provider's stored rows become. */
interface RowsOfProvider {
  /** What rows are read together by: a charge's own group, or more where a row may name a neighbouring one. */
  readonly familyOf: (group: string) => string;
  /** The rows of a family, charge by charge. */
  readonly chargesOf: (family: readonly StoredTransaction[]) => readonly (readonly StoredTransaction[])[];
  /** Kinds of rows that belong to a charge and may come without its id: another row then tells it. */
  readonly kindsOfUnnamed: readonly string[];
  /** The rows of one charge. */
  readonly assemble: (rows: readonly StoredTransaction[], rules: AssemblyRules) => Assembled;
  /** A row that names no charge; where rows have no id, all of one day. */
  readonly assembleLoose: (rows: readonly StoredTransaction[], rules: AssemblyRules) => Assembled;
  /** Whether a row is a charge of its own, which beats an opening schedule for the same. */
  readonly isCharge: (row: Pick<SourcedTransaction, 'kind'>) => boolean;
  /** Rows of a charge in the parts that change it at once (R6): of one currency, one after the other. */
  readonly atOnce: (rows: readonly StoredTransaction[]) => readonly RowsAtOnce[];
  /** What such rows do to a charge that only an opening schedule knows; the fees that they carry themselves, at a rate (R3). */
  readonly afterOpening: (opening: SourcedTransaction, rows: RowsAtOnce, rate: FxRate) => AfterOpening;
  /** The rows that count, where files that do not replace each other have equal ones. */
  readonly countedOnce: (
    group: AssembledGroup,
    rows: readonly StoredTransaction[],
    rules: AssemblyRules,
  ) => readonly StoredTransaction[];
  /** Whether such a charge's tax comes back in proportion of its gross, because no row says how much (R6). */
  readonly openingTaxFollowsGross: boolean;
}

type RowsAtOnce = readonly [StoredTransaction, ...StoredTransaction[]];

interface AfterOpening {
  readonly events: readonly ChargeEvent[];
  readonly rowAmounts: readonly RowAmount[];
}

const EACH_BY_ITSELF: Pick<RowsOfProvider, 'familyOf' | 'chargesOf'> = {
  familyOf: (group) => group,
  chargesOf: (family) => [family],
};

/** Rows of Stripe have an id; equal ones of Apple are separate sales. Each is a refund of its own. */
const EVERY_ROW_COUNTS: Pick<RowsOfProvider, 'countedOnce' | 'atOnce'> = {
  countedOnce: (_group, rows) => rows,
  atOnce: (rows) => rows.map((row) => [row]),
};

/** What becomes of stored rows is each provider's to say. */
export const ROWS_OF: Readonly<Record<Provider, RowsOfProvider>> = {
  stripe: {
    ...EACH_BY_ITSELF,
    ...EVERY_ROW_COUNTS,
    kindsOfUnnamed: CATEGORIES_OF_CHANGES,
    assemble: (rows, rules) => assembleStripeCharge(rows, invoiceOf(rows), rules),
    // A row of Stripe's has an id, and comes alone.
    assembleLoose: ([row], rules) => (row === undefined ? new AssembledGroup() : assembleStripeRest(row, rules)),
    isCharge: ({ kind }) => meaningOf(kind) === 'charge',
    // What a row of opening.csv says of its schedule is no amount that the customer saw.
    afterOpening: (opening, rows, rate) =>
      chargeEvents({ ...opening, terms: '' }, rows, { ofCharge: rate, ofRow: () => rate }),
    openingTaxFollowsGross: true,
  },
  apple: {
    ...EVERY_ROW_COUNTS,
    familyOf: subscriberAndProduct,
    chargesOf: (family) => byPurchaseDay(family, ({ kind }) => kind !== 'refund'),
    kindsOfUnnamed: [],
    assemble: assembleAppleSales,
    assembleLoose: assembleAppleSales,
    isCharge: ({ kind }) => kind === 'sale',
    afterOpening: (opening, [row]) => ({ events: [appleReduction(row, opening.group)], rowAmounts: [] }),
    openingTaxFollowsGross: false,
  },
  google: {
    ...EACH_BY_ITSELF,
    kindsOfUnnamed: [],
    assemble: assembleGoogleOrder,
    assembleLoose: assembleGoogleLoose,
    countedOnce: withoutRepeats,
    isCharge: ({ kind }) => {
      const type = transactionType(kind);
      return type !== null && isCharge(type);
    },
    atOnce: rowsAtOnce,
    afterOpening: (_opening, rows) => ({
      events: orderEvents(rows.map(typedRow).filter((typed) => typed !== null)),
      rowAmounts: [],
    }),
    openingTaxFollowsGross: false,
  },
};

/** All versions of an invoice in conflict. Null where an earlier version of this program did not keep one of them. */
function versionsOf(body: string, others: string | null): [Invoice, ...Invoice[]] | null {
  const bodies = others?.split('\n') ?? [''];
  return bodies.includes('') ? null : [readInvoice(body), ...bodies.map(readInvoice)];
}

function invoiceOf(rows: readonly StoredTransaction[]): KnownInvoice | null {
  for (const row of rows) {
    const { invoiceBody, invoiceConflict, invoiceOverlapsPaidTerm, invoicesThatNameIt } = row;
    if (invoiceBody === null) continue;
    const versions = invoiceConflict ? versionsOf(invoiceBody, row.otherInvoiceBodies) : null;
    return {
      invoice: readInvoice(invoiceBody),
      conflict: invoiceConflict,
      versions: versions === null ? [] : contradictingVersions(versions),
      unstatedTax: versions !== null && differInUnstatedTax(versions),
      overlapsPaidTerm: invoiceOverlapsPaidTerm,
      isAmbiguous: invoicesThatNameIt > 1,
    };
  }
  return null;
}
