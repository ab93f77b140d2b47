import { statusOf } from '../../app/status.ts';
import { withWorkspace } from '../../app/workspace.ts';
import { statusDocument, statusText } from '../../render/status.ts';
import { printData } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';

/** `revshare status`: what was imported and what it spans. */
export async function runStatus(globals: Globals): Promise<ExitCode> {
  return withWorkspace(globals.data, globals.out, async ({ store }) => {
    const status = await statusOf(store.db);
    if (globals.json) printData(`${JSON.stringify(statusDocument(status), null, 2)}\n`);
    else printData(statusText(status));
    return EXIT.done;
  });
}
