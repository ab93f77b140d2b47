import { type ChildProcess, fork } from 'node:child_process';
import { on } from 'node:events';
import { join } from 'node:path';
import type { Tried } from './try-mutations.ts';

/** Which mutations to try, and where. */
export interface Asked {
  readonly root: string;
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly only: string;
}

/** Longer than any import of these small files takes on a slow machine. */
const HANG_MS = 180_000;
/** The heap of the process that imports: what needs more is no import of a small file. */
const HEAP_MB = 512;

/**
 * Tries mutations in a process of their own, so that a hang, a crash or memory without end is seen, told and survived:
 * the next process goes on behind the mutation that did it.
 */
export async function* inChild(asked: Asked): AsyncGenerator<Tried> {
  let next = asked.from;
  while (next < asked.until) {
    const child = fork(join(import.meta.dirname, 'child.ts'), {
      execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.send({ ...asked, from: next });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = `${errors}${text}`.slice(-2000);
    });
    const end = { why: '' };
    for await (const tried of messages(child, end)) {
      yield tried;
      next = tried.index + 1;
    }
    if (next >= asked.until) return;
    yield lost(next, end.why === '' ? `the process ended: ${errors}` : end.why);
    next += 1;
  }
}

/** What a child sends, until it ends or stays silent for too long: then it is ended. */
async function* messages(child: ChildProcess, end: { why: string }): AsyncGenerator<Tried> {
  const stop = new AbortController();
  child.once('exit', () => setImmediate(() => stop.abort()));
  const watch = (): NodeJS.Timeout =>
    setTimeout(() => {
      end.why = `hang: nothing for ${HANG_MS / 1000} seconds`;
      child.kill('SIGKILL');
    }, HANG_MS);
  let timer = watch();
  try {
    for await (const [tried] of on(child, 'message', { signal: stop.signal }) as AsyncIterable<[Tried]>) {
      clearTimeout(timer);
      timer = watch();
      yield tried;
    }
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

function lost(index: number, why: string): Tried {
  return { index, target: '', operator: '', verdict: 'bad', why, tookMs: 0, residentBytes: 0 };
}
