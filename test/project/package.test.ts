import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT, program } from '../running/program.ts';
import { NOVEMBER, scratch } from '../worlds/world.ts';

/**
 * What `npm pack` gives, installed in an empty folder. Only what takes minutes is left out: the compiled file of
 * better-sqlite3 is that of the project.
 */
const home = join(scratch(), 'a place');
const ADDON = join('node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');
const installed = (...names: string[]): string => join(home, 'node_modules', 'revshare', ...names);

function run(command: string, args: readonly string[], cwd = home) {
  return spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, npm_config_prefer_offline: 'true' },
  });
}

beforeAll(() => {
  program(); // dist is built
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const packed = run('npm', ['pack', '--silent', '--pack-destination', home], PROJECT);
  expect(packed.status, packed.stderr).toBe(0);
  const install = run('npm', ['install', '--ignore-scripts', join(home, packed.stdout.trim())]);
  expect(install.status, install.stderr).toBe(0);
});

describe('an installed package', () => {
  it('says the one command where its native package is not built, and changes nothing', () => {
    const { status, stderr } = run('node_modules/.bin/revshare', ['import', '.']);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`cd ${home} && npm rebuild better-sqlite3\n`)]);
    mkdirSync(join(home, ADDON, '..'), { recursive: true });
    cpSync(join(PROJECT, ADDON), join(home, ADDON));
  });

  it('holds no sources, and brings the native packages alone', () => {
    expect(readdirSync(installed()).sort()).toEqual([
      ...['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'docs', 'fixtures', 'man', 'package.json', 'schemas'],
    ]);
    expect(readdirSync(installed('bin')).sort()).toEqual(['preload.cjs', 'require-node.cjs', 'revshare']);
    expect(existsSync(join(home, 'node_modules', 'zod'))).toBe(false);
    const licences = readFileSync(installed('dist', 'LICENSES.txt'), 'utf8');
    for (const name of ['zod', 'pg', '@noble/hashes', 'kysely'])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  it('closes the example world to the figures of fixtures/README.md', () => {
    cpSync(installed('fixtures', 'inputs'), join(home, 'exports'), { recursive: true });
    const args = ['reconcile', '2026-10', '--inputs', 'exports', '--as-of', NOVEMBER, '--json'];
    const { status, stdout } = run('node_modules/.bin/revshare', args);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      net_revenue_usd: '355.338443',
      pool_usd: '181.22260593',
      digest: '445933f017a9cc77c64481071d97146c2aec82a705a89d91b6e58da146468db7',
    });
  });

  it('is a library with types, whose example computes', () => {
    cpSync(join(PROJECT, 'fixtures', 'library-example.mjs'), join(home, 'example.mjs'));
    // The figures are those of src/library/library.test.ts.
    expect(run(process.execPath, ['example.mjs']).stdout.split('\n').slice(0, 3)).toEqual([
      '35.203334 17.95370034 17.953700 0.00000034',
      'ann 4.488425',
      'bob 13.465275',
    ]);
    writeFileSync(
      join(home, 'typed.ts'),
      "import { type ClosedMonth, closeMonth } from 'revshare';\n" +
        "const input = { month: '2026-10', firstMonth: '2026-10', share: '0.51', charges: [], work: [] };\n" +
        'export const closed: ClosedMonth = closeMonth(input);\n// @ts-expect-error: a number holds no money\n' +
        'export const wrong: number = closed.pool;\n',
    );
    const tsc = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
    const checked = run(process.execPath, [tsc, '--noEmit', '--strict', '--module', 'nodenext', 'typed.ts']);
    expect(checked.stdout).toBe('');
    expect(readFileSync(installed('dist', 'library', 'index.d.ts'), 'utf8')).not.toContain('core/');
  });
});

describe('package.json', () => {
  it('asks for the DuckDB that the program was built with', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    expect(dependencies['@duckdb/node-bindings']).toBe(devDependencies['@duckdb/node-api']);
  });

  it('has packages of known content only', () => {
    const { packages } = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8'));
    const unknown = Object.entries<{ integrity?: string }>(packages).filter(([name, { integrity }]) => {
      return name !== '' && integrity === undefined;
    });
    expect(unknown.map(([name]) => name)).toEqual([]);
  });
});
