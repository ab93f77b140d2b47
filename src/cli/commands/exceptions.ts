import { loadPolicy } from '../../app/books/load-policy.ts';
import { type Workspace, withLockedWorkspace, withWorkspace } from '../../app/books/workspace.ts';
import { type AppliedDecisions, applyDecisions, withdraw } from '../../app/decide/apply-decisions.ts';
import { type ExceptionsRequest, exceptionsOf, exportExceptions } from '../../app/decide/exceptions.ts';
import { exceptionListDocument, exceptionListText, openExceptions } from '../../render/exceptions-list.ts';
import { instantArgument, monthArgument } from '../arguments.ts';
import { printData, printNote, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { systemUser, thisRun } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';

export interface ExceptionsOptions extends Globals {
  readonly export?: string;
  readonly apply?: string;
  /** Code and subject; a subject with spaces may come unquoted. */
  readonly withdraw?: readonly string[];
  readonly by?: string;
}

/** `revshare exceptions MONTH`: lists, exports, decides and withdraws. Only deciding needs the lock. */
export async function runExceptions(monthText: string, options: ExceptionsOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(options.asOf);
  const tasks = [options.export, options.apply, options.withdraw].filter((each) => each !== undefined);
  if (tasks.length > 1) throw new UsageFault('name one of --export, --apply and --withdraw');
  const request = async (workspace: Workspace): Promise<ExceptionsRequest> => {
    const { policy } = await loadPolicy(workspace, options);
    return { workspace, policy, month, asOfMs, progress: progressOn(options) };
  };
  const { apply, withdraw: about } = options;
  if (apply === undefined && about === undefined) {
    return withWorkspace(options, async (workspace) => show(await request(workspace), options));
  }
  const holder = thisRun(`exceptions ${monthText}`);
  return withLockedWorkspace(options, holder, async (workspace) => {
    if (about !== undefined) return takeBack(await request(workspace), about, options);
    const by = options.by ?? systemUser();
    return decided(await applyDecisions({ ...(await request(workspace)), file: apply ?? '', by }), options);
  });
}

async function show(request: ExceptionsRequest, options: ExceptionsOptions): Promise<ExitCode> {
  const exceptions = await exceptionsOf(request);
  const { list } = exceptions;
  if (options.export !== undefined) await exportExceptions(exceptions, options.export);
  if (options.json) printData(`${JSON.stringify(exceptionListDocument(list), null, 2)}\n`);
  else if (options.export === undefined) printData(exceptionListText(list));
  else if (!options.quiet) {
    printData(`${options.export} has ${list.exceptions.length} rows, ${openExceptions(list).length} of them open\n`);
  }
  if (options.export !== undefined) return EXIT.done;
  return openExceptions(list).length > 0 ? EXIT.findings : EXIT.done;
}

function decided(applied: AppliedDecisions, options: ExceptionsOptions): ExitCode {
  const { decided: fresh, unchanged, open } = applied;
  if (options.json) {
    const shown = fresh.map(({ code, subject, decision, note }) => ({ code, subject, decision, note }));
    printData(`${JSON.stringify({ decided: shown, unchanged, open }, null, 2)}\n`);
  } else if (!options.quiet) {
    const known = unchanged === 0 ? 'no row has a decision' : `${counted(unchanged, 'decision')} in force already`;
    const done =
      fresh.length === 0 ? `nothing was changed: ${known}` : `${fresh.length} decided, ${unchanged} unchanged`;
    printData(`${done}; ${counted(open, 'exception')} open\n`);
  }
  return EXIT.done;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

async function takeBack(
  request: ExceptionsRequest,
  [code = '', ...words]: readonly string[],
  options: ExceptionsOptions,
): Promise<ExitCode> {
  const subject = words.join(' ');
  if (subject === '')
    throw new UsageFault('--withdraw takes a code and a subject, as `revshare exceptions` lists them');
  const outcome = await withdraw(request, code, subject);
  if (outcome === null) throw new UsageFault(`no decision about ${code} "${subject}" is in force`);
  const isRefused = 'refused' in outcome;
  if (options.json)
    printData(
      `${JSON.stringify(isRefused ? { refused: outcome.refused } : { withdrawn: { code, subject } }, null, 2)}\n`,
    );
  if (isRefused) {
    printNote(`${outcome.refused}\n`);
    return EXIT.findings;
  }
  if (!options.quiet && !options.json) printData(`withdrawn: ${outcome.withdrawn.decision} of ${code} ${subject}\n`);
  return EXIT.done;
}
