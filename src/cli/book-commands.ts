import type { Command } from 'commander';
import type { InitOptions } from './commands/init.ts';
import type { ReconcileOptions } from './commands/reconcile.ts';
import type { RestoreOptions } from './commands/restore.ts';
import type { StatusOptions } from './commands/status.ts';
import type { End } from './exit-codes.ts';
import { type Globals, withGlobals } from './globals.ts';
import { type ImportFlags, withImportFlags } from './import-flags.ts';

/** Commands that fill and show the books. */
export function bookCommands(program: Command, end: End): void {
  withGlobals(program.command('init').description('write a commented revshare.yaml to start from'))
    .argument('[dir]', 'where to write it; without --inputs the exports in it are looked at', '.')
    .option('--first-month <month>', 'the first month that is shared (default: with exports the last that is over)')
    .option('--share <share>', 'the share of the workers in net revenue (default: 0.51)')
    .option('--default-method <method>', 'how wallets are paid: usdc, sogni, spark or fiat (default: usdc)')
    .option('--yes', 'ask nothing at a terminal: options and defaults answer')
    .action(async (directory: string, options: InitOptions) => {
      const { runInit } = await import('./commands/init.ts');
      end(await runInit(directory, options));
    });
  withGlobals(
    program.command('doctor').description('look at machine, books and inputs, and say what a close lacks'),
  ).action(async (globals: Globals) => {
    const { runDoctor } = await import('./commands/doctor.ts');
    end(await runDoctor(globals));
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
    .option('--missing', 'which files of the stores the open months lack, from when they can be had and until when')
    .option('--acknowledge-flux <reason>', 'why net revenue changed by more than close.flux_limit')
    .option('--acknowledge-lists <reason>', 'why wallet links, participation, costs or openings lost entries')
    .option('--acknowledge-controls <reason>', 'why control totals do not tie')
    .option('--acknowledge-policy <reason>', 'why a rule is another than in the last final month, without a date')
    .option('--by <name>', 'who says so (default: the system user)')
    .action(async (month: string | undefined, options: StatusOptions) => {
      const { runStatus } = await import('./commands/status.ts');
      end(await runStatus(month, options));
    });
  withGlobals(program.command('backup').description('database, seal, evidence and job logs in one file'))
    .argument('<file>', 'where it goes; nothing may be there')
    .action(async (file: string, globals: Globals) => {
      const { runBackup } = await import('./commands/backup.ts');
      end(await runBackup(file, globals));
    });
  withGlobals(
    program.command('pack').description('job logs that are kept as they came, packed; no figure changes'),
  ).action(async (globals: Globals) => {
    const { runPack } = await import('./commands/pack.ts');
    end(await runPack(globals));
  });
  withGlobals(program.command('restore').description('put a backup back; into --data, where no books may be'))
    .argument('[file]', 'what `revshare backup` wrote')
    .option('--from <out>', 'where no backup is left: build the books again from these reports, and --inputs')
    .option('--by <name>', 'with --from: who stands for it (default: the system user)')
    .action(async (file: string | undefined, options: RestoreOptions) => {
      const { runRestore } = await import('./commands/restore.ts');
      end(await runRestore(file, options));
    });
}
