import { Command, CommanderError } from 'commander';
import type { FinalizeOptions } from './commands/finalize.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Globals, withGlobals } from './globals.ts';
import { VERSION } from './version.ts';

/** Runs one command line. Commands are loaded when they are called, so that start-up stays short. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = new Command('revshare')
    .description(
      'Closes the month of a worker revenue share: store exports and job logs in, exact payouts per wallet out.',
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(revshare --help shows the commands)')
    .addHelpText('after', EXIT_CODES);

  withGlobals(program.command('init').description('write a commented revshare.yaml to start from'))
    .argument('[dir]', 'where to write it', '.')
    .action(async (directory: string, globals: Globals) => {
      const { runInit } = await import('./commands/init.ts');
      exitCode = await runInit(directory, globals);
    });
  withGlobals(program.command('import').description('take new exports and job logs, all or nothing'))
    .argument('[path...]', 'files and directories')
    .action(async (paths: string[], globals: Globals) => {
      const { runImport } = await import('./commands/import.ts');
      exitCode = await runImport(paths, globals);
    });
  withGlobals(program.command('reconcile').description('import what is new, compute a month, write its reports'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .action(async (month: string, globals: Globals) => {
      const { runReconcile } = await import('./commands/reconcile.ts');
      exitCode = await runReconcile(month, globals);
    });
  withGlobals(program.command('finalize').description('make an approved month final'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .requiredOption('--accept <digest>', 'the digest that was approved, at least 16 hex digits of it')
    .option('--max-pool <usd>', 'refuse to distribute more than this')
    .option('--early', 'before 30 days have passed since the month ended')
    .option('--by <name>', 'who approves (default: the system user)')
    .action(async (month: string, options: FinalizeOptions) => {
      const { runFinalize } = await import('./commands/finalize.ts');
      exitCode = await runFinalize(month, options);
    });
  withGlobals(program.command('status').description('what was imported, and which months it covers')).action(
    async (globals: Globals) => {
      const { runStatus } = await import('./commands/status.ts');
      exitCode = await runStatus(globals);
    },
  );

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.didNotRun;
    const { reportFailure } = await import('./failures.ts');
    return reportFailure(error, argv.includes('--json'));
  }
}

const EXIT_CODES = `
Exit codes: 0 done; 1 done, findings need a person; 2 did not run, nothing was changed;
3 unexpected failure, nothing half-written; 4 another run holds the lock; 130 interrupted.`;

process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.on('SIGTERM', () => process.exit(EXIT.interrupted));
process.exitCode = await main(process.argv.slice(2));
