import { restoreBackup } from '../../app/books/restore-backup.ts';
import { lookAtRestored, type RestoredBooks } from '../../app/books/restored-books.ts';
import { printData, printNote } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';

/** `revshare restore FILE`: puts a backup back into a data directory that is not there, or empty. */
export async function runRestore(file: string | undefined, options: Globals): Promise<ExitCode> {
  if (file === undefined) throw new UsageFault('name the backup: revshare restore FILE');
  const { madeAt, server } = await restoreBackup(file, options.data);
  const hasServer = options.databaseUrl !== undefined && options.databaseUrl !== '';
  if (server !== null && !hasServer) {
    printNote(`note: evidence and job logs are back; the rows are on ${server}: name it with --database-url\n`);
    return EXIT.done;
  }
  return tell(await lookAtRestored(options), `a backup of ${madeAt}`, options);
}

/** Says what is back, and what is left to do. */
function tell(restored: RestoredBooks, source: string, { data, json, quiet }: Globals): ExitCode {
  const { months, batches, receipts, lost, unknown } = restored;
  if (json) printData(`${JSON.stringify({ data, source, ...restored }, null, 2)}\n`);
  else if (!quiet) {
    const what = `${months.length} final months, ${batches} batches, ${receipts} receipts`;
    printData(`${data} is restored from ${source}: ${what}\n`);
  }
  for (const month of lost) {
    printNote(`the final reports of ${month} are not there: revshare verify ${month} --restore writes them again\n`);
  }
  for (const what of unknown) printNote(`not in the restored books: ${what}\n`);
  return lost.length + unknown.length > 0 ? EXIT.findings : EXIT.done;
}
