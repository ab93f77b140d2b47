import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { type LedgerCover, ledgerCover } from '../../../core/close/inputs/ledger-cover.ts';
import { ledgerOfName, reconciliationOfName } from '../../../sources/stripe/ledger-range.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { ledgerCurrencies } from '../../../store/inputs/row-counts.ts';

/** What each Stripe ledger in force vouches for, by the import's id; one that tells no days is left out. */
export async function ledgerCovers(db: Database): Promise<ReadonlyMap<number, LedgerCover>> {
  const ledgers = (await listImports(db)).filter(({ kind, active }) => kind === 'stripe-ledger' && active);
  const currencies = ledgers.length === 0 ? new Map<number, readonly string[]>() : await ledgerCurrencies(db);
  const covers = ledgers.map((record) => [record.id, coverOf(record, currencies.get(record.id) ?? [])] as const);
  return new Map(covers.flatMap(([id, cover]) => (cover === null ? [] : [[id, cover] as const])));
}

function coverOf(
  { name, firstMs, lastMs, unfinished }: ImportRecord,
  currencies: readonly string[],
): LedgerCover | null {
  const cover = ledgerCover(ledgerOfName(name), { firstMs, lastMs, currencies, unfinished });
  return cover === null ? null : { ...cover, reconciliation: reconciliationOfName(name) };
}
