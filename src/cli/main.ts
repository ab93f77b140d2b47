import { keepPrivate } from '../app/books/directory/private-files.ts';
import { runCommandLine } from './command-line.ts';
import { printNote } from './console.ts';
import { EXIT } from './exit-codes.ts';
import { writeWhole } from './whole-output.ts';

/* The program: what a process needs around one command line. */

let isLost = false;
for (const [fd, stream] of [
  [1, process.stdout],
  [2, process.stderr],
] as const) {
  writeWhole(stream, fd);
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // Whoever reads may stop reading (`| head`): the command goes on to its end, and its exit code is its own.
    if (code === 'EPIPE') return;
    // What nobody can read was not said: it goes on to its end too, and fails.
    isLost = true;
    process.exitCode = EXIT.failed;
    if (stream === process.stdout) printNote(lostText(code));
  });
}
process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.on('SIGTERM', () => process.exit(EXIT.interrupted));
keepPrivate();
const exitCode = await runCommandLine(process.argv.slice(2));
process.exitCode = isLost ? EXIT.failed : exitCode;

function lostText(code = 'error'): string {
  return `error: stdout took no more (${code}): what this command says is not whole there. What it did stands: before it is run again, see revshare status\n`;
}
