import { keepPrivate } from '../app/books/directory/private-files.ts';
import { runCommandLine } from './command-line.ts';
import { EXIT } from './exit-codes.ts';

/* The program: what a process needs around one command line. */

// Whoever reads may stop reading (`| head`): the command goes on to its end, and its exit code is its own.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.on('SIGTERM', () => process.exit(EXIT.interrupted));
keepPrivate();
process.exitCode = await runCommandLine(process.argv.slice(2));
