import type { Database } from '../database/open-store.ts';

/** Orders asked for in one statement. */
const ORDERS_AT_ONCE = 500;

interface RowOfOrder {
  readonly order: string;
  readonly kind: string;
  readonly product: string;
  readonly gross: bigint;
}

/** What the rows in force of Google's orders are. */
export async function rowsOfOrders(db: Database, orders: readonly string[]): Promise<RowOfOrder[]> {
  const found: RowOfOrder[] = [];
  for (let from = 0; from < orders.length; from += ORDERS_AT_ONCE) {
    const rows = await db
      .selectFrom('transactions')
      .select(['group_key', 'kind', 'product', 'gross'])
      .where('provider', '=', 'google')
      .where('active', '=', 1n)
      .where('group_key', 'in', orders.slice(from, from + ORDERS_AT_ONCE))
      .orderBy('group_key')
      .orderBy('id')
      .execute();
    found.push(...rows.map(({ group_key: order, kind, product, gross }) => ({ order, kind, product, gross })));
  }
  return found;
}
