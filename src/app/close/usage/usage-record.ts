import type { UsageRecord } from '../../../core/usage/usage-record.ts';
import type { ComputedMonth } from '../computed-month.ts';

/** What a computed month took of the table that usage.source names; null when its jobs are those of imported logs. */
export async function usageRecordOf({ context, close, usage }: ComputedMonth): Promise<UsageRecord | null> {
  const { workspace, policy, db } = context;
  const table = await workspace.tables.of(db, policy, workspace.limits);
  if (table === null) return null;
  return {
    table: { name: table.name, ...(await table.content(close.month)) },
    usage: usage.lastMonthOwn,
    work: usage.work,
    signals: usage.signals,
    refunded: usage.refunded,
    seen: [...usage.late, ...usage.fewer].map(({ month, wallet, seen }) => ({ originalMonth: month, wallet, ...seen })),
  };
}
