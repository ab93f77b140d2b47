import { callHook } from '../../app/books/call-hook.ts';
import { loadPolicy, rememberConfig } from '../../app/books/load-policy.ts';
import { type Workspace, withLockedWorkspace, withWorkspace } from '../../app/books/workspace.ts';
import { adjustBalance } from '../../app/payouts/adjust-balance.ts';
import type { PayoutRefusal, PayoutRequest } from '../../app/payouts/payout-books.ts';
import { payoutStatus } from '../../app/payouts/payout-status.ts';
import { preparePayouts } from '../../app/payouts/prepare-payouts.ts';
import { recordReceipts } from '../../app/payouts/record-receipts.ts';
import { cancelRelease, type Released, releaseBatch } from '../../app/payouts/release-batch.ts';
import { reverseReceipt } from '../../app/payouts/reverse-receipt.ts';
import { voidBatch } from '../../app/payouts/void-batch.ts';
import { formatMicro, parseMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayeeChange } from '../../core/payout/payee-changes.ts';
import type { DayOrder } from '../../core/payout/receipt.ts';
import { checksumFault } from '../../core/wallet/checksum-address.ts';
import { nextCommand } from '../../render/next-command.ts';
import { batchDocument } from '../../render/payouts/batch-json.ts';
import { actText } from '../../render/payouts/next-payout-command.ts';
import { balanceDocument, changesDocument, preparationDocument } from '../../render/payouts/payouts-json.ts';
import { changesText, payoutStatusText, preparationText } from '../../render/payouts/payouts-text.ts';
import { lapsedText } from '../../render/payouts/release-text.ts';
import { dayArgument, instantArgument, monthArgument } from '../arguments.ts';
import { printData, printNote, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { systemUser, thisRun } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface PayoutsOptions extends Globals {
  readonly status?: boolean;
  readonly record?: string;
  readonly days?: string;
  readonly allowPartial?: boolean;
  readonly allowShort?: boolean;
  readonly skipKnown?: boolean;
  readonly skipUnknown?: boolean;
  readonly void?: string;
  readonly published?: readonly string[];
  readonly adjust?: string;
  readonly amount?: string;
  readonly moreThanEarned?: boolean;
  readonly reason?: string;
  readonly rateDate?: string;
  readonly reverse?: string;
  readonly wallet?: string;
  readonly release?: string;
  readonly cancel?: string;
  readonly early?: boolean;
  readonly acceptChanges?: boolean;
  readonly preview?: boolean;
  readonly by?: string;
}

/** `revshare payouts MONTH`: prepares a final month's batch, records what was sent, shows, voids or adjusts (R17). */
export async function runPayouts(monthText: string, options: PayoutsOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(options.asOf);
  const task = taskOf(options);
  const requestIn = async (workspace: Workspace): Promise<{ request: PayoutRequest; path: string }> => {
    const { policy, path } = await loadPolicy(workspace, options);
    const by = options.by ?? systemUser();
    return { request: { db: workspace.store.db, policy, month, asOfMs, out: options.out, by }, path };
  };
  if (options.status === true || options.preview === true) {
    return withWorkspace(options, async (workspace) => task((await requestIn(workspace)).request));
  }
  const { code, document, hooks } = await withLockedWorkspace(
    options,
    thisRun(`payouts ${monthText}`),
    async (workspace) => {
      const { request, path } = await requestIn(workspace);
      let document: Record<string, unknown> | null = null;
      const code = await task(request, (batch) => {
        document = { ...batch, version: VERSION, exit_code: EXIT.done };
      });
      await rememberConfig(workspace, path);
      return { code, document: document as Record<string, unknown> | null, hooks: request.policy.hooks };
    },
  );
  // The lock is free by now: a hook may call the program itself.
  if (document !== null) await callHook(hooks, 'release', document);
  return code;
}

/** @param released is told of a batch that this call released, as batch.json has it */
type Task = (
  request: PayoutRequest,
  released?: (batch: Readonly<Record<string, unknown>>) => void,
) => Promise<ExitCode>;

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

function refuseStray(
  options: PayoutsOptions,
  task: 'record' | 'adjust' | 'reverse' | 'void',
  names: readonly (keyof PayoutsOptions)[],
): void {
  if (options[task] !== undefined) return;
  const stray = names.find((name) => options[name] !== undefined);
  if (stray === undefined) return;
  throw new UsageFault(`--${stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} goes with --${task}`);
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
  if (options.json) printJson(preparationDocument(outcome));
  else if (!options.quiet) printText(preparationText(outcome), options, 'whole');
  return EXIT.done;
}

async function showStatus(request: PayoutRequest, options: PayoutsOptions): Promise<ExitCode> {
  const status = await payoutStatus(request);
  if (!options.json) printText(payoutStatusText(status), options, 'whole');
  else {
    printJson({
      month: formatMonth(status.month),
      final: status.isFinal,
      batches: status.batches.map(batchDocument),
      changed_payees: changesDocument(status.lapsed),
      balances: status.balances.map(balanceDocument),
    });
  }
  return EXIT.done;
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
    const { recorded, before, skipped, others, openLines, batch, notPaid, beforeRelease, otherMonths, lapsed } =
      outcome;
    const listed = { not_paid: notPaid, before_release: beforeRelease, other_months: otherMonths, other_rows: others };
    const changed = { changed_payees: changesDocument(lapsed) };
    if (options.json)
      printJson({
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
      const sentences = [...strangers, ...otherMonths, ...notPaid, ...beforeRelease].map((each) => `  ${each}\n`);
      const what = before === 0 ? `${recorded} receipt(s) recorded${passed}` : recordedBeforeText(before);
      const head = `${month}  ${what}; ${open}\n`;
      const next = nextCommand(openLines === 0 ? 'owed' : `payouts ${month} --status`);
      printText(`${head}${sentences.join('')}${lapsedText(lapsed)}${next}`, options, 'whole');
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

function voidTask(batch: string, options: PayoutsOptions): Task {
  if (!/^[0-9a-f]{8,64}$/.test(batch)) throw new UsageFault('--void takes at least 8 hex digits of the batch');
  const reason = reasonIn(options, '--void');
  const published = (options.published ?? []).map((root) => root.toLowerCase());
  return async (request) => {
    const outcome = await voidBatch({ ...request, batch, reason, published });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    const { done } = outcome;
    const { id } = outcome.batch.batch;
    if (options.json) printJson({ done, month: formatMonth(request.month), batch: id });
    else if (!options.quiet) printText(actText(formatMonth(request.month), id, done), options);
    return EXIT.done;
  };
}

/** R17: who releases a batch says so by name. */
function releaseTask(digest: string, options: PayoutsOptions): Task {
  digestArgument('--release', digest);
  if (options.by === undefined || options.by.trim() === '') throw new UsageFault('--release needs --by NAME');
  return async (request, released) => {
    const outcome = await releaseBatch({ ...request, digest });
    if (outcome.done === 'released') released?.(batchDocument(outcome.batch));
    return shownRelease(request, outcome, options);
  };
}

function cancelTask(digest: string, options: PayoutsOptions): Task {
  digestArgument('--cancel', digest);
  const reason = reasonIn(options, '--cancel');
  return async (request) => shownRelease(request, await cancelRelease({ ...request, digest, reason }), options);
}

/** @throws UsageFault */
function digestArgument(option: string, digest: string): void {
  if (!/^[0-9a-f]{16,64}$/.test(digest)) throw new UsageFault(`${option} takes at least 16 hex digits of the digest`);
}

function shownRelease(request: PayoutRequest, outcome: Released | PayoutRefusal, options: PayoutsOptions): ExitCode {
  if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
  const { done, batch } = outcome;
  if (options.json) printJson({ done, ...batchDocument(batch) });
  else if (!options.quiet) printText(actText(formatMonth(request.month), batch.batch.id, done), options);
  return EXIT.done;
}

function reverseTask(reference: string, options: PayoutsOptions): Task {
  const { wallet = null } = options;
  if (wallet !== null && checksumFault(wallet) !== null)
    throw new UsageFault(`--wallet "${wallet}" is no wallet address`);
  const reason = reasonIn(options, '--reverse');
  return async (request) => {
    const named = { reference, wallet: wallet?.toLowerCase() ?? null, reason };
    const outcome = await reverseReceipt({ ...request, ...named });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    if (options.json) printJson({ done: outcome.done, reference, ...batchDocument(outcome.batch) });
    else if (!options.quiet) {
      printData(`${formatMonth(request.month)}  the receipt ${reference} is taken back; its line is open again\n`);
    }
    return EXIT.done;
  };
}

function adjustTask(wallet: string, options: PayoutsOptions): Task {
  if (checksumFault(wallet) !== null) throw new UsageFault(`--adjust "${wallet}" is not a wallet address`);
  const amount = parseMicro(options.amount ?? '');
  if (typeof amount !== 'bigint' || amount === 0n) throw new UsageFault('--adjust needs --amount, such as 12.50 or -3');
  const reason = reasonIn(options, '--adjust');
  return async (request) => {
    const moreThanEarned = options.moreThanEarned === true;
    const outcome = await adjustBalance({ ...request, wallet: wallet.toLowerCase(), amount, reason, moreThanEarned });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    const [unreserved, earned] = [formatMicro(outcome.unreserved), formatMicro(outcome.earned)];
    const amounts = { amount_usd: formatMicro(amount), unreserved_usd: unreserved, earned_usd: earned };
    if (options.json) printJson({ done: outcome.done, wallet, ...amounts });
    else if (!options.quiet) {
      const head = `${wallet}  ${formatMicro(amount)} USD`;
      printData(`${head}; ${unreserved} USD are not reserved now; it earned ${earned} USD in all final months\n`);
    }
    return EXIT.done;
  };
}

function reasonIn({ reason }: PayoutsOptions, task: string): string {
  if (reason === undefined || reason.trim() === '') throw new UsageFault(`${task} needs --reason`);
  return reason.trim();
}

function refused(
  month: Month,
  reasons: readonly string[],
  options: PayoutsOptions,
  changes: readonly PayeeChange[] = [],
): ExitCode {
  if (options.json)
    printJson({ done: 'refused', month: formatMonth(month), reasons, changed_payees: changesDocument(changes) });
  const text = reasons.map((reason) => `  ${reason}\n`).join('');
  printNote(`payouts of ${formatMonth(month)}: nothing was changed\n${text}${changesText(changes)}`);
  return EXIT.findings;
}

function printJson(document: Record<string, unknown>): void {
  printData(`${JSON.stringify(document, null, 2)}\n`);
}
