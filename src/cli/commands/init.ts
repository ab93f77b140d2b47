import { initConfig } from '../../app/books/init-config.ts';
import { foundInputs } from '../../app/import/found-inputs.ts';
import { printData, printDocument } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';

/** `revshare init [DIR]`: writes a commented revshare.yaml; `expects` names what the inputs hold. */
export async function runInit(directory: string, globals: Globals): Promise<ExitCode> {
  const path = initConfig(globals.config ?? null, directory, await foundInputs(globals.inputs ?? directory));
  if (globals.json) printDocument('init', { path });
  else if (!globals.quiet) printData(`wrote ${path}: fill in your products, then run revshare reconcile\n`);
  return EXIT.done;
}
