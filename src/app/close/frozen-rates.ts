import type { Month } from '../../core/month/month.ts';
import { type FxRow, type FxTable, frozenFxTable, fxTable } from '../../core/revenue/fx-table.ts';
import { listFinalMonths } from '../../store/final-months.ts';
import { finalSmallRows } from '../../store/final-small-rows.ts';
import type { Database } from '../../store/open-store.ts';

/** The rates of the open months, and for earlier dates those that the final months computed with (R3). */
export async function frozenRates(db: Database, current: readonly FxRow[]): Promise<FxTable> {
  const final: { month: Month; table: FxTable }[] = [];
  for (const { month } of await listFinalMonths(db)) {
    final.push({ month, table: fxTable(await finalSmallRows(db, month, 'fx')) });
  }
  return frozenFxTable(fxTable(current), final);
}
