import { CommanderError } from 'commander';
import { callHook } from '../../app/books/directory/call-hook.ts';
import { writePublicFile } from '../../app/books/directory/public-file.ts';
import { type Workspace, withLockedWorkspace } from '../../app/books/opening/workspace.ts';
import { hooksWithoutBooks, loadPolicy, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { warnOfUnknownActs } from '../../app/books/records/acts-file.ts';
import { type RunOutcome, runMonth } from '../../app/close/run.ts';
import { lastActOf } from '../../app/doctor/books.ts';
import { clockWarning } from '../../app/doctor/clock.ts';
import { readOwed } from '../../app/payouts/owed.ts';
import type { HookEvent, Hooks } from '../../config/hooks.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { addMonths, formatMonth, type Month, monthOfInstant } from '../../core/month/month.ts';
import { type OwedAmount, owedTotals } from '../../core/payout/owed/owed.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { failureOfLine, timesOfLine } from '../../render/month/run-line.ts';
import { type MeasuredMonth, metricsText } from '../../render/month/run-metrics.ts';
import { gateEntry } from '../../render/month/status.ts';
import { instantArgument, maxPoolArgument, monthArgument } from '../arguments.ts';
import { logNotes, printDocumentLine, printNote, progressOn } from '../console.ts';
import { documentOf } from '../documents.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type FailureContext, failureText, reportFailure } from '../failures.ts';
import type { Globals } from '../globals.ts';
import { systemUser, thisRun } from '../holder.ts';
import { type ImportFlags, importingBy } from '../import-flags.ts';
import { printImportNotes } from '../import-notes.ts';
import { VERSION } from '../version.ts';

export interface RunOptions extends Globals, ImportFlags {
  readonly month: string;
  readonly maxPool?: string;
  readonly early?: boolean;
  readonly metrics?: string;
}

const OPEN = 'open';

/** `revshare run`: the whole month for a timer. Whatever happens, one JSON line on stdout says how it ended. */
export async function runRun(options: RunOptions): Promise<ExitCode> {
  logNotes();
  const startedAt = new Date();
  const ended = await outcomeOf(options);
  const asOf = options.asOf ?? null;
  const durationSeconds = (Date.now() - startedAt.getTime()) / 1000;
  const times = { version: VERSION, startedAt: startedAt.toISOString(), asOf, durationSeconds };
  const line = { ...ended.line, ...timesOfLine(times), exit_code: ended.code };
  printDocumentLine('run', line);
  if (options.metrics !== undefined) writeMetrics(options.metrics, { ...ended, durationSeconds });
  if (ended.event !== null)
    await callHook(ended.hooks ?? hooksWithoutBooks(options), ended.event, documentOf('run', line));
  return ended.code;
}

/** The line of a run whose options cannot be read: none of them holds, so nothing is measured and no hook is called. */
export function runWithoutOptions(error: unknown): ExitCode {
  logNotes();
  const context: FailureContext = { json: false, data: null, out: null };
  // What the command line itself lacks is on stderr already.
  const isTold = error instanceof CommanderError;
  const code = isTold ? EXIT.didNotRun : reportFailure(error, context);
  const text = isTold ? error.message.replace(/^error: /, '') : failureText(error, context).text;
  const times = { version: VERSION, startedAt: new Date().toISOString(), asOf: null, durationSeconds: 0 };
  const line = { month: null, finalized: false, ...failureOfLine(text, []), ...timesOfLine(times), exit_code: code };
  printDocumentLine('run', line);
  return code;
}

/** How a run ended: its line but for the times, and who is told. */
interface Ended {
  readonly code: ExitCode;
  readonly line: Record<string, unknown>;
  /** Null when it did not get as far as its month's figures. */
  readonly figures: MeasuredMonth | null;
  readonly event: HookEvent | null;
  /** Null when it did not get as far as the configuration. */
  readonly hooks: Hooks | null;
}

async function outcomeOf(options: RunOptions): Promise<Ended> {
  const context: FailureContext = { ...options, json: false };
  let month: string | null = null;
  let hooks: Hooks | null = null;
  try {
    const asOfMs = instantArgument(options.asOf);
    const importing = importingBy(options);
    const wanted = monthOf(options.month, asOfMs);
    month = wanted === null ? null : formatMonth(wanted);
    const maxPool = maxPoolArgument(options.maxPool);
    const outcome = await withLockedWorkspace(
      { ...options, begins: true },
      thisRun(`run --month ${month ?? OPEN}`),
      async (workspace) => {
        const { policy, path } = await loadPolicy(workspace, options);
        hooks = policy.hooks;
        if (options.asOf === undefined) await warnOfClock(workspace, asOfMs);
        const by = `${systemUser()} (close.auto)`;
        const progress = progressOn(options);
        const { inputs, out } = options;
        const outcome = await runMonth({
          workspace: { ...workspace, limits: importing.limits },
          importing,
          policy,
          month: wanted,
          asOfMs,
          inputs,
          out,
          version: VERSION,
          progress,
          maxPool,
          early: options.early === true,
          by,
        });
        await rememberConfig(workspace, path);
        outcome.keep();
        const { amounts } = await readOwed(workspace.store.db, policy, asOfMs);
        await warnOfUnknownActs(workspace.store.db, out);
        return { ...outcome, overdue: overdueOf(amounts) };
      },
    );
    if (outcome.imported !== null) printImportNotes(outcome.imported);
    const code = outcome.needsPerson ? EXIT.findings : EXIT.done;
    const event = outcome.closed ? 'close' : eventOf(code);
    return { code, line: outcomeLine(outcome), figures: figuresOf(outcome), event, hooks };
  } catch (error) {
    const code = reportFailure(error, context);
    const problems = error instanceof InvalidInput ? error.problems : [];
    const failure = failureOfLine(failureText(error, context).text, problems);
    return { code, line: { month, finalized: false, ...failure }, figures: null, event: eventOf(code), hooks };
  }
}

/** A clock that goes wrong names another month, and every gate may be ok with it. */
async function warnOfClock(workspace: Workspace, nowMs: number): Promise<void> {
  const warning = clockWarning(nowMs, await lastActOf(workspace));
  if (warning !== null) printNote(`warning: ${warning}\n`);
}

/** Who is told of an exit code; another run that holds the lock is nothing to tell. */
function eventOf(code: ExitCode): HookEvent | null {
  if (code === EXIT.findings || code === EXIT.didNotRun) return 'refusal';
  return code === EXIT.failed ? 'failure' : null;
}

/** A file that cannot be written is told; the month is as it is. An alert goes by the age of its last metrics. */
function writeMetrics(path: string, run: Ended & { readonly durationSeconds: number }): void {
  const { code: exitCode, figures: month, durationSeconds } = run;
  const text = metricsText({ version: VERSION, endedAt: Date.now() / 1000, durationSeconds, exitCode, month });
  try {
    writePublicFile(path, text);
  } catch (error) {
    printNote(
      `warning: --metrics ${path} was not written: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}

/** What should have been paid by now, of all months. */
interface Overdue {
  readonly usd: string;
  readonly wallets: number;
}

type OwingOutcome = RunOutcome & { readonly overdue: Overdue };

/** A payment that is late is a person's matter, and no failure of this run. */
function overdueOf(owed: readonly OwedAmount[]): Overdue {
  const overdue = owed.filter((each) => each.overdue > 0n);
  return { usd: formatMicro(owedTotals(overdue).overdue), wallets: new Set(overdue.map(({ wallet }) => wallet)).size };
}

/** Amounts are plain decimal texts, as everywhere. */
function outcomeLine(outcome: OwingOutcome): Record<string, unknown> {
  const { month, state, digest, net_revenue_usd, pool_usd, distributed_usd } = outcome.document;
  const { wallets, credited_jobs, warnings } = outcome.document;
  const { overdue } = outcome;
  return {
    ...{ month, state, digest, net_revenue_usd, pool_usd, distributed_usd, wallets, credited_jobs, warnings },
    exceptions: outcome.openExceptions,
    exceptions_by_code: outcome.openByCode,
    gates: outcome.gates.map(gateEntry),
    finalized: outcome.finalized,
    closed: outcome.closed,
    why_not: outcome.whyNot,
    reports: outcome.reports,
    overdue_usd: overdue.usd,
    overdue_wallets: overdue.wallets,
    imported: outcome.imported?.taken.length ?? 0,
    known: outcome.imported?.known ?? 0,
    passed_over: outcome.imported?.passedOver ?? [],
  };
}

function figuresOf(outcome: OwingOutcome): MeasuredMonth {
  const { document, imported, overdue } = outcome;
  return {
    month: String(document.month),
    state: String(document.state),
    netRevenueUsd: String(document.net_revenue_usd),
    poolUsd: String(document.pool_usd),
    distributedUsd: String(document.distributed_usd),
    finalized: outcome.finalized,
    openExceptions: outcome.openByCode,
    gatesNotOk: outcome.gates.map(({ name }) => name),
    imported: imported === null ? null : { taken: imported.taken.length, passedOver: imported.passedOver.length },
    overdueUsd: overdue.usd,
    overdueWallets: overdue.wallets,
  };
}

/** Null for the first month that is not final. */
function monthOf(text: string, asOfMs: number): Month | null {
  if (text === OPEN) return null;
  return text === 'previous' ? addMonths(monthOfInstant(asOfMs), -1) : monthArgument(text);
}
