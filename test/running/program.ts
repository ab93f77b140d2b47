import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

/** The project's root. */
export const PROJECT = join(import.meta.dirname, '..', '..');

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Added to the environment of the test; a variable that is undefined is taken out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The working directory; by default the system's temporary one, so that nothing is found by accident. */
  readonly cwd?: string;
  /** Runs as this user (only root can). */
  readonly uid?: number;
}

/**
 * Runs the built program as the launcher does, without the launcher's look at src: ./build-once.ts has built it once
 * for the whole vitest run. Never rejects because of an exit code.
 */
export function revshare(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [...program(), ...args], options);
}

/** The shell would end with the exit code of `head`; that of the program goes past it (3), as the first line does (4). */
const INTO_HEAD = 'exec 4>&1; exit "$({ { "$@" 3>&- 4>&-; echo "$?" >&3; } | head -n 1 >&4; } 3>&1)"';

/**
 * `revshare ... | head -n 1`: stdout is a pipe whose reader ends when it has seen the first line. Exit code and stderr
 * are those of the program, stdout is what the reader passed on.
 */
export function revshareIntoHead(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return revshareBy(INTO_HEAD, args, options);
}

/** Runs the program in a shell script, as its `"$@"`. */
export function revshareBy(script: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run('sh', ['-c', script, 'sh', process.execPath, ...program(), ...args], options);
}

/** What node is started with to run the built program. */
export function program(): string[] {
  const failure = inject('buildFailure');
  if (failure !== '') throw new Error(`src could not be built:\n${failure}`);
  return ['-r', join(PROJECT, 'bin', 'preload.cjs'), join(PROJECT, 'dist', 'cli', 'main.js')];
}

function run(file: string, args: readonly string[], { env = {}, cwd = tmpdir(), uid }: RunOptions): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', failed);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** What was said with every sentence in one line: one that names a long path goes on in the next. */
export function unwrapped(said: string): string {
  return said.replace(/\n {4}/g, ' ');
}
