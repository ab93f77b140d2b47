import { backUp } from '../../app/books/backups/back-up.ts';
import { withLockedWorkspace } from '../../app/books/opening/workspace.ts';
import { quotedForShell } from '../../render/terminal/advised-commands.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { instantArgument } from '../arguments.ts';
import { printDocument, printNote, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun } from '../holder.ts';
import { VERSION } from '../version.ts';

/** `revshare backup FILE`: database, seal, evidence and job logs in one file, as they are together. */
export async function runBackup(file: string, globals: Globals): Promise<ExitCode> {
  const asOfMs = instantArgument(globals.asOf);
  const done = await withLockedWorkspace(globals, thisRun(`backup ${file}`), (workspace) =>
    backUp(workspace, { places: globals, file, asOfMs, version: VERSION }),
  );
  const { files, bytes, months, server, damaged } = done;
  if (globals.json) printDocument('backup', { file, files, bytes, months, server, damaged });
  else if (!globals.quiet) {
    const said = `${file}: ${files} files, ${bytes} bytes, ${months.length} final months\n`;
    // One that was never put back is not known to be one.
    printText(
      `${said}${nextCommand(damaged.length > 0 ? 'verify --all' : `restore ${quotedForShell(file)} --data EMPTY_DIR`)}`,
      globals,
    );
  }
  if (server !== null) {
    printNote(`note: the rows on ${server} are not in it: dump that database first, and keep both together\n`);
  }
  for (const what of damaged) printNote(`${what} is missing or not as it was recorded: revshare verify --all\n`);
  return damaged.length > 0 ? EXIT.findings : EXIT.done;
}
