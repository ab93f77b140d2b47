import { Command, CommanderError } from 'commander';
import { listenForNotices } from '../app/notices.ts';
import type { ExceptionsOptions } from './commands/exceptions.ts';
import type { FinalizeOptions } from './commands/finalize.ts';
import type { RunOptions } from './commands/run.ts';
import type { StatusOptions } from './commands/status.ts';
import type { VerifyOptions } from './commands/verify.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Globals, withGlobals } from './globals.ts';
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
  withGlobals(program.command('import').description('take new exports and job logs, all or nothing'))
    .argument('[path...]', 'files and directories')
    .action(async (paths: string[], globals: Globals) => {
      const { runImport } = await import('./commands/import.ts');
      end(await runImport(paths, globals));
    });
  withGlobals(program.command('reconcile').description('import what is new, compute a month, write its reports'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .action(async (month: string, globals: Globals) => {
      const { runReconcile } = await import('./commands/reconcile.ts');
      end(await runReconcile(month, globals));
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
  withGlobals(
    program.command('run').description('for cron: import, reconcile, and with close.auto finalize, in one line'),
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

const EXIT_CODES = `
Exit codes: 0 done; 1 done, findings need a person; 2 did not run, nothing was changed;
3 unexpected failure, nothing half-written; 4 another run holds the lock; 130 interrupted.`;

process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.on('SIGTERM', () => process.exit(EXIT.interrupted));
process.exitCode = await main(process.argv.slice(2));
