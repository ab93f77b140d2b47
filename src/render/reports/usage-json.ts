import { formatMicro, type MicroSpark } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { UsageRecord } from '../../core/usage/usage-record.ts';
import { inBatches } from './csv.ts';

/**
 * usage.json piece by piece: what the month took of the job table that usage.source names. Each row of a list has a line
 * of its own, because a month has many workers. `verify` reads it back.
 */
export function usageChunks({ table, usage, work, signals, seen }: UsageRecord): Generator<string> {
  return documentChunks({
    month: formatMonth(usage.month),
    table: tableDocument(table),
    rows: usage.rows,
    wallets: mapped(usage.wallets, ({ wallet, ...size }) => ({ wallet, ...sizeOf(size) })),
    excluded: mapped(usage.excluded, ({ reason, ...size }) => ({ reason, ...sizeOf(size) })),
    trialing: sizeOf(usage.trialing),
    findings: mapped(usage.findings, ({ code, jobId, model, rows, points }) => {
      return { code, job_id: jobId, model, rows, render_spark: formatMicro(points) };
    }),
    workers: mapped(work.workers, ({ wallet, network, nft, ...size }) => ({ wallet, network, nft, ...sizeOf(size) })),
    models: mapped(work.models, ({ wallet, model, ...size }) => ({ wallet, model, ...sizeOf(size) })),
    excluded_by_wallet: mapped(work.excluded, ({ wallet, reason, ...size }) => ({ wallet, reason, ...sizeOf(size) })),
    signals: mapped(signals, ({ signal, subscriber, worker, jobs, points, what }) => {
      return { signal, subscriber, worker, ...sizeOf({ jobs, points }), what };
    }),
    due_for_final_months: mapped(seen, ({ originalMonth, wallet, jobs, points }) => {
      return { month: formatMonth(originalMonth), wallet, ...sizeOf({ jobs, points }) };
    }),
  });
}

function sizeOf({ jobs, points }: { jobs: number; points: MicroSpark }): { jobs: number; render_spark: string } {
  return { jobs, render_spark: formatMicro(points) };
}

function* mapped<Row>(rows: readonly Row[], toObject: (row: Row) => object): Generator<object> {
  for (const row of rows) yield toObject(row);
}

type Member = string | number | object | Generator<object>;

function* documentChunks(members: Readonly<Record<string, Member>>): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(members)) {
    yield `${before}\n  ${JSON.stringify(name)}: `;
    if (typeof value === 'object' && Symbol.iterator in value) yield* listChunks(value);
    else yield JSON.stringify(value);
    before = ',';
  }
  yield '\n}\n';
}

function* listChunks(rows: Iterable<object>): Generator<string> {
  let before = '[';
  for (const some of inBatches(rows)) {
    yield before + some.map((row) => `\n    ${JSON.stringify(row)}`).join(',');
    before = ',';
  }
  yield before === '[' ? '[]' : '\n  ]';
}

/** The table as the manifest names it, beside the inputs. */
export function tableDocument({ name, rows, firstMs, lastMs, sha256 }: UsageRecord['table']): object {
  return { name, rows, first: instantText(firstMs), last: instantText(lastMs), content_sha256: sha256 };
}

function instantText(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString();
}
