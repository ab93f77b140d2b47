import { callHook } from '../../app/books/directory/call-hook.ts';
import { type Workspace, withLockedWorkspace, withWorkspace } from '../../app/books/opening/workspace.ts';
import { refuseNeverFinal } from '../../app/books/policy/first-month.ts';
import { loadPolicy, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { warnOfUnknownActs } from '../../app/books/records/acts-file.ts';
import type { PayoutRequest } from '../../app/payouts/payout-books.ts';
import { payoutStatus } from '../../app/payouts/payout-status.ts';
import { preparePayouts } from '../../app/payouts/prepare-payouts.ts';
import { formatMonth } from '../../core/month/month.ts';
import { hasLapsed } from '../../core/payout/owed/payout-status.ts';
import { batchDocument } from '../../render/payouts/batch-json.ts';
import { balanceDocument, changesDocument, preparationDocument } from '../../render/payouts/payouts-json.ts';
import { payoutStatusText, preparationText } from '../../render/payouts/payouts-text.ts';
import { dayArgument, instantArgument, monthArgument } from '../arguments.ts';
import { printDocument, printNote, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { systemUser, thisRun, whoDoes } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';
import { adjustTask, reverseTask, voidTask } from './payout-corrections.ts';
import { recordTask } from './payout-record.ts';
import { cancelTask, releaseTask } from './payout-release.ts';
import { type PayoutsOptions, refused, type Task } from './payout-task.ts';

/** `revshare payouts MONTH`: prepares a final month's batch, records what was sent, shows, voids or adjusts (R17). */
export async function runPayouts(monthText: string, options: PayoutsOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(options.asOf);
  const task = taskOf(options);
  const isRead = options.status === true || options.preview === true;
  const by = isRead ? systemUser() : whoDoes(options.by);
  const warnings: string[] = [];
  const requestIn = async (workspace: Workspace): Promise<{ request: PayoutRequest; path: string }> => {
    const { policy, path } = await loadPolicy(workspace, options);
    await refuseNeverFinal(workspace.store.db, month, policy);
    const { store, data } = workspace;
    const request = { db: store.db, data, policy, month, asOfMs, out: options.out, by };
    const warn = (sentence: string): void => void warnings.push(sentence);
    return { request: listsActs(options) ? request : { ...request, warn }, path };
  };
  if (isRead) {
    return withWorkspace(options, async (workspace) => task((await requestIn(workspace)).request));
  }
  const { code, document, hooks } = await withLockedWorkspace(
    options,
    thisRun(`payouts ${monthText}`),
    async (workspace) => {
      const { request, path } = await requestIn(workspace);
      let document: Record<string, unknown> | null = null;
      const code = await task(request, (batch) => {
        document = { ...batch, program_version: VERSION, exit_code: EXIT.done };
      });
      // Of a file that is refused nothing was done, and they are listed by what comes next.
      for (const sentence of warnings) printNote(`warning: ${sentence}\n`);
      await rememberConfig(workspace, path);
      return { code, document: document as Record<string, unknown> | null, hooks: request.policy.hooks };
    },
  );
  // The lock is free by now: a hook may call the program itself.
  if (document !== null) await callHook(hooks, 'release', document);
  return code;
}

/** Whether an act says by itself which acts payout/acts.csv does not hold. */
function listsActs({ record, void: voided, adjust, cancel, reverse }: PayoutsOptions): boolean {
  return [record, voided, adjust, cancel, reverse].every((each) => each === undefined);
}

/** What the options ask for; each kind of task alone. @throws UsageFault */
function taskOf(options: PayoutsOptions): Task {
  const named = (['status', 'record', 'void', 'adjust', 'preview', 'release', 'cancel', 'reverse'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (named.length > 1) throw new UsageFault(`--${named[0]} and --${named[1]} do not go together`);
  refuseStray(options, 'record', ['allowPartial', 'allowShort', 'skipKnown', 'skipUnknown', 'days']);
  const { reason, void: voided, adjust, cancel, reverse } = options;
  if (reason !== undefined && [voided, adjust, cancel, reverse].every((each) => each === undefined)) {
    throw new UsageFault('--reason goes with --void, --cancel, --reverse or --adjust');
  }
  refuseStray(options, 'adjust', ['amount', 'moreThanEarned']);
  refuseStray(options, 'void', ['published']);
  refuseStray(options, 'reverse', ['wallet']);
  const [task] = named.filter((name) => name !== 'preview');
  const ofPreparing = (['rateDate', 'acceptChanges', 'early'] as const).find((name) => options[name] !== undefined);
  if (task !== undefined && ofPreparing !== undefined) {
    throw new UsageFault(`${flagOf(ofPreparing)} goes with preparing, not with --${task}`);
  }
  if (options.status === true) return (request) => showStatus(request, options);
  if (options.record !== undefined) return recordTask(options.record, options);
  if (options.void !== undefined) return voidTask(options.void, options);
  if (options.release !== undefined) return releaseTask(options.release, options);
  if (options.cancel !== undefined) return cancelTask(options.cancel, options);
  if (options.reverse !== undefined) return reverseTask(options.reverse, options);
  if (options.adjust !== undefined) return adjustTask(options.adjust, options);
  const rateDate = options.rateDate === undefined ? null : dayArgument('--rate-date', options.rateDate);
  return (request) => prepare(request, rateDate, options);
}

/** The options of preparing, as they were typed. */
function askedOfPreparing({ early, acceptChanges, rateDate }: PayoutsOptions): string[] {
  return [
    ...(early === true ? ['--early'] : []),
    ...(acceptChanges === true ? ['--accept-changes'] : []),
    ...(rateDate === undefined ? [] : ['--rate-date', rateDate]),
  ];
}

function refuseStray(
  options: PayoutsOptions,
  task: 'record' | 'adjust' | 'reverse' | 'void',
  names: readonly (keyof PayoutsOptions)[],
): void {
  if (options[task] !== undefined) return;
  const stray = names.find((name) => options[name] !== undefined);
  if (stray === undefined) return;
  throw new UsageFault(`${flagOf(stray)} goes with --${task}`);
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

async function prepare(request: PayoutRequest, rateDate: string | null, options: PayoutsOptions): Promise<ExitCode> {
  const outcome = await preparePayouts({
    ...request,
    rateDate,
    acceptChanges: options.acceptChanges === true,
    early: options.early === true,
    preview: options.preview === true,
  });
  if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options, outcome.changes);
  if (outcome.unvouched !== '') printNote(`warning: ${outcome.unvouched}\n`);
  if (options.json) printDocument('payouts', preparationDocument(outcome));
  else if (!options.quiet) printText(preparationText(outcome, askedOfPreparing(options)), options, 'whole');
  return EXIT.done;
}

async function showStatus(request: PayoutRequest, options: PayoutsOptions): Promise<ExitCode> {
  const status = await payoutStatus(request);
  if (!options.json) printText(payoutStatusText(status), options, 'whole');
  else {
    printDocument('payouts', {
      month: formatMonth(status.month),
      final: status.isFinal,
      batches: status.batches.map(batchDocument),
      changed_payees: changesDocument(status.lapsed),
      changed_files: status.changedFiles,
      balances: status.balances.map(balanceDocument),
    });
  }
  const isUnknown = await warnOfUnknownActs(request.db, request.out);
  return isUnknown || status.changedFiles.length > 0 || hasLapsed(status) ? EXIT.findings : EXIT.done;
}
