import { spawn } from 'node:child_process';
import type { HookEvent, Hooks } from '../../../config/hooks.ts';
import { notice } from './notices.ts';

/** What of a failed hook's stderr is told. */
const MOST_TOLD = 500;

/**
 * Calls the program of an event, if there is one, with a document as one line of JSON on its stdin. No shell: arguments are
 * given as they are written. A hook that fails, or takes too long and is killed, is told; what it was called for is done
 * all the same.
 */
export async function callHook(
  hooks: Hooks | null,
  event: HookEvent,
  document: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [program, ...args] = hooks?.programs[event] ?? [];
  if (hooks === null || program === undefined) return;
  const fault = await faultOf({ program, args, timeoutSeconds: hooks.timeoutSeconds }, { event, ...document });
  if (fault !== null) notice(`the hook of ${event} (${program}) ${fault}; nothing of what it was told is undone`);
}

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly timeoutSeconds: number;
}

/** Runs it to its end. Null when it ended with 0. */
function faultOf({ program, args, timeoutSeconds }: Call, document: Record<string, unknown>): Promise<string | null> {
  return new Promise((resolve) => {
    // A group of its own, so that what it started ends with it.
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], detached: true });
    let said = '';
    const timer = setTimeout(() => {
      endGroup(child.pid);
      finish(`took longer than ${timeoutSeconds} s and was ended`);
    }, timeoutSeconds * 1000);
    const finish = (fault: string | null): void => {
      clearTimeout(timer);
      // What it left running must not keep this process.
      child.stderr.destroy();
      child.unref();
      resolve(fault);
    };
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < MOST_TOLD) said += chunk.toString();
    });
    child.stdin.on('error', () => undefined); // It need not read.
    child.stdin.end(`${JSON.stringify(document)}\n`);
    child.on('error', (error) => finish(`could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      const told = said.trim() === '' ? '' : `: ${said.trim().slice(0, MOST_TOLD)}`;
      finish(code === 0 ? null : `ended with ${code ?? signal}${told}`);
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended just now.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
