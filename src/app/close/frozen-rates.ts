import type { Month } from '../../core/month/month.ts';
import { type FxRow, type FxTable, frozenFxTable, fxTable } from '../../core/revenue/fx-table.ts';
import { listFinalMonths } from '../../store/final-months.ts';
import { finalSmallRows } from '../../store/final-usage.ts';
import type { Database } from '../../store/open-store.ts';

/** The rates of the open months, and for earlier dates those that the final months computed with (R3). */
export async function frozenRates(db: Database, current: readonly FxRow[]): Promise<FxTable> {
  const final: { month: Month; table: FxTable }[] = [];
  for (const { month } of await listFinalMonths(db)) {
    const rows = await finalSmallRows(db, month, 'fx');
    final.push({ month, table: fxTable(rows.map((body) => JSON.parse(body) as FxRow)) });
  }
  return frozenFxTable(fxTable(current), final);
}
