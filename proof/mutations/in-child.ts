import { type ChildProcess, fork } from 'node:child_process';
import { on } from 'node:events';
import { join } from 'node:path';
import { usageOf } from '../../scripts/bench/measured-run.ts';
import type { Tried } from './try-mutations.ts';

/** Which mutations to try, and where. */
export interface Asked {
  readonly root: string;
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly only: string;
}

/** More than any import of these small files takes: of processor time, or of any time where it takes none. */
const HANG_CPU_SECONDS = 120;
const HANG_MS = 1_800_000;
const LOOK_EVERY_MS = 10_000;
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
  let since = { ms: Date.now(), cpu: cpuSecondsOf(child.pid) };
  const timer = setInterval(() => {
    const cpu = cpuSecondsOf(child.pid) - since.cpu;
    // A machine that is busy with other things makes nothing hang.
    if (cpu < HANG_CPU_SECONDS && Date.now() - since.ms < HANG_MS) return;
    end.why = `hang: nothing for ${cpu} seconds of processor time`;
    child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  try {
    for await (const [tried] of on(child, 'message', { signal: stop.signal }) as AsyncIterable<[Tried]>) {
      since = { ms: Date.now(), cpu: cpuSecondsOf(child.pid) };
      yield tried;
    }
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
  } finally {
    clearInterval(timer);
    child.kill('SIGKILL');
  }
}

function lost(index: number, why: string): Tried {
  return { index, target: '', operator: '', verdict: 'bad', why, tookMs: 0, residentBytes: 0 };
}

/** 0 where the system does not tell. */
function cpuSecondsOf(pid: number | undefined): number {
  return usageOf(pid)?.cpuSeconds ?? 0;
}
