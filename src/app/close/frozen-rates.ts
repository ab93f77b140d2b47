import { type Month, parseMonth } from '../../core/month/month.ts';
import { type FxRow, type FxTable, frozenFxTable, fxTable } from '../../core/revenue/fx-table.ts';
import { rowsOfFinalMonths } from '../../store/final-usage.ts';
import type { Database } from '../../store/open-store.ts';

/** The rates of the open months, and for earlier dates those that the final months computed with (R3). */
export async function frozenRates(db: Database, current: readonly FxRow[]): Promise<FxTable> {
  const used = new Map<string, FxRow[]>();
  for (const { body, months } of await rowsOfFinalMonths(db, 'fx')) {
    const row = JSON.parse(body) as FxRow;
    for (const month of months) {
      const rows = used.get(month) ?? [];
      used.set(month, rows);
      rows.push(row);
    }
  }
  const final = [...used]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, rows]) => ({ month: parseMonth(month) as Month, table: fxTable(rows) }));
  return frozenFxTable(fxTable(current), final);
}
