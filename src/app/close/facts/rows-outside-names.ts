import type { RowsOutside } from '../../../core/close/inputs/outside-name.ts';
import { knownProvider } from '../../../core/revenue/provider.ts';
import { KINDS } from '../../../sources/kinds.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { daysOutside } from '../../../store/inputs/days-outside.ts';
import { listImports } from '../../../store/inputs/imports.ts';

/** The rows in force that are dated outside what the name of their file says, by file and day. */
export async function rowsOutsideNames(db: Database): Promise<RowsOutside[]> {
  const found: RowsOutside[] = [];
  for (const { id, sha256, kind, name, active, firstMs, lastMs } of await listImports(db)) {
    const named = kind === 'job-log' ? null : KINDS[kind].toldByName(name).span;
    if (!active || named === null || firstMs === null || lastMs === null) continue;
    if (firstMs >= named.fromMs && lastMs < named.beforeMs) continue;
    for (const { provider, line, ...of } of await daysOutside(db, id, named)) {
      found.push({ ...of, provider: knownProvider(provider), named, source: { input: sha256, line } });
    }
  }
  return found;
}
