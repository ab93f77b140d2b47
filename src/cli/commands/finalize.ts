import { callHook } from '../../app/books/directory/call-hook.ts';
import { withLockedWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { finalizeMonth } from '../../app/close/final/finalize-month.ts';
import type { FinalizeOutcome } from '../../app/close/final/finalize-request.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { digestArgument, instantArgument, maxPoolArgument, monthArgument } from '../arguments.ts';
import { printDocument, printNote, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun, whoDoes } from '../holder.ts';
import { VERSION } from '../version.ts';

export interface FinalizeOptions extends Globals {
  readonly accept: string;
  readonly maxPool?: string;
  readonly early?: boolean;
  readonly by?: string;
}

/** `revshare finalize MONTH --accept DIGEST`: freezes a month that a person (or a cron job) approved. */
export async function runFinalize(monthText: string, options: FinalizeOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(options.asOf);
  const accept = digestArgument('--accept', options.accept);
  const maxPool = maxPoolArgument(options.maxPool);
  const by = whoDoes(options.by);
  const { outcome, hooks } = await withLockedWorkspace(options, thisRun(`finalize ${monthText}`), async (workspace) => {
    const { policy, path } = await loadPolicy(workspace, options);
    const outcome = await finalizeMonth({
      workspace,
      policy,
      month,
      asOfMs,
      out: options.out,
      version: VERSION,
      progress: progressOn(options),
      accept,
      maxPool,
      early: options.early === true,
      by,
    });
    await rememberConfig(workspace, path);
    return { outcome, hooks: policy.hooks };
  });
  const code = report(monthText, outcome, options);
  if (outcome.done === 'final') await callHook(hooks, 'close', closedDocument(outcome.document));
  return code;
}

/** What the hook of a close reads, as `run` says it of one. */
function closedDocument(document: Record<string, unknown>): Record<string, unknown> {
  const { month, state, digest, net_revenue_usd, pool_usd, distributed_usd, wallets, credited_jobs } = document;
  const figures = { month, state, digest, net_revenue_usd, pool_usd, distributed_usd, wallets, credited_jobs };
  return { ...figures, finalized: true, closed: true, program_version: VERSION, exit_code: EXIT.done };
}

function report(month: string, outcome: FinalizeOutcome, options: FinalizeOptions): ExitCode {
  if (options.json) printDocument('finalize', outcome);
  if (outcome.done === 'refused') {
    const remedies = outcome.gates.flatMap(({ state, remedy }) => (state === 'ok' ? [] : [remedy]));
    const lines = [...outcome.reasons, ...new Set(remedies)];
    const why = lines.map((line) => `  ${line}\n`).join('');
    printNote(`${month} was not made final:\n${why}${nextCommand(`status ${month}`)}`);
    return EXIT.findings;
  }
  if (!options.quiet && !options.json) {
    const said = outcome.done === 'final' ? `${month} is final` : `${month} was final already; nothing was changed`;
    printText(`${said}\n${nextCommand(`payouts ${month}`)}`, options);
  }
  return EXIT.done;
}
