import type { Policy } from '../../../config/policy.ts';
import type { UsageRecord } from '../../../core/usage/usage-record.ts';
import type { Workspace } from '../../books/workspace.ts';
import type { ClosedMonth } from '../close-month.ts';

/** What a computed month took of the table that usage.source names; null when its jobs are those of imported logs. */
export async function usageRecordOf(
  { store, tables }: Workspace,
  policy: Policy,
  { close, usage }: ClosedMonth,
): Promise<UsageRecord | null> {
  const table = await tables.of(store.db, policy);
  if (table === null || usage.lastMonthOwn === null) return null;
  return {
    table: { name: table.name, ...(await table.content(close.month)) },
    usage: usage.lastMonthOwn,
    work: usage.work,
    signals: usage.signals,
    seen: usage.late.map(({ month, wallet, seen }) => ({ originalMonth: month, wallet, ...seen })),
  };
}
