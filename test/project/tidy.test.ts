import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/cli/version.ts';
import { MONEY_EXCLUSIONS } from '../../src/core/close/exclusion.ts';
import { FINDINGS } from '../../src/core/close/finding.ts';
import { JOB_EXCLUSION_RULES } from '../../src/core/usage/exclusion-rules.ts';
import { PROJECT } from '../running/program.ts';

const MOST_LINES = 300;

function read(name: string): string {
  return readFileSync(join(PROJECT, name), 'utf8');
}

/** Files that git knows and that are there; null where the project is no clone. */
function trackedFiles(): string[] | null {
  if (!existsSync(join(PROJECT, '.git'))) return null;
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0) return null;
  return stdout.split('\0').filter((name) => name !== '' && isFile(name));
}

/** A link to a folder holds nothing of its own. */
function isFile(name: string): boolean {
  return statSync(join(PROJECT, name), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Homes of any machine. */
const MACHINE_PATH = /\/home\/[a-z][\w-]*\/|\/Users\/[A-Za-z][\w-]*\//;

describe('the project', () => {
  const tracked = trackedFiles();

  it.skipIf(tracked === null)('names no path of a machine in any tracked file', () => {
    const found = (tracked ?? []).flatMap((name) =>
      read(name)
        .split('\n')
        .flatMap((line, at) => (MACHINE_PATH.test(line) ? [`${name}:${at + 1}: ${line.slice(0, 120)}`] : [])),
    );
    expect(found).toEqual([]);
  });

  it.skipIf(tracked === null)('tracks nothing that is built, installed or written by a run', () => {
    const made = /^(node_modules|dist|coverage|\.setup|\.revshare|reports\/(?!example\/))/;
    expect((tracked ?? []).filter((name) => made.test(name))).toEqual([]);
  });

  it(`has no file of more than ${MOST_LINES} lines in src`, () => {
    const long = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(PROJECT, 'src', name)).isFile())
      .map((name) => ({ name, lines: read(join('src', name)).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  it('says one version', () => {
    expect(VERSION).toBe((JSON.parse(read('package.json')) as { version: string }).version);
    const lock = JSON.parse(read('package-lock.json')) as { version: string; packages: { '': { version: string } } };
    expect([lock.version, lock.packages[''].version]).toEqual([VERSION, VERSION]);
  });
});

describe('docs/exceptions.md', () => {
  const page = 'docs/exceptions.md';

  it('explains every exception and every reason', () => {
    const text = read(page);
    const all = [
      ...Object.keys(FINDINGS),
      ...Object.keys(MONEY_EXCLUSIONS),
      ...JOB_EXCLUSION_RULES.map(({ reason }) => reason),
    ];
    expect(all.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});
