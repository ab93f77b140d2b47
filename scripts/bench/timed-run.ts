import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a whole process took. */
export interface TimedRun {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** Runs revshare as a process of its own and lets it report its own peak memory and processor time. */
export async function timedRun(scratch: string, args: readonly string[]): Promise<TimedRun> {
  const hook = join(scratch, 'report-usage.cjs');
  const report =
    "process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\nusage '+JSON.stringify(u)+'\\n')})";
  writeFileSync(hook, report);
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['-r', hook, 'dist/cli/main.js', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let notes = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    notes += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const usage = /^usage (.*)$/m.exec(notes)?.[1];
  if ((code !== 0 && code !== 1) || usage === undefined)
    throw new Error(`revshare ${args.join(' ')} ended with ${code}\n${notes}`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return {
    seconds: (performance.now() - startedMs) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMb: maxRSS / 1024,
  };
}
