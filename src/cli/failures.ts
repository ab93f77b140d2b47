import { InvalidInput } from '../problems/problem.ts';
import { problemsText } from '../render/problem-text.ts';
import { UsageFault } from './arguments.ts';
import { printData, printNote } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Says what went wrong, on stderr (and as JSON on stdout where asked), and which exit code it is. */
export function reportFailure(error: unknown, json: boolean): ExitCode {
  if (error instanceof InvalidInput) {
    if (json) printData(`${JSON.stringify({ problems: error.problems }, null, 2)}\n`);
    printNote(`${problemsText(error.problems)}\nNothing was changed.\n`);
    return EXIT.didNotRun;
  }
  if (error instanceof UsageFault) {
    printNote(`error: ${error.message}\n`);
    return EXIT.didNotRun;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  printNote(`error: unexpected failure; nothing is half-written\n${message}\n`);
  return EXIT.failed;
}
