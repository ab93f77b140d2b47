import { formatMicro } from '../core/money/micro.ts';
import { formatMonth } from '../core/month/month.ts';
import type { UsageRecord } from '../core/usage/usage-record.ts';

/** usage.json: what the month took of the job table that usage.source names. `verify` reads it back. */
export function usageJson({ table, usage, seen }: UsageRecord): string {
  const document = {
    month: formatMonth(usage.month),
    table: tableDocument(table),
    rows: usage.rows,
    wallets: usage.wallets.map(({ wallet, jobs, points }) => ({ wallet, jobs, render_spark: formatMicro(points) })),
    excluded: usage.excluded.map(({ reason, jobs, points }) => ({ reason, jobs, render_spark: formatMicro(points) })),
    trialing: { jobs: usage.trialing.jobs, render_spark: formatMicro(usage.trialing.points) },
    findings: usage.findings.map(({ code, jobId, model, rows, points }) => {
      return { code, job_id: jobId, model, rows, render_spark: formatMicro(points) };
    }),
    due_for_final_months: seen.map(({ originalMonth, wallet, jobs, points }) => {
      return { month: originalMonth, wallet, jobs, render_spark: formatMicro(points) };
    }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The table as the manifest names it, beside the inputs. */
export function tableDocument({ name, rows, firstMs, lastMs, sha256 }: UsageRecord['table']): object {
  return { name, rows, first: instantText(firstMs), last: instantText(lastMs), content_sha256: sha256 };
}

function instantText(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString();
}
