import { packLogs } from '../../app/books/logs/pack-logs.ts';
import { withLockedWorkspace } from '../../app/books/opening/workspace.ts';
import { printData, printDocument, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun } from '../holder.ts';

/** `revshare pack`: job logs that are kept as they came take less room; nothing else changes. */
export async function runPack(globals: Globals): Promise<ExitCode> {
  const { logs, bytesBefore, bytesAfter } = await withLockedWorkspace(globals, thisRun('pack'), (workspace) =>
    packLogs(workspace, progressOn(globals)),
  );
  if (globals.json) printDocument('pack', { logs, bytes_before: bytesBefore, bytes_after: bytesAfter });
  else if (!globals.quiet) {
    printData(
      logs === 0
        ? 'no job log is kept as it came: nothing to pack\n'
        : `packed ${logs} ${logs === 1 ? 'job log' : 'job logs'}: ${bytesBefore} bytes before, ${bytesAfter} after\n`,
    );
  }
  return EXIT.done;
}
