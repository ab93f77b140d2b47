import { isEarly, reviewEndMs } from '../../core/close/approval.ts';
import { EXCEPTIONS_GATE } from '../../core/close/checks/exceptions-decided.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import { addMonths, formatMonth, type Month, monthFromText, monthOfInstant } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { countOf } from '../../core/text/count-of.ts';
import { statedLines } from '../terminal/stated-lines.ts';
import { alignedTable } from '../terminal/text-table.ts';

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
      /** When it was asked. */
      readonly atMs: number;
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

/**
 * The inputs by kind with their span, then the final months and what comes next.
 *
 * @param wide a row for each input
 */
export function statusText({ imports, finalMonths }: Status, wide: boolean, atMs: number): string {
  const parts: string[] = [];
  if (imports.length === 0) parts.push('nothing imported yet: revshare import PATH...');
  else parts.push(alignedTable(wide ? eachInput(imports) : inputsByKind(imports)));
  if (finalMonths.length === 0) parts.push('no month is final');
  else {
    const digestOf = ({ digest }: FinalMonth): string => (wide ? digest : digest.slice(0, DIGEST_SHOWN));
    const rows = finalMonths.map((each) => [
      formatMonth(each.month),
      each.finalizedAt,
      each.finalizedBy,
      digestOf(each),
    ]);
    parts.push(alignedTable([['final', 'since', 'by', 'digest'], ...rows]));
  }
  if (imports.length > 0) parts.push(`${daysText(nextMonth(finalMonths, atMs), atMs)}\n${nextStep(finalMonths)}`);
  return `${parts.join('\n\n')}\n`;
}

/** As many hex digits of a digest as --accept needs. */
const DIGEST_SHOWN = 16;

function eachInput(imports: readonly ImportRecord[]): string[][] {
  const rows = imports.map(({ kind, name, rows: count, firstMs, lastMs, active }) => {
    return [kind, name, countOf(count, 'row'), day(firstMs), day(lastMs), active ? '' : 'replaced'];
  });
  return [['kind', 'file', 'rows', 'from', 'to', ''], ...rows];
}

/** Of each kind how many files and rows are in force, and from when to when they are; then how many were replaced. */
function inputsByKind(imports: readonly ImportRecord[]): string[][] {
  const kinds = [...new Set(imports.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const own = imports.filter((each) => each.kind === kind);
    const inForce = own.filter(({ active }) => active);
    const count = inForce.reduce((sum, each) => sum + each.rows, 0);
    const days = inForce.flatMap(({ firstMs, lastMs }) => [firstMs, lastMs]).filter((each) => each !== null);
    const span = days.length === 0 ? [null, null] : [Math.min(...days), Math.max(...days)];
    const replaced = own.length - inForce.length;
    return [kind, String(inForce.length), String(count), ...span.map(day), replaced === 0 ? '' : String(replaced)];
  });
  return [['kind', 'files', 'rows', 'from', 'to', 'replaced'], ...rows];
}

/** The month that is to be made final next; while none is, the one that ended last. */
function nextMonth(finalMonths: readonly FinalMonth[], atMs: number): Month {
  const last = finalMonths.at(-1);
  return addMonths(last?.month ?? monthOfInstant(atMs), last === undefined ? -1 : 1);
}

/** R15: whether the 30 days after a month's end keep it from becoming final, and until when. */
function daysText(month: Month, atMs: number): string {
  const name = formatMonth(month);
  if (!isEarly(month, atMs)) return `30 days have passed since ${name} ended`;
  return `${name} may be made final from ${utcDate(reviewEndMs(month))} on; before, finalize needs --early`;
}

function nextStep(finalMonths: readonly FinalMonth[]): string {
  const last = finalMonths.at(-1);
  if (last === undefined) return 'next  revshare reconcile MONTH; --wide lists every file';
  return `next  revshare status ${formatMonth(addMonths(last.month, 1))}; --wide lists every file`;
}

/** `status MONTH --json`. */
export function monthStatusDocument(status: MonthStatus): Record<string, unknown> {
  if (status.state === 'final') return { ...finalMonthEntry(status.final), state: 'final', ready: false, gates: [] };
  const { month, state, digest, gates } = status;
  const from = new Date(reviewEndMs(monthFromText(month))).toISOString();
  return {
    month,
    state,
    digest,
    ready: notOk(gates).length === 0,
    final_without_early_from: from,
    gates: gates.map(gateEntry),
  };
}

/** A gate as documents show it. */
export function gateEntry({ name, state, why, remedy }: Gate): Record<string, string> {
  return { name, state, why, remedy };
}

/** A line per gate: its state, its name and why; what to do stands below it. */
export function monthStatusText(status: MonthStatus): string {
  if (status.state === 'final') {
    const { month, finalizedAt, finalizedBy, digest, manifestSha256 } = status.final;
    const head = `${formatMonth(month)}  final since ${finalizedAt}, by ${finalizedBy}`;
    return `${head}\ndigest    ${digest}\nmanifest  ${manifestSha256}\nnext      revshare payouts ${formatMonth(month)}\n`;
  }
  const { month, state, digest, gates, atMs } = status;
  const lines = statedLines(gates.map(({ why, ...gate }) => ({ ...gate, what: why })));
  const waiting = notOk(gates).length;
  const end =
    waiting === 0
      ? `every gate is ok\nnext      revshare finalize ${month} --accept ${digest}`
      : `${waiting} of ${gates.length} gates ${waiting === 1 ? 'is' : 'are'} not ok\nnext      ${nextOfOpen(month, gates)}`;
  const days = daysText(monthFromText(month), atMs);
  return `${[`${month}  ${MEANING[state]}`, '', ...lines, '', days, end].join('\n')}\n`;
}

/** Exceptions are listed by their own command; what else to do stands below each gate. */
function nextOfOpen(month: string, gates: readonly Gate[]): string {
  const hasExceptions = notOk(gates).some(({ name, state }) => name === EXCEPTIONS_GATE && state === 'open');
  return hasExceptions ? `revshare exceptions ${month}` : `revshare status ${month}, when that is done`;
}

const MEANING = { estimate: 'estimate: the month is not over', review: 'review: over, not final' } as const;

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
