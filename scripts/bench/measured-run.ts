import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a whole process took. Processor time and memory are null where the system has no /proc. */
export interface MeasuredRun {
  readonly seconds: number;
  readonly cpuSeconds: number | null;
  readonly peakMb: number | null;
  /** What it printed. */
  readonly stdout: string;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Exit codes beside 0 that are no failure. */
  readonly alsoFine?: readonly number[];
}

const LOOK_EVERY_MS = 10;
/** Linux counts processor time in hundredths of a second, for every program that asks. */
const TICKS_PER_SECOND = 100;

/**
 * Runs a process to its end. The kernel keeps its highest memory and its processor time; both are looked at every ten
 * milliseconds, in the same way for every program, so that at most the last ten are missing.
 *
 * @throws Error with what it wrote to stderr, when it ends with another exit code
 */
export async function measuredRun(command: Command): Promise<MeasuredRun> {
  const startedMs = performance.now();
  const child = spawn(command.program, command.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const looks: [Usage?] = [];
  const look = setInterval(() => {
    const now = usageOf(child.pid);
    if (now !== null) looks[0] = now;
  }, LOOK_EVERY_MS);
  try {
    const code = await new Promise<number | null>((ended, failed) => {
      child.on('error', failed).on('close', ended);
    });
    const seconds = (performance.now() - startedMs) / 1000;
    if (code !== 0 && !command.alsoFine?.includes(code ?? -1)) {
      throw new Error(`${command.program} ${command.args.join(' ')} ended with ${code}\n${stderr}`);
    }
    const [last] = looks;
    return { seconds, cpuSeconds: last?.cpuSeconds ?? null, peakMb: last?.peakMb ?? null, stdout };
  } finally {
    clearInterval(look);
  }
}

type Usage = { readonly cpuSeconds: number; readonly peakMb: number };

/** Null when the process is gone, or where there is no /proc. */
export function usageOf(pid: number | undefined): Usage | null {
  try {
    const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // The name in brackets may hold blanks; user and system time are the 12th and 13th field after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return peakKb === undefined ? null : { cpuSeconds: ticks / TICKS_PER_SECOND, peakMb: Number(peakKb) / 1024 };
  } catch {
    return null;
  }
}
