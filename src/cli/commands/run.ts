import { loadPolicy, rememberConfig } from '../../app/books/load-policy.ts';
import { withLockedWorkspace } from '../../app/books/workspace.ts';
import { type RunOutcome, runMonth } from '../../app/close/run.ts';
import { readOwed } from '../../app/payouts/owed.ts';
import { formatMicro, parseMicro } from '../../core/money/micro.ts';
import { addMonths, formatMonth, type Month, monthOfInstant } from '../../core/month/month.ts';
import { type OwedAmount, owedTotals } from '../../core/payout/owed.ts';
import { instantArgument, monthArgument } from '../arguments.ts';
import { printDocumentLine, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type FailureContext, failureText, reportFailure } from '../failures.ts';
import type { Globals } from '../globals.ts';
import { systemUser, thisRun } from '../holder.ts';
import { type ImportFlags, importingBy } from '../import-flags.ts';
import { printImportNotes } from '../import-notes.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface RunOptions extends Globals, ImportFlags {
  readonly month: string;
  readonly maxPool?: string;
  readonly early?: boolean;
}

const OPEN = 'open';

/** `revshare run`: the whole month for a timer. Whatever happens, one JSON line on stdout says how it ended. */
export async function runRun(options: RunOptions): Promise<ExitCode> {
  const context: FailureContext = { ...options, json: false };
  let month: string | null = null;
  try {
    const asOfMs = instantArgument(options.asOf);
    const importing = importingBy(options);
    const wanted = monthOf(options.month, asOfMs);
    month = wanted === null ? null : formatMonth(wanted);
    const maxPool = options.maxPool === undefined ? null : dollars(options.maxPool);
    const outcome = await withLockedWorkspace(options, thisRun(`run --month ${month ?? OPEN}`), async (workspace) => {
      const { policy, path } = await loadPolicy(workspace, options);
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
      return { ...outcome, owed: (await readOwed(workspace.store.db, policy, asOfMs)).amounts };
    });
    if (outcome.imported !== null) printImportNotes(outcome.imported);
    const code = outcome.needsPerson ? EXIT.findings : EXIT.done;
    printDocumentLine('run', outcomeLine(outcome, code));
    return code;
  } catch (error) {
    const code = reportFailure(error, context);
    // Of an unexpected failure the stack stays on stderr.
    const [message = ''] = failureText(error, context).text.split('\n', 1);
    printDocumentLine('run', { month, finalized: false, error: message, exit_code: code });
    return code;
  }
}

/** Amounts are plain decimal texts, as everywhere. */
function outcomeLine(
  outcome: RunOutcome & { readonly owed: readonly OwedAmount[] },
  code: ExitCode,
): Record<string, unknown> {
  const overdue = outcome.owed.filter((each) => each.overdue > 0n);
  const { month, state, digest, net_revenue_usd, pool_usd, distributed_usd } = outcome.document;
  return {
    ...{ month, state, digest, net_revenue_usd, pool_usd, distributed_usd },
    exceptions: outcome.openExceptions,
    gates: outcome.gates.map(({ name, state: gateState, why, remedy }) => ({ name, state: gateState, why, remedy })),
    finalized: outcome.finalized,
    why_not: outcome.whyNot,
    reports: outcome.reports,
    // A payment that is late is a person's matter, and no failure of this run.
    overdue_usd: formatMicro(owedTotals(overdue).overdue),
    overdue_wallets: new Set(overdue.map(({ wallet }) => wallet)).size,
    imported: outcome.imported?.taken.length ?? 0,
    passed_over: outcome.imported?.passedOver ?? [],
    exit_code: code,
  };
}

/** Null for the first month that is not final. */
function monthOf(text: string, asOfMs: number): Month | null {
  if (text === OPEN) return null;
  return text === 'previous' ? addMonths(monthOfInstant(asOfMs), -1) : monthArgument(text);
}

function dollars(text: string): bigint {
  const amount = parseMicro(text);
  if (typeof amount !== 'bigint' || amount < 0n)
    throw new UsageFault(`--max-pool "${text}" is not an amount like 5000.00`);
  return amount;
}
