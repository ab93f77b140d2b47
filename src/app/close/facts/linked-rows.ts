import type { StoredTransaction } from '../../../core/revenue/assembled.ts';
import { chargeOfUnnamed } from '../../../core/revenue/charge-link.ts';
import { type Provider, placeOf } from '../../../core/revenue/provider.ts';
import { ROWS_OF } from '../../../sources/providers.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { rowsThatShare } from '../../../store/inputs/charge-links.ts';
import { unnamedRows } from '../../../store/inputs/transactions.ts';
import type { CopiesInConflict } from './copies-in-conflict.ts';

/** Rows that name no charge, with the charge that another row tells. They are few: all of them are held. */
interface LinkedRows {
  /** The rows of a charge, with those that belong to it and do not name it, in the order of time, input and line. */
  withUnnamed(rows: readonly StoredTransaction[]): readonly StoredTransaction[];
  /** Rows without a charge, but for those that were linked to one. */
  without(rows: AsyncIterable<StoredTransaction>): AsyncIterable<StoredTransaction>;
}

/** Finds the charges of a provider's rows that name none. */
export async function linkedRows(db: Database, provider: Provider, conflicts: CopiesInConflict): Promise<LinkedRows> {
  const byCharge = new Map<string, StoredTransaction[]>();
  const { kindsOfUnnamed, isCharge } = ROWS_OF[provider];
  const unnamed: StoredTransaction[] = [];
  if (kindsOfUnnamed.length > 0) {
    // Copies in conflict wait by themselves, until a person says which of them is right.
    for await (const row of unnamedRows(db, provider, kindsOfUnnamed)) {
      const [counting] = conflicts.settled([row]).counting;
      if (counting?.conflict === false) unnamed.push(counting);
    }
  }
  const named = (await rowsThatShare(db, provider, unnamed)).map((row) => ({ ...row, isCharge: isCharge(row) }));
  const linked = new Set<string>();
  for (const row of unnamed) {
    const charge = chargeOfUnnamed(row, named);
    if (charge === null) continue;
    linked.add(placeOf(row.source));
    byCharge.set(charge, [...(byCharge.get(charge) ?? []), { ...row, group: charge }]);
  }
  return {
    withUnnamed: (rows) => {
      const more = byCharge.get(rows[0]?.group ?? '');
      return more === undefined ? rows : [...rows, ...more].sort(byTimeAndPlace);
    },
    async *without(rows) {
      for await (const row of rows) if (!linked.has(placeOf(row.source))) yield row;
    },
  };
}

function byTimeAndPlace(a: StoredTransaction, b: StoredTransaction): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.source.input !== b.source.input) return a.source.input < b.source.input ? -1 : 1;
  return a.source.line - b.source.line;
}
