import { resolve } from 'node:path';
import { restoreBackup } from '../../app/books/backups/restore-backup.ts';
import { lookAtRestored, type RestoredBooks } from '../../app/books/backups/restored-books.ts';
import { rebuildBooks } from '../../app/verify/rebuild-books.ts';
import { quotedForShell } from '../../render/terminal/advised-commands.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { printDocument, printNote, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun, whoDoes } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface RestoreOptions extends Globals {
  readonly from?: string;
  readonly by?: string;
}

/**
 * `revshare restore FILE`: puts a backup back into a data directory that is not there, or empty. `restore --from OUT`: builds
 * the books again from inputs and reports.
 */
export async function runRestore(file: string | undefined, options: RestoreOptions): Promise<ExitCode> {
  if ((file === undefined) === (options.from === undefined)) {
    throw new UsageFault('name the backup (revshare restore FILE), or the reports (--from OUT) where there is none');
  }
  return file === undefined ? fromReports(options.from ?? '', options) : fromBackup(file, options);
}

async function fromReports(from: string, options: RestoreOptions): Promise<ExitCode> {
  const { data, inputs, databaseUrl } = options;
  if (databaseUrl !== undefined && databaseUrl !== '') {
    throw new UsageFault('--from builds books in --data: put those of a server back from its own dump');
  }
  if (inputs === undefined) throw new UsageFault('name where the inputs are: --inputs DIR');
  const by = whoDoes(options.by);
  const request = {
    from,
    inputs: [inputs],
    data,
    version: VERSION,
    by,
    holder: thisRun(`restore --from ${from}`),
    progress: progressOn(options),
  };
  const { notes } = await rebuildBooks(request);
  for (const note of notes) printNote(`note: ${note}\n`);
  const of = { ...options, out: from };
  const isElsewhere = resolve(from) !== resolve(options.out);
  return tell(
    await lookAtRestored(of),
    `the reports in ${from}`,
    of,
    isElsewhere ? ` --out ${quotedForShell(from)}` : '',
  );
}

async function fromBackup(file: string, options: RestoreOptions): Promise<ExitCode> {
  const { madeAt, server } = await restoreBackup(file, options, thisRun(`restore ${file}`));
  const hasServer = options.databaseUrl !== undefined && options.databaseUrl !== '';
  if (server !== null && !hasServer) {
    printNote(`note: evidence and job logs are back; the rows are on ${server}: name it with --database-url\n`);
    return EXIT.done;
  }
  const restored = await lookAtRestored(options);
  const code = tell(restored, `a backup of ${madeAt}`, options);
  if (restored.unknown.length > 0) printNote(`${laterThanBackup(options, hasServer)}\n`);
  return code;
}

/** What a person does about what came after the backup. */
function laterThanBackup({ data, out }: Globals, hasServer: boolean): string {
  if (hasServer)
    return 'this came after the backup: put back a later dump of the server, and the backup that was made with it';
  const again = `revshare restore --from ${quotedForShell(out)} --inputs DIR`;
  return `this came after the backup: put back a later one, or move ${data} away and build the books again from the reports: ${again}`;
}

/**
 * Says what is back, and what is left to do.
 *
 * @param among which reports the advised commands have to be told of; empty where they find them
 */
function tell(restored: RestoredBooks, source: string, globals: Globals, among = ''): ExitCode {
  const { data, json, quiet } = globals;
  const { months, batches, receipts, lost, unknown } = restored;
  if (json) printDocument('restored', { data, source, ...restored });
  else if (!quiet) {
    const what = `${months.length} final months, ${batches} batches, ${receipts} receipts`;
    printText(`${data} is restored from ${source}: ${what}\n${nextCommand(`verify --all${among}`)}`, globals);
  }
  for (const month of lost) {
    printNote(
      `the final reports of ${month} are not there: revshare verify ${month} --restore${among} writes them again\n`,
    );
  }
  for (const what of unknown) printNote(`not in the restored books: ${what}\n`);
  return lost.length + unknown.length > 0 ? EXIT.findings : EXIT.done;
}
