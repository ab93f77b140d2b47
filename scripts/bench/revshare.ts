import { join, resolve } from 'node:path';
import { type MeasuredRun, measuredRun } from './measured-run.ts';

/** All of October 2026 and the days that its gates wait for are over. */
const AS_OF = '2026-12-05T00:00:00Z';
/** Exceptions that wait for a person are no failure. */
const FINDINGS = 1;

/** One command of revshare as its users start it, with data and reports in a directory. */
export function revshare(directory: string, args: readonly string[]): Promise<MeasuredRun> {
  const places = ['--data', join(directory, 'data'), '--out', join(directory, 'out'), '--as-of', AS_OF];
  return measuredRun({ program: LAUNCHER, args: [...args, ...places], alsoFine: [FINDINGS] });
}

/** `reconcile 2026-10 --json`, with further options. */
export function reconcileOctober(directory: string, options: readonly string[] = []): Promise<MeasuredRun> {
  return revshare(directory, ['reconcile', '2026-10', '--json', ...options]);
}

/** Starts it once, so that it installs and builds itself where it must before anything is measured. */
export async function setUp(): Promise<void> {
  await measuredRun({ program: LAUNCHER, args: ['--version'] });
}

export const LAUNCHER = resolve('bin', 'revshare');
