import { Command, CommanderError } from 'commander';
import { listenForNotices } from '../app/notices.ts';
import type { BridgeOptions } from './commands/bridge.ts';
import type { ExceptionsOptions } from './commands/exceptions.ts';
import type { FinalizeOptions } from './commands/finalize.ts';
import type { FluxOptions } from './commands/flux.ts';
import type { PayoutsOptions } from './commands/payouts.ts';
import type { ReconcileOptions } from './commands/reconcile.ts';
import type { RunOptions } from './commands/run.ts';
import type { StatementOptions } from './commands/statement.ts';
import type { StatusOptions } from './commands/status.ts';
import type { VerifyOptions } from './commands/verify.ts';
import type { VerifyStatementOptions } from './commands/verify-statement.ts';
import type { WhatIfOptions } from './commands/whatif.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Globals, withGlobals } from './globals.ts';
import { type ImportFlags, withImportFlags } from './import-flags.ts';
import { VERSION } from './version.ts';

/** Runs one command line. Commands are loaded when they are called, so that start-up stays short. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  let called: Globals | null = null;
  listenForNotices((text) => process.stderr.write(`warning: ${text}\n`));
  const program = new Command('revshare')
    .description(
      'Closes the month of a worker revenue share: store exports and job logs in, exact payouts per wallet out.',
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(revshare --help shows the commands)')
    .addHelpText('after', EXIT_CODES)
    .hook('preAction', (_, command) => {
      called = command.opts<Globals>();
    });

  const end: End = (code) => {
    exitCode = code;
  };
  bookCommands(program, end);
  closeCommands(program, end);
  comparisonCommands(program, end);
  payoutCommands(program, end);
  statementCommands(program, end);

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.didNotRun;
    const { reportFailure } = await import('./failures.ts');
    const places = called ?? { data: null, out: null };
    return reportFailure(error, { ...places, json: argv.includes('--json') });
  }
}

/** Takes the exit code of a command. */
type End = (code: ExitCode) => void;

/** Commands that fill and show the books. */
function bookCommands(program: Command, end: End): void {
  withGlobals(program.command('init').description('write a commented revshare.yaml to start from'))
    .argument('[dir]', 'where to write it', '.')
    .action(async (directory: string, globals: Globals) => {
      const { runInit } = await import('./commands/init.ts');
      end(await runInit(directory, globals));
    });
  withImportFlags(withGlobals(program.command('import').description('take new exports and job logs, all or nothing')))
    .argument('[path...]', 'files and directories')
    .action(async (paths: string[], globals: Globals & ImportFlags) => {
      const { runImport } = await import('./commands/import.ts');
      end(await runImport(paths, globals));
    });
  withImportFlags(
    withGlobals(program.command('reconcile').description('import what is new, compute a month, write its reports')),
  )
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--explain-gap [category]', 'search the rows behind lines of reconciliation.csv that nothing explains')
    .action(async (month: string, options: ReconcileOptions) => {
      const { runReconcile } = await import('./commands/reconcile.ts');
      end(await runReconcile(month, options));
    });
  withGlobals(program.command('status').description('what was imported; of a month, every gate before it is final'))
    .argument('[month]', 'UTC month, e.g. 2026-10')
    .option('--acknowledge-flux <reason>', 'why net revenue changed by more than close.flux_limit')
    .option('--acknowledge-lists <reason>', 'why wallet links or participation lost entries')
    .option('--acknowledge-controls <reason>', 'why control totals do not tie')
    .option('--by <name>', 'who says so (default: the system user)')
    .action(async (month: string | undefined, options: StatusOptions) => {
      const { runStatus } = await import('./commands/status.ts');
      end(await runStatus(month, options));
    });
}

/** Commands that bring a month to its end. */
function closeCommands(program: Command, end: End): void {
  withGlobals(
    program.command('exceptions').description('what needs a person: list it, decide it, take a decision back'),
  )
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--export <file>', 'write exceptions.csv for filling in decision and note')
    .option('--apply <file>', 'read the decisions back; a bad line applies nothing')
    .option('--withdraw <code-and-subject...>', 'take a decision back while its month is not final')
    .option('--by <name>', 'who decides (default: the system user)')
    .action(async (month: string, options: ExceptionsOptions) => {
      const { runExceptions } = await import('./commands/exceptions.ts');
      end(await runExceptions(month, options));
    });
  withGlobals(program.command('finalize').description('make an approved month final'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .requiredOption('--accept <digest>', 'the digest that was approved, at least 16 hex digits of it')
    .option('--max-pool <usd>', 'refuse to distribute more than this')
    .option('--early', 'before 30 days have passed since the month ended')
    .option('--by <name>', 'who approves (default: the system user)')
    .action(async (month: string, options: FinalizeOptions) => {
      const { runFinalize } = await import('./commands/finalize.ts');
      end(await runFinalize(month, options));
    });
  withImportFlags(
    withGlobals(
      program.command('run').description('for cron: import, reconcile, and with close.auto finalize, in one line'),
    ),
  )
    .option(
      '--month <month>',
      'UTC month; previous: the one before --as-of; open: the first that is not final',
      'previous',
    )
    .option('--max-pool <usd>', 'never distribute more than this; close.auto needs it')
    .option('--early', 'close.auto need not wait for 30 days after the end of the month')
    .action(async (options: RunOptions) => {
      const { runRun } = await import('./commands/run.ts');
      end(await runRun(options));
    });
  withGlobals(program.command('verify').description('recompute final months from evidence and compare everything'))
    .argument('[month]', 'UTC month, e.g. 2026-10: it and the months before it')
    .option('--all', 'every final month')
    .action(async (month: string | undefined, options: VerifyOptions) => {
      const { runVerify } = await import('./commands/verify.ts');
      end(await runVerify(month, options));
    });
}

/** Commands that say why figures differ. They store nothing. */
function comparisonCommands(program: Command, end: End): void {
  withGlobals(program.command('flux').description('why net revenue changed against another month, by cause, exactly'))
    .argument('<month>', 'UTC month, e.g. 2026-10; final: as approved, open: as now known')
    .option('--against <month>', 'the month to compare with (default: the month before)')
    .addHelpText('after', FLUX_HELP)
    .action(async (month: string, options: FluxOptions) => {
      const { runFlux } = await import('./commands/flux.ts');
      end(await runFlux(month, options));
    });
  withGlobals(program.command('bridge').description('every cent between two stored reports of a month, by cause'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--from <reports>', 'estimate, review, final, or a directory of reports', 'estimate')
    .option('--to <reports>', 'the same (default: final, or review while there is no final)')
    .action(async (month: string, options: BridgeOptions) => {
      const { runBridge } = await import('./commands/bridge.ts');
      end(await runBridge(month, options));
    });
  withGlobals(
    program.command('restate').description('a final month as closed against as now known, by cause and wallet'),
  )
    .argument('<month>', 'UTC month that is final, e.g. 2026-10')
    .addHelpText('after', RESTATE_HELP)
    .action(async (month: string, globals: Globals) => {
      const { runRestate } = await import('./commands/restate.ts');
      end(await runRestate(month, globals));
    });
  withGlobals(program.command('whatif').description('a month under its own rules and under others, side by side'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--refunds <rule>', 'deferred-first or proportional')
    .option('--share <share>', 'the workers’ share, e.g. 0.5')
    .option('--trial-jobs <rule>', 'count or exclude')
    .addHelpText('after', WHATIF_HELP)
    .action(async (month: string, options: WhatIfOptions) => {
      const { runWhatIf } = await import('./commands/whatif.ts');
      end(await runWhatIf(month, options));
    });
}

const FLUX_HELP = `
Charges that cover several months start, go on by their schedule, or roll off. Monthly charges change by volume, plan
mix, price and fx. Tax, fees, refunds and the rest are causes of their own. The causes sum to the difference exactly.`;

const RESTATE_HELP = `
Nothing is changed: what is different posts in the first open month, with its original month. The month is computed by
today's revshare.yaml, wallet links and participation; where those are others than then, that is in the difference.`;

const WHATIF_HELP = `
Nothing is stored. Earlier months follow the other rules too, so that what is carried in is theirs.`;
/** Commands that pay a final month. */
function payoutCommands(program: Command, end: End): void {
  withGlobals(program.command('payouts').description('prepare the batch of a final month, record what was sent of it'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--preview', 'say what would be prepared, and keep nothing')
    .option('--accept-changes', 'pay payees whose details changed since the month was approved, as they are now')
    .option('--rate-date <day>', 'convert by the rates of this day (default: the last of the month)')
    .option('--status', 'how far the month is paid, and what stays on balances')
    .option('--record <file>', 'take receipts: wallet,amount,asset,reference,sent_at')
    .option('--allow-partial', 'lines without a receipt stay open')
    .option('--allow-short', 'lines of which less was sent stay open for the rest')
    .option('--skip-known', 'pass over receipts that are recorded already')
    .option('--skip-unknown', 'pass over receipts of wallets that the batch does not pay')
    .option('--void <batch>', 'send nothing more of a batch; what was not receipted is payable again')
    .option('--adjust <wallet>', 'add --amount to a balance, with a minus take it off')
    .option('--amount <usd>', 'for --adjust, e.g. 12.50 or -3')
    .option('--reason <text>', 'why a batch is voided or a balance adjusted')
    .option('--by <name>', 'who does it (default: the system user)')
    .action(async (month: string, options: PayoutsOptions) => {
      const { runPayouts } = await import('./commands/payouts.ts');
      end(await runPayouts(month, options));
    });
}

/** What a worker gets, and how a worker checks it. */
function statementCommands(program: Command, end: End): void {
  withGlobals(program.command('statement').description('what a month or a year says about one wallet, or about each'))
    .argument('[wallet]', 'address of a worker')
    .option('--month <month>', 'UTC month, e.g. 2026-10')
    .option('--year <year>', 'final months and payments of a UTC year, e.g. 2026')
    .option('--all', 'write the statements of every wallet of the month')
    .option('--format <forms>', 'text, csv, html or json (default: text; with --all text,csv,html)')
    .action(async (wallet: string | undefined, options: StatementOptions) => {
      const { runStatement } = await import('./commands/statement.ts');
      end(await runStatement(wallet, options));
    });
  withGlobals(
    program.command('verify-statement').description('check a statement against the published manifest, offline'),
  )
    .argument('<file>', 'a statement in any form')
    .option('--manifest <file...>', 'the published manifest.json of the month; of a year one for each month')
    .option('--root <hash>', 'in place of a manifest: its statement root')
    .action(async (file: string, options: VerifyStatementOptions) => {
      const { runVerifyStatement } = await import('./commands/verify-statement.ts');
      end(await runVerifyStatement(file, options));
    });
}

const EXIT_CODES = `
Exit codes: 0 done; 1 done, findings need a person; 2 did not run, nothing was changed;
3 unexpected failure, nothing half-written; 4 another run holds the lock; 130 interrupted.`;

process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.on('SIGTERM', () => process.exit(EXIT.interrupted));
process.exitCode = await main(process.argv.slice(2));
