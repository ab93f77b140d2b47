import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type MeasuredRun, measuredRun } from './measured-run.ts';
import { reconcileOctober } from './revshare.ts';
import { type Totals, totalsOf, totalsOfReports } from './totals.ts';

/** A program that makes totals of a directory of inputs, from nothing, as one process. */
export interface Contestant {
  readonly name: string;
  /** Runs it once; `scratch` is an empty directory of its own. */
  run(inputs: string, scratch: string): Promise<{ run: MeasuredRun; totals: Totals }>;
}

/** revshare: everything that `reconcile --inputs` does, from checking every row to the reports. */
export const REVSHARE: Contestant = {
  name: 'revshare',
  run: async (inputs, scratch) => {
    const run = await reconcileOctober(scratch, ['--inputs', inputs]);
    return { run, totals: totalsOfReports(join(scratch, 'out', '2026-10', 'review')) };
  },
};

const DUCKDB: Contestant = {
  name: 'DuckDB SQL, DECIMAL(38,18)',
  run: (inputs, scratch) => plainRun(process.execPath, [plain('totals.mjs'), inputs], scratch),
};

const SQLITE: Contestant = {
  name: 'sqlite3 shell, .import and SQL',
  run: async (inputs, scratch) => {
    const script = join(scratch, 'script.sql');
    const output = join(scratch, 'totals.csv');
    writeFileSync(script, sqliteScript(inputs, output));
    const database = join(scratch, 'jobs.sqlite');
    const run = await measuredRun({ program: 'sqlite3', args: ['-bail', database, `.read ${script}`] });
    return { run, totals: totalsOf(readFileSync(output, 'utf8')) };
  },
};

/** The programs beside revshare, and the names of those that this machine has not. */
export function plainContestants(): { there: Contestant[]; missing: string[] } {
  const python = pythonProgram();
  const name = 'Python csv, decimal';
  const there = [DUCKDB];
  const missing: string[] = [];
  if (says('sqlite3', ['--version']) === null) missing.push(SQLITE.name);
  else there.push(SQLITE);
  if (python === null) missing.push(name);
  else there.push({ name, run: (inputs, scratch) => plainRun(python, [plain('totals.py'), inputs], scratch) });
  return { there, missing };
}

/** Lets one start in an empty directory, and takes away what it leaves. */
export async function runContestant(
  contestant: Contestant,
  inputs: string,
  scratch: string,
): Promise<{ run: MeasuredRun; totals: Totals }> {
  const own = join(scratch, 'run');
  mkdirSync(own);
  try {
    return await contestant.run(inputs, own);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

async function plainRun(
  program: string,
  args: readonly string[],
  scratch: string,
): Promise<{ run: MeasuredRun; totals: Totals }> {
  const output = join(scratch, 'totals.csv');
  const run = await measuredRun({ program, args: [...args, output] });
  return { run, totals: totalsOf(readFileSync(output, 'utf8')) };
}

/** The first import makes the table of the header; the others skip theirs. Nothing has to survive a crash. */
function sqliteScript(inputs: string, output: string): string {
  const logs = readdirSync(inputs)
    .filter((name) => name.startsWith('jobs-'))
    .sort();
  return [
    'PRAGMA journal_mode = OFF;',
    'PRAGMA synchronous = OFF;',
    '.mode csv',
    ...logs.map((name, index) => `.import ${index === 0 ? '' : '--skip 1 '}"${join(inputs, name)}" jobs`),
    ...[`.import "${join(inputs, 'wallet-links.csv')}" links`],
    ...[`.import "${join(inputs, 'participation.csv')}" participation`],
    `.output "${output}"`,
    `.read "${plain('totals.sql')}"`,
    '',
  ].join('\n');
}

function plain(name: string): string {
  return resolve('scripts', 'bench', 'plain', name);
}

/** The program itself, not a launcher of it, so that it is Python that is measured. */
function pythonProgram(): string | null {
  return says('python3', ['-c', 'import sys; print(sys.executable)']);
}

/** What a program prints; null where there is none. */
function says(program: string, args: readonly string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
