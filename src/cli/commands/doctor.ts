import { hasBooks } from '../../app/books/opening/workspace.ts';
import { examine } from '../../app/doctor/examine.ts';
import { checksText } from '../../render/terminal/checks-text.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { instantArgument } from '../arguments.ts';
import { printDocument, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';

/** `revshare doctor`: what a close would need, and what to do where it is not there. Writes nothing. */
export async function runDoctor(globals: Globals): Promise<ExitCode> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const checks = await examine({ ...globals, asOfMs: instantArgument(globals.asOf), zone });
  const isFine = checks.every(({ state }) => state === 'ok');
  if (globals.json) printDocument('doctor', { checks });
  else printText(`${checksText(checks)}${nextCommand(isFine ? afterFine(globals) : 'doctor')}`, globals);
  return isFine ? EXIT.done : EXIT.findings;
}

/** Without books nobody can say yet what a month lacks: the first reconcile does. */
function afterFine(globals: Globals): string {
  if (hasBooks(globals)) return 'status';
  return globals.inputs === undefined ? 'reconcile MONTH --inputs DIR' : 'reconcile MONTH';
}
