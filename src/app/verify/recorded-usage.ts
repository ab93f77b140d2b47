import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Month } from '../../core/month/month.ts';
import type { MonthUsage } from '../../core/usage/month-usage.ts';
import { NO_WORK } from '../../core/usage/month-work.ts';
import type { UsageRecord } from '../../core/usage/usage-record.ts';
import { listedHash } from '../../render/reports/read-manifest.ts';
import { readUsage } from '../../render/reports/usage-json.ts';
import type { NamedTable } from '../books/opening/job-tables.ts';
import type { RecordedManifest } from '../books/records/recorded-manifest.ts';

const FILE = 'usage.json';

/**
 * The table of jobs as a final month kept it in usage.json; null when its manifest names none. It answers for that
 * month, and for late jobs, what the table on the server answered then. Throws when it is not the file that was approved.
 */
export function recordedTable(directory: string, { files }: Pick<RecordedManifest, 'files'>): NamedTable | null {
  const approved = listedHash(files, FILE);
  if (approved === undefined) return null;
  const path = join(directory, FILE);
  const bytes = readFileSync(path);
  if (hash('sha256', bytes) !== approved) {
    throw new Error(`${path} is not the file that was approved`);
  }
  const record = readUsage(bytes.toString('utf8'));
  const { name, ...content } = record.table;
  const notKept = (): never => {
    throw new Error(`${path} holds no single jobs`);
  };
  return {
    name,
    isRecord: true,
    usage: async (months) => usagesIn(record, months),
    usageAndWork: async (months, _policy, look) => {
      const work = look.month === record.usage.month ? record.work : NO_WORK;
      const refunded = record.refunded && { ...record.refunded, source: null };
      return { usages: usagesIn(record, months), work, signals: record.signals, refunded };
    },
    content: async () => content,
    coverage: notKept,
    days: notKept,
    monthsOfJobs: notKept,
    asked: notKept,
    writeCredited: notKept,
  };
}

function usagesIn(record: UsageRecord, months: readonly Month[]): MonthUsage[] {
  return months.map((month) => usageIn(record, month));
}

function usageIn({ usage, seen }: UsageRecord, month: Month): MonthUsage {
  if (month === usage.month) return usage;
  const nothing = { jobs: 0, points: 0n };
  const wallets = seen
    .filter(({ originalMonth }) => originalMonth === month)
    .map(({ wallet, jobs, points }) => ({ wallet, jobs, points }));
  return { month, rows: 0, wallets, excluded: [], trialing: nothing, findings: [] };
}
