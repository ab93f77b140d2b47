import type { Gate } from '../core/close/checks/gate.ts';
import type { FinalMonth } from '../core/close/final-month.ts';
import type { ImportRecord } from '../core/close/import-record.ts';
import { formatMonth } from '../core/month/month.ts';
import { utcDate } from '../core/month/utc-date.ts';
import { alignedTable } from './text-table.ts';

export interface Status {
  readonly imports: readonly ImportRecord[];
  readonly finalMonths: readonly FinalMonth[];
}

/** One month: final, or open with its gates. */
export type MonthStatus =
  | { readonly state: 'final'; readonly final: FinalMonth }
  | {
      readonly state: 'estimate' | 'review';
      readonly month: string;
      readonly digest: string;
      readonly gates: readonly Gate[];
    };

/** `status --json`. */
export function statusDocument({ imports, finalMonths }: Status): Record<string, unknown> {
  return {
    imports: imports.map((each) => ({
      kind: each.kind,
      name: each.name,
      sha256: each.sha256,
      rows: each.rows,
      first: each.firstMs === null ? null : new Date(each.firstMs).toISOString(),
      last: each.lastMs === null ? null : new Date(each.lastMs).toISOString(),
      in_force: each.active,
    })),
    final_months: finalMonths.map(finalMonthEntry),
  };
}

/** The files with their spans, then the final months. */
export function statusText({ imports, finalMonths }: Status): string {
  const parts: string[] = [];
  if (imports.length === 0) parts.push('nothing imported yet: revshare import PATH...');
  else {
    const rows = imports.map((each) => [
      each.kind,
      each.name,
      `${each.rows} rows`,
      day(each.firstMs),
      day(each.lastMs),
      each.active ? '' : 'replaced',
    ]);
    parts.push(alignedTable([['kind', 'file', 'rows', 'from', 'to', ''], ...rows]));
  }
  if (finalMonths.length === 0) parts.push('no month is final');
  else {
    const rows = finalMonths.map((each) => [formatMonth(each.month), each.finalizedAt, each.finalizedBy, each.digest]);
    parts.push(alignedTable([['final', 'since', 'by', 'digest'], ...rows]));
  }
  return `${parts.join('\n\n')}\n`;
}

/** `status MONTH --json`. */
export function monthStatusDocument(status: MonthStatus): Record<string, unknown> {
  if (status.state === 'final') return { ...finalMonthEntry(status.final), state: 'final', ready: false, gates: [] };
  const { month, state, digest, gates } = status;
  return { month, state, digest, ready: notOk(gates).length === 0, gates };
}

/** A line per gate: its state, its name and why; what to do stands below it. */
export function monthStatusText(status: MonthStatus): string {
  if (status.state === 'final') {
    const { month, finalizedAt, finalizedBy, digest, manifestSha256 } = status.final;
    return `${formatMonth(month)}  final since ${finalizedAt}, by ${finalizedBy}\ndigest    ${digest}\nmanifest  ${manifestSha256}\n`;
  }
  const { month, state, digest, gates } = status;
  const width = Math.max(...gates.map((gate) => gate.name.length));
  const lines = gates.flatMap((gate) => [
    `${gate.state.padEnd(STATE_WIDTH)}  ${gate.name.padEnd(width)}  ${gate.why}`,
    ...(gate.remedy === '' ? [] : [`${' '.repeat(STATE_WIDTH + width + 4)}${gate.remedy}`]),
  ]);
  const waiting = notOk(gates).length;
  const end =
    waiting === 0
      ? `every gate is ok: revshare finalize ${month} --accept ${digest}`
      : `${waiting} of ${gates.length} gates ${waiting === 1 ? 'is' : 'are'} not ok`;
  return `${[`${month}  ${MEANING[state]}`, '', ...lines, '', end].join('\n')}\n`;
}

const MEANING = { estimate: 'estimate: the month is not over', review: 'review: over, not final' } as const;
const STATE_WIDTH = 'blocked'.length;

/** The gates that keep a month from becoming final. */
export function notOk(gates: readonly Gate[]): readonly Gate[] {
  return gates.filter((gate) => gate.state !== 'ok');
}

function finalMonthEntry(final: FinalMonth): Record<string, unknown> {
  return {
    month: formatMonth(final.month),
    digest: final.digest,
    finalized_at: final.finalizedAt,
    finalized_by: final.finalizedBy,
    manifest_sha256: final.manifestSha256,
  };
}

function day(instantMs: number | null): string {
  return instantMs === null ? '' : utcDate(instantMs);
}
