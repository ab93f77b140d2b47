import type { Month } from '../../../core/month/month.ts';
import { type FxRow, type FxTable, frozenFxTable, fxTable } from '../../../core/revenue/fx-table.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { rowsOfFinalMonths } from '../../../store/months/final-small-rows.ts';

/** The rates of the open months, and for earlier dates those that the final months computed with (R3). */
export async function frozenRates(db: Database, current: readonly FxRow[]): Promise<FxTable> {
  const used = new Map<Month, FxRow[]>();
  for (const { row, months } of await rowsOfFinalMonths(db, 'fx')) {
    for (const month of months) {
      const rows = used.get(month) ?? [];
      used.set(month, rows);
      rows.push(row);
    }
  }
  const final = [...used].sort(([a], [b]) => a - b).map(([month, rows]) => ({ month, table: fxTable(rows) }));
  return frozenFxTable(fxTable(current), final);
}
