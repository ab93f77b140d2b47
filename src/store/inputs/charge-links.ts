import type { NamedRow, Traces } from '../../core/revenue/charge-link.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import type { Database } from '../database/open-store.ts';

/** Rows asked about at once: three parameters each. */
const ROWS_AT_ONCE = 500;

/** The rows in force that name their charge and share a refund, dispute, payment or invoice with rows that do not. */
export async function rowsThatShare(
  db: Database,
  provider: Provider,
  unnamed: readonly Traces[],
): Promise<Omit<NamedRow, 'isCharge'>[]> {
  const found: Omit<NamedRow, 'isCharge'>[] = [];
  for (let start = 0; start < unnamed.length; start += ROWS_AT_ONCE) {
    const some = unnamed.slice(start, start + ROWS_AT_ONCE);
    const filled = (values: readonly string[]): string[] => [
      ...new Set(['-', ...values.filter((each) => each !== '')]),
    ];
    const rows = await db
      .selectFrom('transactions')
      .select(['group_key', 'kind', 'source_id', 'invoice', 'payment_intent'])
      .distinct()
      .where('provider', '=', provider)
      .where('active', '=', 1n)
      .where('group_key', '<>', '')
      .where((eb) =>
        eb.or([
          eb('source_id', 'in', filled(some.map(({ sourceId }) => sourceId))),
          eb('payment_intent', 'in', filled(some.map(({ paymentIntent }) => paymentIntent))),
          eb('invoice', 'in', filled(some.map(({ invoice }) => invoice))),
        ]),
      )
      .execute();
    found.push(
      ...rows.map(({ group_key, kind, source_id, invoice, payment_intent }) => {
        return { charge: group_key, kind, sourceId: source_id, invoice, paymentIntent: payment_intent };
      }),
    );
  }
  return found;
}
