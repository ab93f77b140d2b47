import { knownProvider, type Provider } from '../../core/revenue/provider.ts';
import { small } from '../database/codec.ts';
import type { Database } from '../database/open-store.ts';

/** A row of an opening.csv that another replaced. */
export interface ReplacedOpeningRow {
  readonly provider: Provider;
  readonly charge: string;
  readonly atMs: number;
  /** As kept with the row. */
  readonly terms: string;
}

/** Rows of replaced opening files of whose charge nothing in force has a row, in no order. */
export async function replacedOpenings(db: Database): Promise<ReplacedOpeningRow[]> {
  const rows = await db
    .selectFrom('transactions')
    .innerJoin('imports', 'imports.id', 'transactions.import_id')
    .select(['transactions.provider', 'transactions.group_key', 'transactions.at_ms', 'transactions.terms'])
    .where('imports.kind', '=', 'opening')
    .where('imports.active', '=', 0n)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('transactions as other')
            .innerJoin('imports as its', 'its.id', 'other.import_id')
            .select('other.id')
            .whereRef('other.provider', '=', 'transactions.provider')
            .whereRef('other.group_key', '=', 'transactions.group_key')
            .where('its.active', '=', 1n),
        ),
      ),
    )
    .execute();
  return rows.map(({ provider, group_key: charge, at_ms, terms }) => {
    return { provider: knownProvider(provider), charge, atMs: small(at_ms), terms };
  });
}
