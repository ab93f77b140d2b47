import { type Workspace, withLockedWorkspace, withWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { missingInputs } from '../../app/close/missing-inputs.ts';
import {
  type Acknowledgement,
  acknowledge,
  type MonthStatusRequest,
  statusOf,
  statusOfMonth,
} from '../../app/close/status.ts';
import { missingFilesDocument, missingFilesText, wantsFetching } from '../../render/month/missing-files.ts';
import type { MonthStatus } from '../../render/month/status.ts';
import { monthStatusDocument, monthStatusText, notOk, statusDocument, statusText } from '../../render/month/status.ts';
import { instantArgument, monthArgument } from '../arguments.ts';
import { printData, printDocument, printNote, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun, whoDoes } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';

export interface StatusOptions extends Globals {
  readonly acknowledgeFlux?: string;
  readonly acknowledgeLists?: string;
  readonly acknowledgeControls?: string;
  readonly acknowledgePolicy?: string;
  readonly by?: string;
  readonly missing?: boolean;
}

/**
 * `revshare status [MONTH]`: what was imported and which months are final; with a month what keeps it from becoming
 * final. Writes nothing, except a reason that a person gives.
 */
export async function runStatus(monthText: string | undefined, options: StatusOptions): Promise<ExitCode> {
  const reasons = reasonsIn(options);
  if (options.missing === true) {
    if (monthText !== undefined) throw new UsageFault('--missing looks at all open months: name none');
    return showMissing(options);
  }
  if (monthText === undefined) {
    if (reasons.length > 0) throw new UsageFault('name the month whose change is acknowledged: revshare status MONTH');
    return showAll(options);
  }
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(options.asOf);
  const requestIn = async (workspace: Workspace): Promise<{ request: MonthStatusRequest; path: string }> => {
    const { policy, path } = await loadPolicy(workspace, options);
    return { request: { workspace, policy, month, asOfMs, progress: progressOn(options) }, path };
  };
  if (reasons.length === 0) {
    return withWorkspace(options, async (workspace) => {
      return show(await statusOfMonth((await requestIn(workspace)).request), options);
    });
  }
  return withLockedWorkspace(options, thisRun(`status ${monthText}`), async (workspace) => {
    const { request, path } = await requestIn(workspace);
    const { status, refused } = await acknowledge(request, reasons);
    await rememberConfig(workspace, path);
    const code = show(status, options);
    for (const reason of refused) printNote(`not acknowledged: ${reason}\n`);
    return refused.length > 0 ? EXIT.findings : code;
  });
}

async function showMissing(options: StatusOptions): Promise<ExitCode> {
  const asOfMs = instantArgument(options.asOf);
  return withWorkspace(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    const files = await missingInputs({ workspace, policy, asOfMs, progress: progressOn(options) });
    if (options.json) printDocument('missing-files', missingFilesDocument(files, asOfMs));
    else printData(missingFilesText(files, asOfMs));
    return wantsFetching(files, asOfMs) ? EXIT.findings : EXIT.done;
  });
}

async function showAll(options: StatusOptions): Promise<ExitCode> {
  const status = await withWorkspace(options, ({ store }) => statusOf(store.db));
  if (options.json) printDocument('status', statusDocument(status));
  else printText(statusText(status, options.wide, instantArgument(options.asOf)), options);
  return EXIT.done;
}

function show(status: MonthStatus, options: StatusOptions): ExitCode {
  if (options.json) printDocument('month-status', monthStatusDocument(status));
  else printText(monthStatusText(status), options);
  return status.state === 'final' || notOk(status.gates).length === 0 ? EXIT.done : EXIT.findings;
}

function reasonsIn(options: StatusOptions): Acknowledgement[] {
  const given = [
    { code: 'flux', reason: options.acknowledgeFlux },
    { code: 'lists', reason: options.acknowledgeLists },
    { code: 'controls', reason: options.acknowledgeControls },
    { code: 'policy', reason: options.acknowledgePolicy },
  ] as const;
  return given.flatMap(({ code, reason }) => {
    if (reason === undefined) return [];
    if (reason.trim() === '') throw new UsageFault(`--acknowledge-${code} needs a reason`);
    return [{ code, reason: reason.trim(), by: whoDoes(options.by) }];
  });
}
