import type { Command } from 'commander';
import type { ExceptionsOptions } from './commands/exceptions.ts';
import type { FinalizeOptions } from './commands/finalize.ts';
import type { JournalOptions } from './commands/journal.ts';
import type { RunOptions } from './commands/run.ts';
import type { VerifyOptions } from './commands/verify.ts';
import type { End } from './exit-codes.ts';
import { withGlobals } from './globals.ts';
import { withImportFlags } from './import-flags.ts';

/** Commands that bring a month to its end. */
export function closeCommands(program: Command, end: End): void {
  withGlobals(
    program.command('exceptions').description('what needs a person: list it, decide it, take a decision back'),
  )
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--export <file>', 'write exceptions.csv for filling in decision and note')
    .option('--groups', 'with --export: one row for all open exceptions of one code and cause')
    .option('--all', 'list every exception, also those that are alike')
    .option('--apply <file>', 'read the decisions back; a bad line applies nothing')
    .option('--withdraw <code-and-subject...>', 'take a decision back while its month is not final')
    .option('--by <name>', 'who decides (default: the system user)')
    .action(async (month: string, options: ExceptionsOptions) => {
      const { runExceptions } = await import('./commands/exceptions.ts');
      end(await runExceptions(month, options));
    });
  withGlobals(program.command('finalize').description('make an approved month final'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .requiredOption('--accept <digest>', 'required: the digest that was approved, at least 16 hex digits of it')
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
    .option('--metrics <file>', 'write how it ended as Prometheus text, e.g. for the textfile collector')
    .action(async (options: RunOptions) => {
      const { runRun } = await import('./commands/run.ts');
      end(await runRun(options));
    });
  withGlobals(program.command('journal').description('the journal of a month in the import form of other books'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .requiredOption('--for <books>', 'quickbooks or xero; revshare.yaml names their accounts')
    .option('--state <state>', 'of which reports: estimate, review or final', 'final')
    .option('--to <dir>', 'where the files go', '.')
    .action(async (month: string, options: JournalOptions) => {
      const { runJournal } = await import('./commands/journal.ts');
      end(await runJournal(month, options));
    });
  withGlobals(program.command('verify').description('recompute final months from evidence and compare everything'))
    .argument('[month]', 'UTC month, e.g. 2026-10: it and the months before it')
    .option('--all', 'every final month')
    .option('--restore', 'write lost or damaged final reports again, byte for byte as they were approved')
    .action(async (month: string | undefined, options: VerifyOptions) => {
      const { runVerify } = await import('./commands/verify.ts');
      end(await runVerify(month, options));
    });
}
