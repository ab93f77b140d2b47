import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { addMonths, formatMonth, type Month, parseMonth } from '../../core/month/month.ts';
import { reconcileDocument } from '../../render/reconcile-json.ts';
import { listFinalMonths } from '../../store/final-months.ts';
import type { Progress } from '../books/progress.ts';
import type { Workspace } from '../books/workspace.ts';
import { type ImportOptions, type ImportOutcome, importInputs } from '../import/import-inputs.ts';
import { isEarly } from './approval.ts';
import { finalizeMonth } from './finalize-month.ts';
import { monthGates } from './month-gates.ts';
import { type ReconciledMonth, reconcile } from './reconcile.ts';

export interface RunRequest {
  readonly workspace: Workspace;
  readonly policy: Policy;
  /** Null: the first month that is not final. */
  readonly month: Month | null;
  /** Whether the 30 days after the month's end need not pass (R15). */
  readonly early: boolean;
  readonly asOfMs: number;
  readonly inputs: string | undefined;
  readonly importing?: Pick<ImportOptions, 'limits' | 'rehash'>;
  readonly out: string;
  readonly version: string;
  readonly progress: Progress;
  /** Hard cap on what is distributed, micro-dollars. */
  readonly maxPool: bigint | null;
  readonly by: string;
}

/** What an unattended run came to. */
export interface RunOutcome {
  /** As `reconcile --json` prints it. */
  readonly document: Record<string, unknown>;
  readonly imported: ImportOutcome | null;
  /** Exceptions without a decision. */
  readonly openExceptions: number;
  /** Gates that are not ok. */
  readonly gates: readonly Gate[];
  readonly finalized: boolean;
  /** Why the month is not final; empty when it is. */
  readonly whyNot: readonly string[];
  /** Whether a person has to act, or time alone will do. */
  readonly needsPerson: boolean;
  /** Where the reports are. */
  readonly reports: string;
}

/**
 * One unattended run: imports what is new, reconciles the month, and makes it final when `close.auto` allows it, every
 * gate is ok and the cap is given and respected (R15). A final month is left as it is.
 */
export async function runMonth(asked: RunRequest): Promise<RunOutcome> {
  const { workspace, policy, asOfMs, inputs, out, progress } = asked;
  const month = asked.month ?? (await firstOpenMonth(asked));
  const request = { ...asked, month };
  const imported =
    inputs === undefined
      ? null
      : await importInputs(workspace.store.db, [inputs], workspace.data, progress, {
          ...asked.importing,
          except: [out],
        });
  const done = await reconcile(request);
  if ('final' in done) return { ...finalOutcome(request, done.final), imported };
  const gates = await monthGates(workspace.store.db, workspace, policy, month, asOfMs, done.closed);
  const wrong = gates.filter((gate) => gate.state !== 'ok');
  const open = done.close.findings.filter((finding) => finding.decision === null).length;
  const whyNot = reasonsToWait(request, done, wrong, open);
  if (whyNot.length === 0) {
    const outcome = await finalizeMonth({ ...request, accept: done.digest });
    if (outcome.done !== 'refused') return { ...finalOutcome(request, outcome.document), imported };
    whyNot.push(...outcome.reasons);
  }
  return {
    document: reconcileDocument(done),
    imported,
    openExceptions: open,
    gates: wrong,
    finalized: false,
    whyNot,
    needsPerson: needsPerson(request, done, wrong, open),
    reports: done.directory,
  };
}

type MonthRequest = RunRequest & { readonly month: Month };

/** The month that is to be closed next: months become final in order. */
async function firstOpenMonth({ workspace, policy }: RunRequest): Promise<Month> {
  const last = parseMonth((await listFinalMonths(workspace.store.db)).at(-1)?.month ?? '');
  return last === null ? policy.firstMonth : addMonths(last, 1);
}

/** Reasons that need no second computing to be known; empty when the month may be made final as far as they go. */
function reasonsToWait(request: MonthRequest, done: ReconciledMonth, wrong: readonly Gate[], open: number): string[] {
  if (done.state === 'estimate') return ['the month is not over'];
  const reasons = wrong.map((gate) => `gate ${gate.name} is ${gate.state}: ${gate.why}`);
  if (open > 0) reasons.push(`${open} exception(s) without a decision`);
  if (!request.policy.close.auto)
    return [...reasons, 'close.auto is not true in the configuration: a person finalizes'];
  if (request.maxPool === null)
    reasons.push('close.auto needs --max-pool: without it nothing is made final unattended');
  if (isOverCap(request, done)) {
    reasons.push(
      `${formatMicro(done.close.pool.distributable)} would be distributed, more than --max-pool ${formatMicro(request.maxPool ?? 0n)}`,
    );
  }
  if (mustWait(request)) reasons.push('less than 30 days have passed since the month ended');
  return reasons;
}

/** Time alone mends the 30 days, and a switched-off close.auto is as wished; everything else is for a person. */
function needsPerson(request: MonthRequest, done: ReconciledMonth, wrong: readonly Gate[], open: number): boolean {
  if (open > 0) return true;
  if (done.state === 'estimate') return false;
  if (wrong.length > 0) return true;
  return request.policy.close.auto && (request.maxPool === null || isOverCap(request, done) || !mustWait(request));
}

function mustWait(request: MonthRequest): boolean {
  return isEarly(request) && !request.early;
}

function isOverCap({ maxPool }: RunRequest, { close }: ReconciledMonth): boolean {
  return maxPool !== null && close.pool.distributable > maxPool;
}

function finalOutcome({ out, month }: MonthRequest, document: Record<string, unknown>): Omit<RunOutcome, 'imported'> {
  return {
    document,
    openExceptions: 0,
    gates: [],
    finalized: true,
    whyNot: [],
    needsPerson: false,
    reports: join(out, formatMonth(month), 'final'),
  };
}
