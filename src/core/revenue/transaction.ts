import type { MicroUnit } from '../money/micro.ts';
import type { Provider } from './provider.ts';

/**
 * One row of a provider's export, read but not yet judged: what it says, in the provider's own terms.
 * Amounts are millionths of `currency`, signed as printed.
 */
export interface Transaction {
  readonly provider: Provider;
  /** The provider's id of the row, where rows have one; the same id twice is the same row. */
  readonly rowId: string | null;
  /** What belongs together: Stripe charge id, Apple sale (subscriber, product, purchase date), Google order id; empty if nothing. */
  readonly group: string;
  /** Stripe reporting category, Apple `sale` or `refund`, Google transaction type; in lower case. */
  readonly kind: string;
  readonly atMs: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
  readonly gross: MicroUnit;
  readonly fee: MicroUnit;
  /** The refund, dispute or other object of the row. */
  readonly sourceId: string;
  readonly invoice: string;
  readonly product: string;
  /** Terms that only one provider prints, as that provider's reader writes and reads them. */
  readonly terms: string;
  /** Stripe's payment intent, by which an invoice may name its payment; empty where the export does not print it. */
  readonly paymentIntent: string;
}
