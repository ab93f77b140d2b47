import { type ChildProcess, spawn } from 'node:child_process';
import { PROGRAM } from './books.ts';

/** A run of the program. */
export interface Running {
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** How it ended; the code is null where it was killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function ended(run: Running): Promise<Ended> {
  return endOf(started(run));
}

export function started({ args, env }: Running): ChildProcess {
  return spawn(process.execPath, [...PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
}

export function endOf(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done, failed) => {
    child.once('error', failed).once('close', (code) => done({ code, stdout, stderr }));
  });
}
