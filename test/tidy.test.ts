import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/cli/version.ts';
import { FINDINGS } from '../src/core/close/finding.ts';
import { JOB_EXCLUSION_RULES } from '../src/core/usage/exclusion-rules.ts';
import { PROJECT } from './program.ts';

const MOST_LINES = 300;

function read(name: string): string {
  return readFileSync(join(PROJECT, name), 'utf8');
}

/** Files that git knows and that are there; null where the project is no clone. */
function trackedFiles(): string[] | null {
  if (!existsSync(join(PROJECT, '.git'))) return null;
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0) return null;
  return stdout.split('\0').filter((name) => name !== '' && existsSync(join(PROJECT, name)));
}

/** Paths of this machine: the project's own, the one it lies in, the home directory; and homes of any machine. */
function machinePaths(): RegExp {
  const own = [PROJECT, dirname(PROJECT), homedir()].filter((path) => path.split('/').length > 2 || path === '/root');
  const quoted = own.map((path) => `${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
  return new RegExp([...quoted, '/home/[a-z][\\w-]*/', '/Users/[A-Za-z][\\w-]*/'].join('|'));
}

describe('the project', () => {
  const tracked = trackedFiles();

  it.skipIf(tracked === null)('names no path of a machine in any tracked file', () => {
    const paths = machinePaths();
    const found = (tracked ?? []).flatMap((name) =>
      read(name)
        .split('\n')
        .flatMap((line, at) => (paths.test(line) ? [`${name}:${at + 1}: ${line.slice(0, 120)}`] : [])),
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
  const there = existsSync(join(PROJECT, page));

  /** The reasons of a union type in the source: types are gone when the program runs. */
  function moneyReasons(): string[] {
    const union = /MoneyExclusionReason =([^;]*);/.exec(read('src/core/close/exclusion.ts'))?.[1] ?? '';
    return [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');
  }

  it('the reasons are found', () => {
    expect(moneyReasons()).toContain('not-subscription');
  });

  it.skipIf(!there)('explains every exception and every reason', () => {
    const text = there ? read(page) : '';
    const jobReasons = JOB_EXCLUSION_RULES.map(({ reason }) => reason);
    const all = [...Object.keys(FINDINGS), ...moneyReasons(), ...jobReasons];
    expect(all.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});
