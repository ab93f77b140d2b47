import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The program of a copy: prints its arguments and what it reads, and ends with 7. */
const PROGRAM = `
process.stdout.write(process.argv.slice(2).join('|') + '\\n');
process.stdin.pipe(process.stdout);
process.exitCode = 7;
`;

/** Stands for npm: notes its call, chatters on stdout, waits while a file named hold-npm exists, brings what it installs. */
const NPM = `#!/bin/sh
echo "npm $*" >> calls
echo "npm's chatter"
while [ -e hold-npm ]; do sleep 0.05; done
mkdir -p node_modules/esbuild node_modules/better-sqlite3
cp stubs/esbuild.js node_modules/esbuild/index.js
echo "module.exports = class { close() {} };" > node_modules/better-sqlite3/index.js
echo '{}' > node_modules/.package-lock.json
`;

/** Stands for esbuild: "builds" src/cli/main.ts by copying it; a program that says SYNTAX ERROR does not build. */
const ESBUILD = `
const fs = require('fs');
exports.build = async ({ outdir }) => {
  const program = fs.readFileSync('src/cli/main.ts', 'utf8');
  fs.appendFileSync('calls', 'esbuild\\n');
  console.log("esbuild's chatter");
  fs.mkdirSync(outdir + '/cli', { recursive: true });
  fs.writeFileSync(outdir + '/cli/main.js', program);
  if (program.includes('SYNTAX ERROR')) throw Object.assign(new Error('it does not build'), { errors: [] });
  return { metafile: { inputs: {} } };
};
`;

/**
 * A copy of bin/ and .ci/ in a folder of its own, with a small program as src, and stubs for npm and the compiler:
 * the launcher is real, what it installs and builds is not.
 */
export class LauncherCopy {
  readonly root = join(realpathSync(mkdtempSync(join(tmpdir(), 'revshare launcher '))), 'a clone');

  constructor() {
    const project = join(import.meta.dirname, '..', '..');
    for (const folder of ['bin', '.ci']) cpSync(join(project, folder), this.at(folder), { recursive: true });
    this.write('src/cli/main.ts', PROGRAM);
    for (const name of ['package-lock.json', 'tsconfig.json']) this.write(name, '{}\n');
    this.writeProgram('stubs/npm', NPM);
    this.write('stubs/esbuild.js', ESBUILD);
  }

  at(path: string): string {
    return join(this.root, path);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), text);
  }

  writeProgram(path: string, text: string): void {
    this.write(path, text);
    chmodSync(this.at(path), 0o755);
  }

  /** What npm and esbuild were called with since the last look. */
  calls(): string[] {
    if (!existsSync(this.at('calls'))) return [];
    const lines = readFileSync(this.at('calls'), 'utf8').trimEnd().split('\n');
    rmSync(this.at('calls'));
    return lines;
  }

  start(args: string[], how: { command?: string; cwd?: string; stdin?: string } = {}): Started {
    const env = { ...process.env, PATH: `${this.at('stubs')}:${process.env.PATH}` };
    const child = spawn(how.command ?? this.at('bin/revshare'), args, { cwd: how.cwd ?? tmpdir(), env });
    child.stdin.end(how.stdin ?? '');
    return new Started(child);
  }

  remove(): void {
    rmSync(dirname(this.root), { recursive: true, force: true });
  }
}

/** A running process, with what it has said so far. */
export class Started {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;

  constructor(child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((done) => {
      child.on('close', (code) => done({ code, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  async says(text: string): Promise<void> {
    while (!this.stderr.includes(text)) await sleep(20);
  }
}
