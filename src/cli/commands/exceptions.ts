import { type Workspace, withLockedWorkspace, withWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { type AppliedDecisions, applyDecisions, type Withdrawn, withdraw } from '../../app/decide/apply-decisions.ts';
import { type ExceptionsRequest, exceptionsOf } from '../../app/decide/exceptions.ts';
import { exportExceptions } from '../../app/decide/export-exceptions.ts';
import type { JudgedPattern } from '../../app/decide/pattern-row.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { countOf } from '../../core/text/count-of.ts';
import { groupsOf } from '../../render/exceptions/exception-groups.ts';
import { exceptionListDocument, exceptionListText } from '../../render/exceptions/exceptions-list.ts';
import { openExceptions } from '../../render/exceptions/listed-exception.ts';
import { quotedForShell } from '../../render/terminal/advised-commands.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { instantArgument, monthArgument } from '../arguments.ts';
import { printDocument, printNote, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun, whoDoes } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';

export interface ExceptionsOptions extends Globals {
  readonly export?: string;
  readonly apply?: string;
  /** Code and subject; a subject with spaces may come unquoted. */
  readonly withdraw?: readonly string[];
  readonly by?: string;
  /** Lists every exception by itself. */
  readonly all?: boolean;
  /** Exports a row for each group of open exceptions. */
  readonly groups?: boolean;
}

/** `revshare exceptions MONTH`: lists, exports, decides and withdraws. Only deciding needs the lock. */
export async function runExceptions(monthText: string, options: ExceptionsOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(options.asOf);
  const tasks = [options.export, options.apply, options.withdraw].filter((each) => each !== undefined);
  if (tasks.length > 1) throw new UsageFault('name one of --export, --apply and --withdraw');
  if (options.groups === true && options.export === undefined) throw new UsageFault('--groups goes with --export');
  const requestIn = async (workspace: Workspace): Promise<{ request: ExceptionsRequest; path: string }> => {
    const { policy, path } = await loadPolicy(workspace, options);
    return { request: { workspace, policy, month, asOfMs, progress: progressOn(options) }, path };
  };
  const { apply, withdraw: about } = options;
  if (apply === undefined && about === undefined) {
    return withWorkspace(options, async (workspace) => show((await requestIn(workspace)).request, options));
  }
  const by = whoDoes(options.by);
  const holder = thisRun(`exceptions ${monthText}`);
  return withLockedWorkspace(options, holder, async (workspace) => {
    const { request, path } = await requestIn(workspace);
    if (about !== undefined) {
      const code = await takeBack(request, about, options);
      await rememberConfig(workspace, path);
      return code;
    }
    const applied = await applyDecisions({ ...request, file: apply ?? '', by });
    await rememberConfig(workspace, path);
    return decided(applied, month, options);
  });
}

async function show(request: ExceptionsRequest, options: ExceptionsOptions): Promise<ExitCode> {
  const exceptions = await exceptionsOf(request);
  const { list } = exceptions;
  const byGroup = options.groups === true;
  if (options.export !== undefined) await exportExceptions(exceptions, options.export, byGroup);
  if (options.json) printDocument('exceptions', exceptionListDocument(list));
  else if (options.export === undefined) printText(exceptionListText(list, options.all === true), options, 'whole');
  else if (!options.quiet) {
    const open = openExceptions(list);
    const rows = byGroup
      ? `${countOf(groupsOf(open).length, 'row')} for ${countOf(open.length, 'open exception')}`
      : `${list.exceptions.length} rows, ${open.length} of them open`;
    const apply = `exceptions ${list.month} --apply ${quotedForShell(options.export)}`;
    const next = nextCommand(open.length === 0 ? `status ${list.month}` : apply);
    printText(`${options.export} has ${rows}\n${next}`, options, 'whole');
  }
  if (options.export !== undefined) return EXIT.done;
  return openExceptions(list).length > 0 ? EXIT.findings : EXIT.done;
}

function decided(applied: AppliedDecisions, month: Month, options: ExceptionsOptions): ExitCode {
  const { decided: fresh, unchanged, open, patterns } = applied;
  if (options.json) {
    const shown = fresh.map(({ code, subject, decision, note }) => ({ code, subject, decision, note }));
    const stoodFor = patterns.map(({ otherwise, ...each }) => ({ ...each, decided_otherwise: otherwise }));
    printDocument('decisions', { decided: shown, unchanged, open, patterns: stoodFor });
  } else if (!options.quiet) {
    const known = unchanged === 0 ? 'no row has a decision' : `${countOf(unchanged, 'decision')} in force already`;
    const done =
      fresh.length === 0 ? `nothing was changed: ${known}` : `${fresh.length} decided, ${unchanged} unchanged`;
    const stood = patterns.map(patternText).join('');
    // What was decided moves figures: they are reported again.
    const next = nextCommand(`${open === 0 ? 'reconcile' : 'exceptions'} ${formatMonth(month)}`);
    printText(`${stood}${done}; ${countOf(open, 'exception')} open\n${next}`, options, 'whole');
  }
  return EXIT.done;
}

/** What a row with a pattern stood for. */
function patternText({ code, subject, cause, decision, exceptions, otherwise }: JudgedPattern): string {
  const ofCause = cause === '' || cause === code ? '' : ` of ${cause}`;
  const others = otherwise === 0 ? '' : `; ${otherwise} decided otherwise before stay so`;
  return `${decision}: ${countOf(exceptions, 'exception')} ${code}${ofCause} with a subject like "${subject}"${others}\n`;
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
  if (options.json) printDocument('withdrawn', withdrawnDocument(outcome, code, subject));
  if (isRefused) {
    printNote(`${outcome.refused}\n`);
    return EXIT.findings;
  }
  if (!options.quiet && !options.json) {
    const next = nextCommand(`exceptions ${formatMonth(request.month)}`);
    printText(`${withdrawnText(outcome, code, subject)}${next}`, options, 'whole');
  }
  return EXIT.done;
}

function withdrawnDocument(outcome: Withdrawn | { readonly refused: string }, code: string, subject: string): object {
  if ('refused' in outcome) return { refused: outcome.refused };
  return { withdrawn: { code, subject }, decisions: outcome.withdrawn.length, settled: outcome.settled };
}

/** Of one decision what it was; of several how many, and how many stay. */
function withdrawnText({ withdrawn: [first, ...others], settled }: Withdrawn, code: string, subject: string): string {
  const stay = settled === 0 ? '' : `; ${settled} that final months have used stay`;
  if (first !== undefined && others.length === 0)
    return `withdrawn: ${first.decision} of ${code} ${first.subject}${stay}\n`;
  return `withdrawn: ${countOf(others.length + 1, 'decision')} of ${code} ${subject}${stay}\n`;
}
