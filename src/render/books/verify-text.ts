import { countOf } from '../../core/text/count-of.ts';
import { nextCommand } from '../terminal/next-command.ts';

/** Something that is not as evidence, manifests and decisions say. The first of its kind in a file or table. */
export interface Difference {
  readonly kind: 'evidence' | 'lake' | 'report' | 'chain' | 'database';
  readonly file: string;
  readonly line: number | null;
  readonly what: string;
}

/** A final month that was looked at. */
export interface VerifiedMonth {
  readonly month: string;
  readonly files: number;
  readonly inputs: number;
  /** Rows of its inputs. */
  readonly rows: number;
  /** Recomputed from evidence, and everything as it was approved. */
  readonly clean: boolean;
}

/** What became of the reports of a month that were to be written again. */
export type RestoredMonth = { readonly month: string } & (
  | { readonly done: 'whole' }
  | {
      readonly done: 'restored';
      readonly files: number;
      /** Where what lay there is kept; null where nothing lay there. */
      readonly aside: string | null;
    }
  | { readonly done: 'refused'; readonly why: string }
);

export interface Verification {
  readonly months: readonly VerifiedMonth[];
  readonly differences: readonly Difference[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
  /** Empty where nothing was to be written. */
  readonly restored: readonly RestoredMonth[];
}

/** `verify --json`. */
export function verifyDocument({ months, differences, notes, restored }: Verification): Record<string, unknown> {
  return {
    verified: differences.length === 0,
    months,
    differences,
    notes,
    ...(restored.length === 0 ? {} : { restored }),
  };
}

/** One line per month, then one per difference, then the command that comes next. */
export function verifyText(found: Verification): string {
  return `${foundText(found)}${nextCommand(nextOf(found))}`;
}

/** Only reports can be written again; what else differs, doctor looks at. */
function nextOf(found: Verification): string {
  const { months, differences } = found;
  const last = months.at(-1);
  if (last === undefined && differences.length === 0) return 'status';
  if (isAsApproved(found)) return last === undefined ? 'owed' : `payouts ${last.month} --status`;
  const reportsOnly = differences.every(({ kind }) => kind === 'report' || kind === 'chain');
  if (!reportsOnly || found.restored.length > 0) return 'doctor';
  const damaged = months.filter(({ month }) => differences.some(({ file }) => file.includes(`${month}/final`)));
  const [first, ...more] = damaged;
  // What was done about payouts is among no final reports.
  if (first === undefined) return 'doctor';
  return `verify ${more.length > 0 ? '--all' : first.month} --restore`;
}

function foundText({ months, differences, restored }: Verification): string {
  const lines = months.map(({ month, files, inputs, rows, clean }) =>
    clean
      ? `${month} verified: ${countOf(files, 'file')}, ${countOf(inputs, 'input')}, ${countOf(rows, 'row')}`
      : `${month} not verified`,
  );
  const found = differences.map(({ file, line, what }) => `${file}${line === null ? '' : ` line ${line}`}: ${what}`);
  if (months.length === 0 && found.length === 0) return 'no month is final yet\n';
  const count = found.length === 0 ? [] : [countOf(found.length, 'difference')];
  return `${[...lines, ...found, ...count, ...restored.map(restoredLine)].join('\n')}\n`;
}

function restoredLine(each: RestoredMonth): string {
  switch (each.done) {
    case 'whole':
      return `${each.month}: its final reports are as they were approved, nothing was written`;
    case 'restored': {
      const kept = each.aside === null ? '' : `; what lay there is in ${each.aside}`;
      return `${each.month} restored: ${each.files} files as they were approved${kept}`;
    }
    case 'refused':
      return `${each.month} not restored: ${each.why}`;
  }
}

/** Whether everything is as it was approved, or is so again. */
export function isAsApproved({ differences, restored }: Verification): boolean {
  const written = restored.filter(({ done }) => done === 'restored').map(({ month }) => month);
  const isMended = ({ kind, file }: Difference): boolean =>
    (kind === 'report' || kind === 'chain') && written.some((month) => file.includes(`${month}/final`));
  return differences.every(isMended) && restored.every(({ done }) => done !== 'refused');
}
