import { spawnSync } from 'node:child_process';

/** A plain-text accounting program that reads the journal, where it is installed. */
export type LedgerTool = 'hledger' | 'bean-check';

/** The Debian package of each. */
const PACKAGES: Readonly<Record<LedgerTool, string>> = { hledger: 'hledger', 'bean-check': 'beancount' };

/** Why a test of a tool is skipped; empty where the tool is installed. */
export function missing(tool: LedgerTool): string {
  const found = spawnSync(tool, ['--version']).error === undefined;
  return found ? '' : `${tool} is not installed (package ${PACKAGES[tool]})`;
}

/** What a tool says to a file; fails when it finds a fault. */
export function runTool(tool: LedgerTool, args: readonly string[]): string {
  // hledger reads no letter beyond ASCII under another locale.
  const ended = spawnSync(tool, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  if (ended.status !== 0) throw new Error(`${tool} ended with ${ended.status}\n${ended.stdout}${ended.stderr}`);
  return ended.stdout;
}
