import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import { type Objection, objectionsTo } from '../../core/close/approval.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import { firstOpenMonth } from '../../core/close/prior-periods/closed-books.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { reconcileDocument } from '../../render/month/reconcile-json.ts';
import type { Progress } from '../books/directory/progress.ts';
import type { Workspace } from '../books/opening/workspace.ts';
import { refuseBegunAgain } from '../books/records/known-reports.ts';
import { type ImportOptions, type ImportOutcome, importInputs } from '../import/import-inputs.ts';
import { readClosedBooks } from './facts/closed-books.ts';
import { finalizeMonth } from './final/finalize-month.ts';
import { checkBooks, type ReconciledMonth, reconcile } from './reconcile.ts';

export interface RunRequest {
  readonly workspace: Workspace;
  readonly policy: Policy;
  /** Null: the first month that is not final. */
  readonly month: Month | null;
  /** Whether the 30 days after the month's end need not pass (R15). */
  readonly early: boolean;
  readonly asOfMs: number;
  readonly inputs: string | undefined;
  readonly importing: Pick<ImportOptions, 'limits' | 'rehash'>;
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
  /** The same by code. */
  readonly openByCode: Readonly<Record<string, number>>;
  /** Gates that are not ok. */
  readonly gates: readonly Gate[];
  readonly finalized: boolean;
  /** Whether this run made it so. */
  readonly closed: boolean;
  /** Why the month is not final; empty when it is. */
  readonly whyNot: readonly string[];
  /** Whether a person has to act, or time alone will do. */
  readonly needsPerson: boolean;
  /** Where the reports are. */
  readonly reports: string;
  /** As of a reconciled month; nothing for one that is final. */
  readonly keep: () => void;
}

/**
 * One unattended run: imports what is new, reconciles the month, and makes it final when `close.auto` allows it, every
 * gate is ok and the cap is given and respected (R15). A final month is left as it is.
 */
export async function runMonth(asked: RunRequest): Promise<RunOutcome> {
  const { workspace, policy, inputs, out, progress } = asked;
  const month = asked.month ?? firstOpenMonth(await readClosedBooks(workspace.store.db), policy.firstMonth);
  const request = { ...asked, month };
  await refuseBegunAgain(workspace.store.db, out);
  await checkBooks(workspace.store.db, request);
  const imported =
    inputs === undefined
      ? null
      : await importInputs(workspace.store.db, [inputs], workspace.data, progress, {
          ...asked.importing,
          times: policy.jobTimes,
          except: [out],
        });
  const done = await reconcile({ ...request, anew: asked.importing.rehash === true });
  if ('final' in done) return { ...finalOutcome(request, done.final), closed: false, imported };
  const { gates } = done;
  const undecided = done.close.findings.filter((finding) => finding.decision === null);
  const open = undecided.length;
  const objections = objectionsTo(request, done.close.pool.distributable, gates);
  const whyNot = reasonsToWait(request, done.state, objections, open);
  if (whyNot.length === 0) {
    const outcome = await finalizeMonth({ ...request, accept: done.digest });
    if (outcome.done !== 'refused') {
      return { ...finalOutcome(request, outcome.document), closed: outcome.done === 'final', imported };
    }
    whyNot.push(...outcome.reasons);
  }
  return {
    document: reconcileDocument(done),
    imported,
    openExceptions: open,
    openByCode: countedByCode(undecided),
    gates: gates.filter((gate) => gate.state !== 'ok'),
    finalized: false,
    closed: false,
    whyNot,
    needsPerson: needsPerson(request, done.state, objections, open),
    reports: done.directory,
    keep: done.keep,
  };
}

/** Codes in their order, so that the same month gives the same line. */
function countedByCode(findings: readonly { readonly code: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of findings.map((each) => each.code).sort()) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

type MonthRequest = RunRequest & { readonly month: Month };

/** Reasons that need no second computing to be known; empty when the month may be made final as far as they go. */
function reasonsToWait(
  { policy, maxPool }: RunRequest,
  state: ReconciledMonth['state'],
  objections: readonly Objection[],
  open: number,
): string[] {
  const undecided = open > 0 ? [`${open} exception(s) without a decision`] : [];
  if (state === 'estimate') return ['the month is not over', ...undecided];
  const byGates = objections.filter(({ by }) => by === 'gate');
  const others = objections.filter(({ by }) => by !== 'gate');
  const reasons = [...byGates.map(({ why }) => why), ...undecided];
  if (!policy.close.auto) return [...reasons, 'close.auto is not true in the configuration: a person finalizes'];
  if (maxPool === null) reasons.push('close.auto needs --max-pool: without it nothing is made final unattended');
  return [...reasons, ...others.map(({ why }) => why)];
}

/** Time alone mends the 30 days, and a switched-off close.auto is as wished; everything else is for a person. */
function needsPerson(
  { policy, maxPool }: RunRequest,
  state: ReconciledMonth['state'],
  objections: readonly Objection[],
  open: number,
): boolean {
  if (open > 0) return true;
  if (state === 'estimate') return false;
  const has = (by: Objection['by']): boolean => objections.some((each) => each.by === by);
  if (has('gate')) return true;
  return policy.close.auto && (maxPool === null || has('cap') || !has('days'));
}

function finalOutcome(
  { out, month }: MonthRequest,
  document: Record<string, unknown>,
): Omit<RunOutcome, 'imported' | 'closed'> {
  return {
    document,
    openExceptions: 0,
    openByCode: {},
    gates: [],
    finalized: true,
    whyNot: [],
    needsPerson: false,
    reports: join(out, formatMonth(month), 'final'),
    keep: () => undefined,
  };
}
