import { formatMicro, type MicroSpark } from '../core/money/micro.ts';
import { formatMonth } from '../core/month/month.ts';
import type { UsageRecord } from '../core/usage/usage-record.ts';

/** usage.json: what the month took of the job table that usage.source names. `verify` reads it back. */
export function usageJson({ table, usage, work, seen }: UsageRecord): string {
  return jsonWithRows({
    month: formatMonth(usage.month),
    table: tableDocument(table),
    rows: usage.rows,
    wallets: usage.wallets.map(({ wallet, ...size }) => ({ wallet, ...sizeOf(size) })),
    excluded: usage.excluded.map(({ reason, ...size }) => ({ reason, ...sizeOf(size) })),
    trialing: sizeOf(usage.trialing),
    findings: usage.findings.map(({ code, jobId, model, rows, points }) => {
      return { code, job_id: jobId, model, rows, render_spark: formatMicro(points) };
    }),
    workers: work.workers.map(({ wallet, network, nft, ...size }) => ({ wallet, network, nft, ...sizeOf(size) })),
    models: work.models.map(({ wallet, model, ...size }) => ({ wallet, model, ...sizeOf(size) })),
    excluded_by_wallet: work.excluded.map(({ wallet, reason, ...size }) => ({ wallet, reason, ...sizeOf(size) })),
    due_for_final_months: seen.map(({ originalMonth, wallet, jobs, points }) => {
      return { month: originalMonth, wallet, ...sizeOf({ jobs, points }) };
    }),
  });
}

function sizeOf({ jobs, points }: { jobs: number; points: MicroSpark }): { jobs: number; render_spark: string } {
  return { jobs, render_spark: formatMicro(points) };
}

/** Each row of a list on a line of its own: a month has many workers. */
function jsonWithRows(document: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(document).map(([name, value]) => {
    const isList = Array.isArray(value) && value.length > 0;
    const rows = isList ? value.map((row) => `\n    ${JSON.stringify(row)}`) : [];
    return `  ${JSON.stringify(name)}: ${isList ? `[${rows.join(',')}\n  ]` : JSON.stringify(value)}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
}

/** The table as the manifest names it, beside the inputs. */
export function tableDocument({ name, rows, firstMs, lastMs, sha256 }: UsageRecord['table']): object {
  return { name, rows, first: instantText(firstMs), last: instantText(lastMs), content_sha256: sha256 };
}

function instantText(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString();
}
