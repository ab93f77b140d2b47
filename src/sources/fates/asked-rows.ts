import type { FindingCode } from '../../core/close/finding.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';

/** An exception about rows, which a person may accept. */
export interface RowQuestion {
  readonly code: FindingCode;
  readonly subject: string;
  readonly what: string;
  /** What it has in common with others of its code: they are shown and decided together. */
  readonly cause?: string;
  readonly rows: readonly [SourcedTransaction, ...SourcedTransaction[]];
}

/** Asks about rows; whether a person accepted them. Then it is the caller's to book them. */
export function isAccepted(
  group: AssembledGroup,
  { code, subject, what, cause, rows }: RowQuestion,
  { decisions }: Pick<AssemblyRules, 'decisions'>,
): boolean {
  const [{ atMs, source }] = rows;
  const month = monthOfInstant(atMs);
  const accepted = decisions.on(code, subject, month)?.decision === 'accept';
  group.report({ code, subject, month, what, source, ...(cause === undefined ? {} : { cause }) }, accepted ? [] : rows);
  return accepted;
}
