import { REPORT_OF } from '../../../core/close/checks/in-use.ts';
import type { OpeningsBeside } from '../../../core/close/warnings/late-openings.ts';
import { PROVIDERS } from '../../../core/revenue/provider.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';

/** The opening files in force, and from when on there are exports of each store. */
export async function openingsBeside(db: Database): Promise<OpeningsBeside> {
  const imports = (await listImports(db)).filter(({ active }) => active);
  const starts = PROVIDERS.flatMap((provider) => {
    const own = imports.flatMap(({ kind, firstMs }) =>
      kind === REPORT_OF[provider] && firstMs !== null ? [firstMs] : [],
    );
    return own.length === 0 ? [] : [[provider, Math.min(...own)] as const];
  });
  const openings = imports.filter(({ kind }) => kind === 'opening');
  return { inputs: new Set(openings.map(({ sha256 }) => sha256)), firstExportMs: new Map(starts) };
}
