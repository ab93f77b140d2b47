import { initConfig } from '../../app/books/init-config.ts';
import { printData } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';

/** `revshare init [DIR]`: writes a commented revshare.yaml. */
export function runInit(directory: string, globals: Globals): Promise<ExitCode> {
  const path = initConfig(globals.config ?? null, directory);
  if (!globals.quiet) printData(`wrote ${path}: fill in your products, then run revshare reconcile\n`);
  return Promise.resolve(EXIT.done);
}
