import { callHook } from '../../app/books/directory/call-hook.ts';
import { type Workspace, withLockedWorkspace, withWorkspace } from '../../app/books/opening/workspace.ts';
import { refuseNeverFinal } from '../../app/books/policy/first-month.ts';
import { loadPolicy, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { warnOfUnknownActs } from '../../app/books/records/acts-file.ts';
import type { PayoutRefusal, PayoutRequest } from '../../app/payouts/payout-books.ts';
import { payoutStatus } from '../../app/payouts/payout-status.ts';
import { preparePayouts } from '../../app/payouts/prepare-payouts.ts';
import { recordReceipts } from '../../app/payouts/record-receipts.ts';
import { cancelRelease, type Released, releaseBatch } from '../../app/payouts/release-batch.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { DayOrder } from '../../core/payout/ledger/receipt.ts';
import { hasLapsed } from '../../core/payout/owed/payout-status.ts';
import { batchDocument } from '../../render/payouts/batch-json.ts';
import { actText } from '../../render/payouts/next-payout-command.ts';
import { balanceDocument, changesDocument, preparationDocument } from '../../render/payouts/payouts-json.ts';
import { payoutStatusText, preparationText } from '../../render/payouts/payouts-text.ts';
import { lapsedText } from '../../render/payouts/release-text.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { dayArgument, digestArgument, instantArgument, monthArgument } from '../arguments.ts';
import { printDocument, printNote, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { systemUser, thisRun, whoDoes } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';
import { adjustTask, reverseTask, voidTask } from './payout-corrections.ts';
import { type PayoutsOptions, reasonIn, refused, type Task } from './payout-task.ts';

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

function recordTask(file: string, options: PayoutsOptions): Task {
  const overrides = {
    allowPartial: options.allowPartial === true,
    allowShort: options.allowShort === true,
    skipKnown: options.skipKnown === true,
    skipUnknown: options.skipUnknown === true,
  };
  const dayOrder = dayOrderIn(options);
  return async (request) => {
    const outcome = await recordReceipts({ ...request, file, overrides, dayOrder });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    const { recorded, before, skipped, others, openLines, batch, lapsed } = outcome;
    const { notPaid, beforeRelease, takenBackBefore, otherMonths } = outcome;
    const listed = {
      not_paid: notPaid,
      before_release: beforeRelease,
      taken_back_before: takenBackBefore,
      other_months: otherMonths,
      other_rows: others,
    };
    const changed = { changed_payees: changesDocument(lapsed) };
    if (options.json)
      printDocument('payouts', {
        done: 'recorded',
        recorded,
        recorded_before: before,
        skipped,
        ...listed,
        ...changed,
        ...batchDocument(batch),
      });
    else if (!options.quiet) {
      const passed = skipped === 0 ? '' : `, ${skipped} passed over`;
      const open = openLines === 0 ? 'the batch is paid' : `${openLines} line(s) are still to be sent`;
      const month = formatMonth(request.month);
      const strangers = others > 0 ? [`${others} row(s) of the export are no transfers to anybody`] : [];
      const sentences = [...strangers, ...otherMonths, ...notPaid, ...beforeRelease, ...takenBackBefore].map(
        (each) => `  ${each}\n`,
      );
      const what = before === 0 ? `${recorded} receipt(s) recorded${passed}` : recordedBeforeText(before);
      const head = `${month}  ${what}; ${open}\n`;
      const next = nextCommand(openLines === 0 ? 'owed' : `payouts ${month} --status`);
      printText(`${head}${sentences.join('')}${lapsedText(lapsed, true)}${next}`, options, 'whole');
    }
    return notPaid.length > 0 ? EXIT.findings : EXIT.done;
  };
}

function recordedBeforeText(receipts: number): string {
  return `nothing new: the file's ${receipts} receipt(s) were recorded before, exactly so`;
}

/** How days like 05/12/2026 are meant. @throws UsageFault */
function dayOrderIn({ days }: PayoutsOptions): DayOrder | null {
  if (days === undefined) return null;
  if (days === 'day-first' || days === 'month-first') return days;
  throw new UsageFault('--days is day-first or month-first');
}

/** R17: who releases a batch says so by name. */
function releaseTask(given: string, options: PayoutsOptions): Task {
  const digest = digestArgument('--release', given);
  if (options.by === undefined) throw new UsageFault('--release needs --by NAME');
  return async (request, released) => {
    const outcome = await releaseBatch({ ...request, digest });
    if (outcome.done === 'released') released?.({ done: outcome.done, ...batchDocument(outcome.batch) });
    return shownRelease(request, outcome, options);
  };
}

function cancelTask(given: string, options: PayoutsOptions): Task {
  const digest = digestArgument('--cancel', given);
  const reason = reasonIn(options, '--cancel');
  return async (request) => shownRelease(request, await cancelRelease({ ...request, digest, reason }), options);
}

function shownRelease(request: PayoutRequest, outcome: Released | PayoutRefusal, options: PayoutsOptions): ExitCode {
  if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
  const { done, batch } = outcome;
  if (options.json) printDocument('payouts', { done, ...batchDocument(batch) });
  else if (!options.quiet) printText(actText(formatMonth(request.month), batch.batch.id, done), options);
  return EXIT.done;
}
