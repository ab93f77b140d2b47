import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLockedWorkspace } from '../../app/books/opening/workspace.ts';
import { declaredTimes, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { importInputs } from '../../app/import/import-inputs.ts';
import { importText } from '../../render/month/import-text.ts';
import { printDocument, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun } from '../holder.ts';
import { type ImportFlags, importingBy } from '../import-flags.ts';
import { printImportNotes } from '../import-notes.ts';
import { UsageFault } from '../usage-fault.ts';

/** `revshare import PATH...`: takes what is new, all or nothing. */
export async function runImport(paths: readonly string[], globals: Globals & ImportFlags): Promise<ExitCode> {
  const all = [...paths, ...(globals.inputs === undefined ? [] : [globals.inputs])];
  if (all.length === 0) throw new UsageFault('name what to import: revshare import PATH...');
  const importing = importingBy(globals);
  return withLockedWorkspace({ ...globals, begins: true }, thisRun('import'), async (workspace) => {
    const { store, data } = workspace;
    const { times, path } = await declaredTimes(workspace, { ...globals, inputs: globals.inputs ?? withConfig(paths) });
    const outcome = await importInputs(store.db, all, data, progressOn(globals), {
      ...importing,
      times,
      except: [globals.out],
    });
    if (path !== null) await rememberConfig(workspace, path);
    printImportNotes(outcome);
    if (globals.json) {
      const { taken, known, passedOver } = outcome;
      printDocument('import', { imported: taken, known, passed_over: passedOver });
    } else if (!globals.quiet) {
      printText(importText(outcome, globals.wide), globals);
    }
    return EXIT.done;
  });
}

/** A directory that is imported is one of inputs, and may hold the configuration: the first that does. */
function withConfig(paths: readonly string[]): string | undefined {
  return paths.find((each) => existsSync(join(each, 'revshare.yaml')));
}
