import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, PROJECT, program, type RunOptions, revshare } from './program.ts';

/** As the program is built: nothing of src has to be compiled for each test file. */
const COMMAND_LINE = join(PROJECT, 'dist', 'cli', 'command-line.js');

/** The end of the run before: what is printed is told apart by time, so that one runs after the other. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line of the built program without the start of a process, which costs more than a command in a small
 * world does: for what sets the stage, and for what asks about rules rather than about the program. What is about the
 * process (its zone and language, locks, signals, modes of files, how it ends) takes `revshare` of ./program.ts.
 */
export function inProcess(args: readonly string[], options: Omit<RunOptions, 'uid'> = {}): Promise<Ended> {
  // It makes stderr a log for the rest of its process.
  if (args[0] === 'run') return revshare(args, options);
  const ended = before.then(() => captured(args, options));
  before = ended.catch(() => undefined);
  return ended;
}

async function captured(args: readonly string[], { env = {}, cwd = tmpdir() }: RunOptions): Promise<Ended> {
  program(); // says why, when src could not be built
  const { runCommandLine } = (await import(COMMAND_LINE)) as typeof import('../../src/cli/command-line.ts');
  const printed = { stdout: '', stderr: '' };
  const doors = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: string | Uint8Array): boolean => {
      printed[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
      return true;
    };
  }
  // As `keepPrivate` has it in a process of the program.
  const umask = process.umask(0o077);
  const place = process.cwd();
  const outside = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  try {
    process.chdir(cwd);
    setEnvironment(env);
    const code = await runCommandLine(args);
    return { code, ...printed };
  } finally {
    setEnvironment(outside);
    process.chdir(place);
    process.umask(umask);
    for (const name of ['stdout', 'stderr'] as const) process[name].write = doors[name];
  }
}

function setEnvironment(variables: NonNullable<RunOptions['env']>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
