import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMicro } from '../../core/money/micro.ts';
import { type Month, monthFromText } from '../../core/month/month.ts';
import type { AbuseSignal } from '../../core/usage/abuse-signals.ts';
import type { MonthUsage } from '../../core/usage/month-usage.ts';
import { NO_WORK, type OwnWork } from '../../core/usage/month-work.ts';
import type { UsageRecord } from '../../core/usage/usage-record.ts';
import type { NamedTable } from '../books/job-tables.ts';
import type { RecordedManifest } from '../books/recorded-manifest.ts';

interface WrittenPoints {
  readonly jobs: number;
  readonly render_spark: string;
}

/** usage.json as usage-json.ts writes it. */
interface WrittenUsage {
  readonly month: string;
  readonly table: { name: string; rows: number; first: string | null; last: string | null; content_sha256: string };
  readonly rows: number;
  readonly wallets: readonly (WrittenPoints & { readonly wallet: string })[];
  readonly excluded: readonly (WrittenPoints & Pick<MonthUsage['excluded'][number], 'reason'>)[];
  readonly workers: readonly (WrittenPoints & { readonly wallet: string; network: string; nft: string })[];
  readonly models: readonly (WrittenPoints & { readonly wallet: string; readonly model: string })[];
  readonly excluded_by_wallet: readonly (WrittenPoints &
    Pick<OwnWork['excluded'][number], 'reason'> & { readonly wallet: string })[];
  readonly signals: readonly (WrittenPoints & Pick<AbuseSignal, 'signal' | 'subscriber' | 'worker' | 'what'>)[];
  readonly trialing: WrittenPoints;
  readonly findings: readonly (Pick<MonthUsage['findings'][number], 'code' | 'model' | 'rows'> & {
    readonly job_id: string;
    readonly render_spark: string;
  })[];
  readonly due_for_final_months: readonly (WrittenPoints & { readonly month: string; readonly wallet: string })[];
}

const FILE = 'usage.json';

/**
 * The table of jobs as a final month kept it in usage.json; null when its manifest names none. It answers for that
 * month, and for late jobs, what the table on the server answered then. Throws when it is not the file that was approved.
 */
export function recordedTable(directory: string, { files }: Pick<RecordedManifest, 'files'>): NamedTable | null {
  const approved = files.find(({ name }) => name === FILE);
  if (approved === undefined) return null;
  const path = join(directory, FILE);
  const bytes = readFileSync(path);
  if (createHash('sha256').update(bytes).digest('hex') !== approved.sha256) {
    throw new Error(`${path} is not the file that was approved`);
  }
  const record = recordOf(JSON.parse(bytes.toString('utf8')) as WrittenUsage);
  const { name, ...content } = record.table;
  const notKept = (): never => {
    throw new Error(`${path} holds no single jobs`);
  };
  return {
    name,
    usage: async (months) => usagesIn(record, months),
    usageAndWork: async (months, _policy, workOf) => {
      const work = workOf === record.usage.month ? record.work : NO_WORK;
      return { usages: usagesIn(record, months), work };
    },
    signals: async () => [...record.signals],
    content: async () => content,
    gaps: notKept,
    monthsOfJobs: notKept,
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

function recordOf(written: WrittenUsage): UsageRecord {
  const { table } = written;
  return {
    table: {
      name: table.name,
      rows: table.rows,
      firstMs: instantOf(table.first),
      lastMs: instantOf(table.last),
      sha256: table.content_sha256,
    },
    usage: {
      month: monthFromText(written.month),
      rows: written.rows,
      wallets: written.wallets.map(({ wallet, ...size }) => ({ wallet, ...sizeOf(size) })),
      excluded: written.excluded.map(({ reason, ...size }) => ({ reason, ...sizeOf(size) })),
      trialing: sizeOf(written.trialing),
      findings: written.findings.map(({ code, job_id, model, rows, render_spark }) => {
        return { code, jobId: job_id, model, rows, points: pointsOf(render_spark), input: '', line: 0 };
      }),
    },
    work: {
      workers: written.workers.map(({ wallet, network, nft, ...size }) => ({ wallet, network, nft, ...sizeOf(size) })),
      models: written.models.map(({ wallet, model, ...size }) => ({ wallet, model, ...sizeOf(size) })),
      excluded: written.excluded_by_wallet.map(({ wallet, reason, ...size }) => ({ wallet, reason, ...sizeOf(size) })),
    },
    signals: written.signals.map(({ signal, subscriber, worker, what, ...size }) => {
      return { signal, subscriber, worker, what, ...sizeOf(size) };
    }),
    seen: written.due_for_final_months.map(({ month, wallet, ...size }) => {
      return { originalMonth: monthFromText(month), wallet, ...sizeOf(size) };
    }),
  };
}

function sizeOf({ jobs, render_spark }: WrittenPoints): { jobs: number; points: bigint } {
  return { jobs, points: pointsOf(render_spark) };
}

function pointsOf(text: string): bigint {
  const points = parseMicro(text);
  if (typeof points !== 'bigint') throw new Error(`usage.json holds the amount "${text}"`);
  return points;
}

function instantOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
