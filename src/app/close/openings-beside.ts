import type { InputKind } from '../../core/close/input-kind.ts';
import type { OpeningsBeside } from '../../core/close/late-openings.ts';
import { PROVIDERS, type Provider } from '../../core/revenue/provider.ts';
import type { Database } from '../../store/database/open-store.ts';
import { listImports } from '../../store/inputs/imports.ts';

const EXPORTS: Readonly<Record<Provider, InputKind>> = {
  stripe: 'stripe-ledger',
  apple: 'apple-subscriber',
  google: 'google-earnings',
};

/** The opening files in force, and from when on there are exports of each store. */
export async function openingsBeside(db: Database): Promise<OpeningsBeside> {
  const imports = (await listImports(db)).filter(({ active }) => active);
  const starts = PROVIDERS.flatMap((provider) => {
    const own = imports.flatMap(({ kind, firstMs }) =>
      kind === EXPORTS[provider] && firstMs !== null ? [firstMs] : [],
    );
    return own.length === 0 ? [] : [[provider, Math.min(...own)] as const];
  });
  const openings = imports.filter(({ kind }) => kind === 'opening');
  return { inputs: new Set(openings.map(({ sha256 }) => sha256)), firstExportMs: new Map(starts) };
}
